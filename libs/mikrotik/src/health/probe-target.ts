import { type HealthMemory } from '../domain/health/health-judge';
import { type GrantedSessions, type ProbeFacts } from '../domain/health/probe-facts';
import { type Counters } from '../domain/health/traffic';
import { type RouterMode } from '../entities/router.entity';

/** A router whose turn it is, and what is remembered of it. */
export interface ProbeTarget {
  id: string;
  name: string;
  siteId: string;
  mode: RouterMode;
  /** Of the router's settings. */
  version: number;
  failures: number;
  /** Whoever claims it next has a higher one; an older one records nothing. */
  claim: bigint;
  memory: HealthMemory;
  facts: Partial<ProbeFacts>;
  /** Open alerts: kind and mark. */
  alerted: Readonly<Record<string, string>>;
  bootedAt: Date | null;
  rebootedAt: Date | null;
  licence: GrantedSessions;
  /** What changes slowly is to be asked again. */
  slowDue: boolean;
  trafficDue: boolean;
  /** null: all Ethernet interfaces. */
  monitoredInterfaces: string[] | null;
  counters: Readonly<Record<string, Counters>>;
  countersAt: Date | null;
  /** Present time of PostgreSQL. */
  now: Date;
}

/** What went through an interface since the last reading. */
export interface InterfaceTraffic {
  name: string;
  millis: number;
  rx: bigint;
  tx: bigint;
}

/** What a probe came to. */
export interface ProbeRecord {
  target: ProbeTarget;
  memory: HealthMemory;
  /** When the answers came; undefined when they did not. */
  answer?: ProbeAnswer;
  errorCode: string | null;
  rebootedAt: Date | null;
  nextInMs: number;
}

export interface ProbeAnswer {
  facts: ProbeFacts;
  slow: boolean;
  at: Date;
  bootedAt: Date | null;
  /** Absent when they were not read. */
  counters?: Readonly<Record<string, Counters>>;
  traffic: readonly InterfaceTraffic[];
}
