import { VOUCHER_ACTIONS, VOUCHER_STATES, voucherStateAfter } from './voucher-state';

describe('states of a voucher', () => {
  it('is redeemed once: nothing but an unused voucher becomes active by a login', () => {
    const from = VOUCHER_STATES.filter((state) => voucherStateAfter(state, 'REDEEM') === 'ACTIVE');
    expect(from).toEqual(['AVAILABLE', 'SOLD']);
  });

  it('keeps what was voided void', () => {
    expect(VOUCHER_ACTIONS.filter((action) => voucherStateAfter('VOID', action) !== undefined)).toEqual([]);
  });

  it('gives nothing back that was used', () => {
    const from = VOUCHER_STATES.filter((state) => voucherStateAfter(state, 'RETURN') !== undefined);
    expect(from).toEqual(['SOLD']);
  });
});
