import { encodingExists } from 'iconv-lite';
import {
  closeAtAcceptFault,
  closeAtLoginFault,
  cutAfterRowsFault,
  halfOpenFault,
  neverFinFault,
  silentLoginFault,
} from './connection.faults';
import { type Fault } from './fault';
import {
  emptyEverywhereFault,
  fatalFault,
  ignoreFault,
  lateSentenceFault,
  loseAnswerFault,
  refuseFault,
  severalTrapsFault,
  unknownReplyFault,
} from './reply.faults';
import { type DateStyle, duplicateIdsFault, foreignCommentsFault, wrongDatesFault } from './text.faults';
import {
  dribbleFault,
  latencyFault,
  restLimitFault,
  shuffleFault,
  slowRowsFault,
  splitPrefixFault,
  splitTerminatorFault,
} from './timing.faults';

/** Every fault that can be injected, with its setting. */
export interface FaultSettings {
  /** Milliseconds that every command waits. */
  latency?: number | { ms: number; jitterMs: number };
  /** Milliseconds before every sentence of a reply. */
  slowRows?: number | { ms: number; jitterMs: number };
  /** One byte per segment. */
  dribble?: true;
  /** The last byte of a reply comes 30 ms late. */
  splitTerminator?: true;
  /** Cuts inside a length prefix. */
  splitPrefix?: true;
  /** Commands in flight together are answered in any order, each after up to so many milliseconds. */
  shuffle?: number;
  /** Before anything is read, and so before a TLS handshake. */
  closeAtAccept?: 'fin' | 'rst';
  /** Accepts, never answers. */
  halfOpen?: true;
  silentLogin?: true;
  closeAtLogin?: 'fin' | 'rst';
  /** Ends the connection after so many rows of a reply. */
  cutAfterRows?: number | { rows: number; how: 'fin' | 'rst' };
  /** The client's goodbye is not answered. */
  neverFin?: true;
  /** Every command is answered with `!fatal` and this text. */
  fatal?: string;
  lateSentence?: true;
  unknownReply?: true;
  /** `!empty` also where this RouterOS line has none. */
  emptyEverywhere?: true;
  severalTraps?: true;
  /** Services with TLS speak in clear. */
  plainOnTls?: true;
  /** Comments go out as bytes of this code page. */
  foreignComments?: string;
  wrongDates?: DateStyle;
  /** Every second row has the `.id` of the row before it. */
  duplicateIds?: true;
  /** Milliseconds after which REST gives up, instead of a minute. */
  restLimit?: number;
  /** Commands below this path (`''` = all) are never executed. */
  ignore?: string;
  /** Commands below this path (`''` = all) are executed, their answer is lost. */
  loseAnswer?: string;
  /** Commands below this path are refused with this trap text. */
  refuse?: { command: string; message: string };
}

export type FaultName = keyof FaultSettings;

interface FaultKind<T> {
  /** A setting to begin with, for people. */
  readonly example: T;
  readonly accepts: (setting: unknown) => boolean;
  readonly make: (setting: T) => Fault;
}

const whole = (setting: unknown): boolean => Number.isInteger(setting) && (setting as number) >= 0;
const yes = (setting: unknown): boolean => setting === true;
const ending = (setting: unknown): boolean => setting === 'fin' || setting === 'rst';
const word = (setting: unknown): boolean => typeof setting === 'string';
const field = (setting: unknown, name: string): unknown => (setting as Record<string, unknown> | null)?.[name];

/** Milliseconds, or with jitter. */
const timed = (setting: unknown): boolean =>
  whole(setting) || (whole(field(setting, 'ms')) && whole(field(setting, 'jitterMs')));

/** A fault that is on or off. */
const toggle = (make: () => Fault): FaultKind<true> => ({ example: true, accepts: yes, make });

const KINDS: { readonly [K in FaultName]-?: FaultKind<NonNullable<FaultSettings[K]>> } = {
  latency: {
    example: 20,
    accepts: timed,
    make: (setting) =>
      typeof setting === 'number' ? latencyFault(setting) : latencyFault(setting.ms, setting.jitterMs),
  },
  slowRows: {
    example: 50,
    accepts: timed,
    make: (setting) =>
      typeof setting === 'number' ? slowRowsFault(setting) : slowRowsFault(setting.ms, setting.jitterMs),
  },
  dribble: toggle(dribbleFault),
  splitTerminator: toggle(splitTerminatorFault),
  splitPrefix: toggle(splitPrefixFault),
  shuffle: { example: 20, accepts: whole, make: shuffleFault },
  closeAtAccept: { example: 'fin', accepts: ending, make: closeAtAcceptFault },
  halfOpen: toggle(halfOpenFault),
  silentLogin: toggle(silentLoginFault),
  closeAtLogin: { example: 'fin', accepts: ending, make: closeAtLoginFault },
  cutAfterRows: {
    example: { rows: 3, how: 'fin' },
    accepts: (setting) => whole(setting) || (whole(field(setting, 'rows')) && ending(field(setting, 'how'))),
    make: (setting) =>
      typeof setting === 'number' ? cutAfterRowsFault(setting, 'fin') : cutAfterRowsFault(setting.rows, setting.how),
  },
  neverFin: toggle(neverFinFault),
  fatal: {
    example: 'router is shutting down',
    accepts: (setting) => word(setting) && setting !== '',
    make: fatalFault,
  },
  lateSentence: toggle(lateSentenceFault),
  unknownReply: toggle(unknownReplyFault),
  emptyEverywhere: toggle(emptyEverywhereFault),
  severalTraps: toggle(severalTrapsFault),
  plainOnTls: toggle(() => ({ plainOnTls: true })),
  foreignComments: {
    example: 'windows-1252',
    accepts: (setting) => typeof setting === 'string' && encodingExists(setting),
    make: foreignCommentsFault,
  },
  wrongDates: {
    example: 'month-name',
    accepts: (setting) => setting === 'month-name' || setting === 'iso' || setting === 'garbage',
    make: wrongDatesFault,
  },
  duplicateIds: toggle(duplicateIdsFault),
  restLimit: { example: 500, accepts: whole, make: restLimitFault },
  ignore: { example: '/ppp/secret', accepts: word, make: ignoreFault },
  loseAnswer: { example: '/ppp/secret/set', accepts: word, make: loseAnswerFault },
  refuse: {
    example: { command: '/ppp/secret/add', message: 'failure: flash is full' },
    accepts: (setting) => word(field(setting, 'command')) && word(field(setting, 'message')),
    make: ({ command, message }) => refuseFault(command, message),
  },
};

/** The names of all faults with a setting that each accepts, for the control page. */
export const FAULT_EXAMPLES: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(KINDS).map(([name, { example }]) => [name, example]),
);

/** The faults of one router that are switched on. They act at once, on connections that are already open too. */
export class FaultBoard {
  private settings: FaultSettings = {};
  private faults: readonly Fault[] = [];
  private once: { fault: Fault; name: FaultName; prefix: string }[] = [];

  /** Switches faults on; undefined or null switches one off, the others stay as they are. */
  set(settings: { readonly [K in FaultName]?: FaultSettings[K] | null | undefined }): void {
    const wanted = Object.fromEntries(
      Object.entries({ ...this.settings, ...settings }).filter(([, setting]) => isOn(setting)),
    );
    this.faults = Object.entries(wanted).map(([name, setting]) => make(name as FaultName, setting));
    this.settings = wanted;
  }

  /** Switches a fault on for the next command below `prefix` only (not for a login). */
  next<K extends FaultName>(name: K, setting: NonNullable<FaultSettings[K]>, prefix = ''): void {
    this.once.push({ name, fault: make(name, setting), prefix });
  }

  /** Switches every fault off. */
  clear(): void {
    this.settings = {};
    this.faults = [];
    this.once = [];
  }

  get active(): FaultSettings {
    return { ...this.settings };
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /** The faults for one command: the lasting ones, and one that waits for it. */
  forCommand(command: string): readonly Fault[] {
    if (this.once.length === 0 || command === '/login' || command === '/cancel') return this.faults;
    const at = this.once.findIndex(({ prefix }) => command.startsWith(prefix));
    const [found] = at < 0 ? [] : this.once.splice(at, 1);
    return found === undefined ? this.faults : [...this.faults, found.fault];
  }
}

const isOn = (setting: unknown): boolean => setting !== undefined && setting !== null && setting !== false;

/** @throws RangeError for an unknown fault or a setting that it does not take */
function make(name: FaultName, setting: unknown): Fault {
  if (!Object.hasOwn(KINDS, name)) {
    throw new RangeError(`There is no fault ${name}; there are ${Object.keys(KINDS).join(', ')}.`);
  }
  const kind = KINDS[name] as FaultKind<unknown>;
  if (!kind.accepts(setting)) {
    throw new RangeError(`${name} does not take ${JSON.stringify(setting)}, but ${JSON.stringify(kind.example)}.`);
  }
  return kind.make(setting);
}
