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
  const readings: SessionReading[] = [];
  const oldest = new Map<string, SessionReading>();
  const twins = new Map<string, SessionReading[]>();
  for (const row of active) {
    if (row.name === undefined || row.name === '') continue;
    const reading = readingOf(row, row.name);
    const known = oldest.get(row.name);
    if (known !== undefined) {
      const others = twins.get(row.name) ?? [known];
      // why: a router that is being written to may print a row twice
      if (others.some(({ key }) => key === reading.key)) continue;
      twins.set(row.name, [...others, reading]);
    }
    if (known === undefined || (reading.uptimeSeconds ?? 0) > (known.uptimeSeconds ?? 0)) oldest.set(row.name, reading);
    readings.push(reading);
  }
  count(oldest, interfaces);
  return readings;
}

// why: written out, thousands of times per second: spreading and joining took a third of a reading
function readingOf(row: Row, username: string): SessionReading {
  return {
    username,
    key: row['session-id'] ?? row['.id'] ?? '',
    address: addressOf(row.address),
    callerId: row['caller-id'] ?? '',
    uptimeSeconds: rosSeconds(row.uptime ?? '') ?? null,
    rx: null,
    tx: null,
  };
}

const NEW = '<pppoe-';
const OLD = 'pppoe-';

/** Gives the sessions what their interfaces have counted. */
function count(sessions: ReadonlyMap<string, SessionReading>, interfaces: readonly Row[]): void {
  const named = new Set<SessionReading>();
  for (const row of interfaces) {
    const name = row.name ?? '';
    const isNew = name.startsWith(NEW) && name.endsWith('>');
    if (!isNew && !name.startsWith(OLD)) continue;
    const session = sessions.get(isNew ? name.slice(NEW.length, -1) : name.slice(OLD.length));
    if (session === undefined || (!isNew && named.has(session))) continue;
    if (isNew) named.add(session);
    session.rx = counterOf(row['rx-byte']);
    session.tx = counterOf(row['tx-byte']);
  }
}

const counterOf = (text: string | undefined): string | null => (text !== undefined && COUNTER.test(text) ? text : null);
const addressOf = (text: string | undefined): string | null => (text !== undefined && IPV4.test(text) ? text : null);
