/** States of an invoice; partially paid, overdue and days late are derived, not states (billing.md 1.8). */
export const INVOICE_STATUSES = ['DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

export const INVOICE_ACTIONS = ['finalise', 'settle', 'void', 'write-off', 'recover', 'reopen', 'lose-again'] as const;
export type InvoiceAction = (typeof INVOICE_ACTIONS)[number];

/** What a guard looks at; amounts in booking units. */
export interface InvoiceFacts {
  readonly status: InvoiceStatus;
  readonly total: bigint;
  readonly paid: bigint;
  readonly credited: bigint;
  /** Reported to the tax office (Faktur Pajak), or in a closed period. */
  readonly taxLocked: boolean;
}

export type InvoiceGuard = 'settled' | 'untouched' | 'not-settled';

/** Conditions of transitions, by name. */
export const INVOICE_GUARDS: Readonly<Record<InvoiceGuard, (invoice: InvoiceFacts) => boolean>> = {
  settled: ({ total, paid, credited }) => paid + credited === total,
  'not-settled': ({ total, paid, credited }) => paid + credited < total,
  untouched: ({ paid, credited, taxLocked }) => paid === 0n && credited === 0n && !taxLocked,
};

/** What a transition brings with it, in this order; the service carries the names out. */
export type InvoiceEffect =
  | 'take-number'
  | 'post-receivable'
  | 'settle-from-balances'
  | 'announce-issued'
  | 'announce-paid'
  | 'reverse-receivable'
  | 'post-bad-debt'
  | 'post-recovery'
  | 'fresh-payment-days'
  | 'evaluate-access';

export interface InvoiceTransition {
  readonly from: InvoiceStatus;
  readonly action: InvoiceAction;
  readonly to: InvoiceStatus;
  readonly guard?: InvoiceGuard;
  readonly effects: readonly InvoiceEffect[];
}

/** The whole machine: what is not in this table is not possible. Only a DRAFT is editable, and it has no number. */
export const INVOICE_TRANSITIONS: readonly InvoiceTransition[] = [
  {
    from: 'DRAFT',
    action: 'finalise',
    to: 'OPEN',
    effects: ['take-number', 'post-receivable', 'settle-from-balances', 'announce-issued'],
  },
  { from: 'OPEN', action: 'settle', to: 'PAID', guard: 'settled', effects: ['announce-paid', 'evaluate-access'] },
  { from: 'OPEN', action: 'void', to: 'VOID', guard: 'untouched', effects: ['reverse-receivable', 'evaluate-access'] },
  {
    from: 'OPEN',
    action: 'write-off',
    to: 'UNCOLLECTIBLE',
    guard: 'not-settled',
    effects: ['post-bad-debt', 'evaluate-access'],
  },
  {
    from: 'UNCOLLECTIBLE',
    action: 'recover',
    to: 'PAID',
    guard: 'settled',
    effects: ['post-recovery', 'announce-paid', 'evaluate-access'],
  },
  {
    from: 'UNCOLLECTIBLE',
    action: 'void',
    to: 'VOID',
    guard: 'untouched',
    effects: ['post-recovery', 'reverse-receivable'],
  },
  {
    from: 'PAID',
    action: 'reopen',
    to: 'OPEN',
    guard: 'not-settled',
    effects: ['fresh-payment-days', 'evaluate-access'],
  },
  // a recovery that is taken back leaves the debt where it was: given up
  { from: 'PAID', action: 'lose-again', to: 'UNCOLLECTIBLE', guard: 'not-settled', effects: ['evaluate-access'] },
];

/** The transition that an action takes, or undefined where it is impossible or its guard refuses. */
export function invoiceTransition(invoice: InvoiceFacts, action: InvoiceAction): InvoiceTransition | undefined {
  const found = INVOICE_TRANSITIONS.find((row) => row.from === invoice.status && row.action === action);
  return found && (found.guard === undefined || INVOICE_GUARDS[found.guard](invoice)) ? found : undefined;
}
