import { type VersionProfile } from '../versions/version-profile';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The clock of one router: its zone, its error and the way its RouterOS line writes dates. */
export class RouterClock {
  private format: Intl.DateTimeFormat;
  private zoneName: string;
  /** Milliseconds that this clock is ahead of the real time. */
  offsetMs = 0;
  private bootedAt: number;

  constructor(
    private readonly profile: VersionProfile,
    zone: string,
    private readonly machineNow: () => number = () => Date.now(),
  ) {
    this.zoneName = zone;
    this.format = formatOf(zone);
    this.bootedAt = this.machineNow();
  }

  get zone(): string {
    return this.zoneName;
  }

  /** @throws RangeError for a zone that does not exist */
  set zone(zone: string) {
    this.format = formatOf(zone);
    this.zoneName = zone;
  }

  /** Milliseconds since 1970 as this router believes. */
  now(): number {
    return this.machineNow() + this.offsetMs;
  }

  uptimeMs(): number {
    return this.machineNow() - this.bootedAt;
  }

  boot(): void {
    this.bootedAt = this.machineNow();
  }

  /** Date and time as this line prints them, in the zone of the router. */
  dateTime(instant = this.now()): string {
    return `${this.date(instant)} ${this.time(instant)}`;
  }

  /** A time that never was: an account that never connected. */
  get never(): string {
    return this.profile.dates === 'iso' ? '1970-01-01 00:00:00' : 'jan/01/1970 00:00:00';
  }

  date(instant = this.now()): string {
    const { year, month, day } = this.parts(instant);
    if (this.profile.dates === 'iso') return `${year}-${month}-${day}`;
    return `${MONTHS[Number(month) - 1] ?? ''}/${day}/${year}`;
  }

  time(instant = this.now()): string {
    const { hour, minute, second } = this.parts(instant);
    return `${hour}:${minute}:${second}`;
  }

  /** `+07:00` */
  gmtOffset(): string {
    const instant = Math.floor(this.now() / 60_000) * 60_000;
    const { year, month, day, hour, minute } = this.parts(instant);
    const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
    const minutes = Math.round((wall - instant) / 60_000);
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
  }

  private parts(instant: number): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
    const parts = Object.fromEntries(this.format.formatToParts(instant).map(({ type, value }) => [type, value]));
    const of = (name: string): string => parts[name] ?? '';
    return {
      year: of('year'),
      month: of('month'),
      day: of('day'),
      hour: of('hour'),
      minute: of('minute'),
      second: of('second'),
    };
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
