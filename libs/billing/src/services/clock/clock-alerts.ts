import { type NewAlert } from '@app/platform';

const subject = { type: 'billing-clock', id: 'installation' };
const seconds = (ms: number): { seconds: number } => ({ seconds: Math.round(ms / 1000) });

/** The clock jumped while a process ran. */
export const clockFaultAlert = (byMs: number): NewAlert => ({
  key: 'billing.clock-fault',
  severity: 'CRITICAL',
  subject,
  title: {
    id: 'Jam melompat: tagihan dan isolir ditahan sampai dikonfirmasi',
    en: 'The clock jumped: billing and isolation wait for confirmation',
  },
  detail: seconds(byMs),
});

/** Server and database disagree about the time. */
export const clocksDisagreeAlert = (byMs: number): NewAlert => ({
  key: 'billing.clocks-disagree',
  severity: 'CRITICAL',
  subject,
  title: {
    id: 'Jam server dan basis data berbeda',
    en: 'The clocks of server and database disagree',
  },
  detail: seconds(byMs),
});

/** The time is before that of the last run. */
export const wentBackAlert = (byMs: number): NewAlert => ({
  key: 'billing.clock-went-back',
  severity: 'CRITICAL',
  subject,
  title: { id: 'Jam mundur sejak proses tagih terakhir', en: 'The clock went back since the last billing run' },
  detail: seconds(byMs),
});
