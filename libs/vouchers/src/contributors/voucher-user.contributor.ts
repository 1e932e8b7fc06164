import { Injectable } from '@nestjs/common';
import { ContributesDesiredState, DesiredStateContributor, type DesiredResource } from '@app/mikrotik';
import { mapInSlices, SecretBox } from '@app/platform';
import { desiredVoucherUser } from '../domain/desired-voucher-user';
import { VoucherPlacesRepository } from '../repositories/voucher-places.repository';
import { VOUCHER_PASSWORD } from '../services/voucher-password';

/** The hotspot users of vouchers that may log in: one statement, whatever their number. Those that are over go. */
@Injectable()
@ContributesDesiredState()
export class VoucherUserContributor extends DesiredStateContributor {
  readonly kind = 'hotspot-user';

  constructor(
    private readonly places: VoucherPlacesRepository,
    private readonly box: SecretBox,
  ) {
    super();
  }

  /** Vouchers that are over take nothing from anybody when they go, however many. */
  override servedElsewhere = async (_routerId: string, keys: readonly string[]): Promise<readonly string[]> =>
    this.places.over(keys);

  override concerns = async (routerId: string): Promise<boolean> => this.places.concerns(routerId);

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const vouchers = await this.places.wanted(routerId, keys);
    return mapInSlices(vouchers, ({ passwordSealed, ...voucher }) => {
      const sealed = passwordSealed !== null;
      const password = sealed ? this.box.open(passwordSealed, VOUCHER_PASSWORD.place(voucher.id)) : voucher.code;
      return desiredVoucherUser({ ...voucher, password });
    });
  }
}
