import { type RouterState } from '../../engine/router-state';

/** Wall-clock milliseconds of the texts that /system/clock takes, in the zone of the router; null for others. */
function parseWallClock(date: string, time: string): number | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const named = /^([a-z]{3})\/(\d{2})\/(\d{4})$/i.exec(date);
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(time);
  if (clock === null || (iso === null && named === null)) return null;
  const month = named === null ? Number(iso?.[2]) : MONTHS.indexOf((named[1] ?? '').toLowerCase()) + 1;
  const [year, day] = named === null ? [Number(iso?.[1]), Number(iso?.[3])] : [Number(named[3]), Number(named[2])];
  if (month === 0) return null;
  return Date.UTC(year, month - 1, day, Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0));
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Milliseconds that a zone is ahead of UTC: `+07:00`. */
function offsetOf(gmtOffset: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(gmtOffset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Obeys /system/clock and the NTP client: sets zone, date and time of the router's clock. */
export class SystemClock {
  constructor(private readonly router: RouterState) {
    router.table('/system/clock').watch(() => {
      this.obey();
    });
    router.table('/system/ntp/client').watch(({ kind, row }) => {
      if (kind === 'removed') return;
      const enabled = row.values.get('enabled') === 'true';
      if (enabled) router.clock.offsetMs = 0;
      const status = enabled ? 'synchronized' : 'stopped';
      if (router.profile.major === 7) row.values.set('status', status);
    });
  }

  /** why: what a client sets stands in the values until it is obeyed; what is shown is computed. */
  private obey(): void {
    const { clock } = this.router;
    for (const row of this.router.table('/system/clock').list()) {
      const zone = row.values.get('time-zone-name');
      if (zone !== undefined && zone !== clock.zone) clock.zone = zone;
      const [date, time] = [row.values.get('date'), row.values.get('time')];
      row.values.delete('date');
      row.values.delete('time');
      if (date === undefined && time === undefined) continue;
      const wall = parseWallClock(date ?? clock.date(), time ?? clock.time());
      if (wall !== null) clock.offsetMs += wall - offsetOf(clock.gmtOffset()) - clock.now();
    }
  }
}
