import { Injectable } from '@nestjs/common';
import { RouterSync, SYNC_PRIORITY } from '@app/mikrotik';
import { type VoucherPlace, VoucherPlacesRepository } from '../repositories/voucher-places.repository';

const AT_ONCE = 5_000;

/** Tells routers which vouchers may be out of step there. Joins the caller's transaction; only names are handed on. */
@Injectable()
export class VoucherMarks {
  constructor(
    private readonly places: VoucherPlacesRepository,
    private readonly sync: RouterSync,
  ) {}

  /** @param oldCodes codes that the same vouchers had until now */
  async vouchers(
    ids: readonly string[],
    priority: number = SYNC_PRIORITY.NORMAL,
    oldCodes: readonly string[] = [],
  ): Promise<void> {
    if (ids.length === 0) return;
    const places = await this.places.ofVouchers(ids);
    const routers = [...new Set(places.map(({ routerId }) => routerId))];
    const old = routers.flatMap((routerId) => oldCodes.map((code) => ({ routerId, code })));
    await this.mark([...places, ...old], priority);
  }

  /** Everything of a batch that is on routers, behind what single people wait for. */
  async batch(batchId: string): Promise<void> {
    await this.mark(await this.places.ofBatch(batchId), SYNC_PRIORITY.BULK);
  }

  private async mark(places: readonly VoucherPlace[], priority: number): Promise<void> {
    for (let at = 0; at < places.length; at += AT_ONCE) {
      const chunk = places.slice(at, at + AT_ONCE);
      await this.sync.markManyDirty(
        chunk.map(({ routerId, code }) => ({ routerId, kind: 'hotspot-user' as const, key: code, priority })),
      );
    }
  }
}
