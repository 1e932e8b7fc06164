import { REFUND_STATES, REFUND_STEPS, RESERVING_STATES, statesBefore } from './refund-state';

describe('states of a refund', () => {
  it('end in DONE or FAILED, and never leave them', () => {
    expect(REFUND_STATES.filter((state) => REFUND_STEPS[state].length === 0)).toEqual(['DONE', 'FAILED']);
  });
  it('never go back to where it would be sent once more', () => {
    for (const state of ['SENT', 'UNKNOWN', 'DONE', 'FAILED'] as const)
      expect(REFUND_STEPS[state]).not.toContain('APPROVED');
    expect(REFUND_STEPS.UNKNOWN).not.toContain('SENT');
  });
  it('need an approval before anything is sent', () => {
    expect(REFUND_STEPS.REQUESTED).not.toContain('SENT');
    expect(REFUND_STEPS.REQUESTED).not.toContain('DONE');
    expect(statesBefore('SENT')).toEqual(['APPROVED']);
    expect(statesBefore('APPROVED')).toEqual(['REQUESTED']);
  });
  it('reserve the amount until the end', () => {
    expect(REFUND_STATES.filter((state) => !(RESERVING_STATES as readonly string[]).includes(state))).toEqual([
      'DONE',
      'FAILED',
    ]);
  });
});
