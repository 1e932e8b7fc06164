import { rosSeconds } from './ros-duration';

type Row = Readonly<Record<string, string>>;

/** One session as a router prints it. */
export interface SessionReading {
  username: string;
  /** Tells sessions of one name apart. */
  key: string;
  address: string | null;
  callerId: string;
  uptimeSeconds: number | null;
  /** The router's counters: `rx` is the subscriber's upload, `tx` his download. Null: not known, which is not zero. */
  rx: string | null;
  tx: string | null;
}

const COUNTER = /^\d{1,20}$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/**
 * Puts the sessions of `/ppp/active` together with the counters of their dynamic interfaces, `<pppoe-NAME>` or, on older
 * versions, `pppoe-NAME` (routeros.md 12). Of several sessions of one name the interface belongs to the oldest.
 */
export function sessionReadings(active: readonly Row[], interfaces: readonly Row[]): SessionReading[] {
  const counters = new Map(interfaces.map((row) => [row.name ?? '', row]));
  const oldest = new Map<string, number>();
  const sessions = active.flatMap((row) =>
    row.name === undefined || row.name === '' ? [] : [{ row, name: row.name }],
  );
  const uptimes = sessions.map(({ row }) => rosSeconds(row.uptime ?? '') ?? null);
  sessions.forEach(({ name }, n) => {
    const known = oldest.get(name);
    if (known === undefined || (uptimes[n] ?? 0) > (uptimes[known] ?? 0)) oldest.set(name, n);
  });
  const keys = new Set<string>();
  return sessions.flatMap(({ row, name }, n) => {
    const key = row['session-id'] ?? row['.id'] ?? '';
    // why: a router that is being written to may print a row twice
    if (keys.has(`${name} ${key}`)) return [];
    keys.add(`${name} ${key}`);
    const own = oldest.get(name) === n ? (counters.get(`<pppoe-${name}>`) ?? counters.get(`pppoe-${name}`)) : undefined;
    return [
      {
        ...{ username: name, key, uptimeSeconds: uptimes[n] ?? null },
        ...{ address: addressOf(row.address), callerId: row['caller-id'] ?? '' },
        ...{ rx: counterOf(own?.['rx-byte']), tx: counterOf(own?.['tx-byte']) },
      },
    ];
  });
}

const counterOf = (text: string | undefined): string | null => (text !== undefined && COUNTER.test(text) ? text : null);
const addressOf = (text: string | undefined): string | null => (text !== undefined && IPV4.test(text) ? text : null);
