import { mayBecome, REFUND_STATES, REFUND_STEPS, RESERVING_STATES } from './refund-state';

describe('states of a refund', () => {
  it('end in DONE or FAILED, and never leave them', () => {
    expect(REFUND_STATES.filter((state) => REFUND_STEPS[state].length === 0)).toEqual(['DONE', 'FAILED']);
  });
  it('never go back to where it would be sent once more', () => {
    for (const state of ['SENT', 'UNKNOWN', 'DONE', 'FAILED'] as const)
      expect(mayBecome(state, 'APPROVED')).toBe(false);
    expect(mayBecome('UNKNOWN', 'SENT')).toBe(false);
  });
  it('need an approval before anything is sent', () => {
    expect(mayBecome('REQUESTED', 'SENT')).toBe(false);
    expect(mayBecome('REQUESTED', 'DONE')).toBe(false);
  });
  it('reserve the amount until the end', () => {
    expect(REFUND_STATES.filter((state) => !(RESERVING_STATES as readonly string[]).includes(state))).toEqual([
      'DONE',
      'FAILED',
    ]);
  });
});
