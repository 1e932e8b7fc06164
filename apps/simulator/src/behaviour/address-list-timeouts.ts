import { formatUptime, parseDuration } from '../engine/durations';
import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';

/** Entries with a timeout are dynamic: they count down, go by themselves and are lost with the power. */
export class AddressListTimeouts {
  private readonly timers = new Map<Row, NodeJS.Timeout>();

  constructor(private readonly router: RouterState) {
    const table = router.table('/ip/firewall/address-list');
    table.watch(({ kind, row }) => {
      if (kind === 'removed') this.forget(row);
      else if (!row.dynamic && (kind === 'added' || row.values.has('timeout'))) this.begin(row, kind === 'added');
    });
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private begin(row: Row, isNew: boolean): void {
    this.forget(row);
    if (isNew) row.values.set('creation-time', this.router.clock.dateTime());
    const timeout = row.values.get('timeout');
    row.values.delete('timeout'); // why: the countdown shows it; one that is there again was given anew
    row.show('timeout', () => undefined);
    row.values.set('dynamic', String(timeout !== undefined && timeout !== 'none-static'));
    const milliseconds = parseDuration(timeout ?? '') ?? 0;
    if (milliseconds > 0) this.countDown(row, milliseconds); // `none-dynamic` stays until the next reboot
  }

  private countDown(row: Row, milliseconds: number): void {
    const endsAt = performance.now() + milliseconds;
    row.show('timeout', () => formatUptime(Math.max(0, endsAt - performance.now())));
    const timer = setTimeout(
      () => {
        this.router.table('/ip/firewall/address-list').delete(row);
      },
      Math.min(milliseconds, 2 ** 31 - 1),
    );
    this.timers.set(row, timer.unref());
  }

  private forget(row: Row): void {
    clearTimeout(this.timers.get(row));
    this.timers.delete(row);
  }
}
