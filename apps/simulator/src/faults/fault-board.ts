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
import { dribbleFault, latencyFault, slowRowsFault, splitTerminatorFault } from './timing.faults';

/** Every fault that can be injected, with its setting. */
export interface FaultSettings {
  /** Milliseconds that every command waits. */
  latency?: number | { ms: number; jitterMs: number };
  /** Milliseconds before every batch of a reply. */
  slowRows?: number;
  /** One byte per segment. */
  dribble?: true;
  /** The last byte of a reply comes 30 ms late. */
  splitTerminator?: true;
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
  /** Commands below this path (`''` = all) are never executed. */
  ignore?: string;
  /** Commands below this path (`''` = all) are executed, their answer is lost. */
  loseAnswer?: string;
  /** Commands below this path are refused with this trap text. */
  refuse?: { command: string; message: string };
}

export type FaultName = keyof FaultSettings;

type Makers = { readonly [K in FaultName]-?: (setting: NonNullable<FaultSettings[K]>) => Fault };

const MAKERS: Makers = {
  latency: (setting) =>
    typeof setting === 'number' ? latencyFault(setting) : latencyFault(setting.ms, setting.jitterMs),
  slowRows: slowRowsFault,
  dribble: dribbleFault,
  splitTerminator: splitTerminatorFault,
  closeAtAccept: closeAtAcceptFault,
  halfOpen: halfOpenFault,
  silentLogin: silentLoginFault,
  closeAtLogin: closeAtLoginFault,
  cutAfterRows: (setting) =>
    typeof setting === 'number' ? cutAfterRowsFault(setting, 'fin') : cutAfterRowsFault(setting.rows, setting.how),
  neverFin: neverFinFault,
  fatal: fatalFault,
  lateSentence: lateSentenceFault,
  unknownReply: unknownReplyFault,
  emptyEverywhere: emptyEverywhereFault,
  severalTraps: severalTrapsFault,
  ignore: ignoreFault,
  loseAnswer: loseAnswerFault,
  refuse: ({ command, message }) => refuseFault(command, message),
};

/** The names of all faults, for the control page. */
export const FAULT_NAMES = Object.keys(MAKERS) as FaultName[];

/** The faults of one router that are switched on. They act at once, on connections that are already open too. */
export class FaultBoard {
  private settings: FaultSettings = {};
  private faults: readonly Fault[] = [];
  private once: { fault: Fault; name: FaultName; prefix: string }[] = [];

  /** Switches faults on; undefined or null switches one off, the others stay as they are. */
  set(settings: { readonly [K in FaultName]?: FaultSettings[K] | null | undefined }): void {
    const merged = { ...this.settings, ...settings };
    this.settings = Object.fromEntries(
      Object.entries(merged).filter(
        ([, value]) => value !== undefined && value !== null && (value as unknown) !== false,
      ),
    );
    this.faults = Object.entries(this.settings).map(([name, setting]) => make(name as FaultName, setting));
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

function make(name: FaultName, setting: unknown): Fault {
  if (!Object.hasOwn(MAKERS, name))
    throw new RangeError(`There is no fault ${name}; there are ${FAULT_NAMES.join(', ')}.`);
  return (MAKERS[name] as (setting: unknown) => Fault)(setting);
}
