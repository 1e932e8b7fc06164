import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { judge, type Observation } from '../domain/health/health-judge';
import { measured } from '../domain/health/probe-facts';
import { type Counters, trafficBetween } from '../domain/health/traffic';
import { RouterPool } from '../pool';
import { RouterFailures } from '../sync/router-failures';
import { SyncWaker } from '../sync/sync-waker';
import { type RouterOsError, toRouterOsError } from '../transport';
import { RouterHealthConfig } from './health.config';
import { HealthRecorder } from './health-recorder';
import { IDENTITY, ProbeAnswers, questionsOf } from './probe-questions';
import { type InterfaceTraffic, type ProbeAnswer, type ProbeTarget } from './probe-target';
import { ProbeRepository } from './probe.repository';

const REBOOT_TOLERANCE_MS = 60_000;
/** A reboot is news for so long. */
const REBOOT_NEWS_MS = 30 * 60_000;

/** Asks one router how it is: two round trips, the first of them pipelined. Never throws for what a router does. */
@Injectable()
export class RouterProbeService {
  constructor(
    private readonly pool: RouterPool,
    private readonly probes: ProbeRepository,
    private readonly recorder: HealthRecorder,
    private readonly failures: RouterFailures,
    private readonly waker: SyncWaker,
    private readonly config: RouterHealthConfig,
    private readonly clock: Clock,
  ) {}

  /** Now, whether or not it is the router's turn; does nothing for one that is disabled or refused our password lately. */
  async probe(routerId: string): Promise<void> {
    const target = await this.probes.claimOne(routerId, this.config.trafficIntervalMs);
    if (target) await this.probeClaimed(target);
  }

  async probeClaimed(target: ProbeTarget): Promise<void> {
    if (target.failures > 0) await this.pool.reset(target.id);
    else await this.pool.expectVersion(target.id, target.version);
    const begun = this.clock.monotonicMs();
    const result = await this.ask(target, begun);
    if (result instanceof Error) await this.missed(target, result, begun);
    else await this.answered(target, result);
  }

  private async ask(target: ProbeTarget, begun: number): Promise<ProbeAnswer | RouterOsError> {
    const questions = questionsOf(target);
    const answers = new ProbeAnswers(
      [...questions.keys()],
      await this.pool.execAll(target.id, [...questions.values()]),
    );
    const answeredAt = this.clock.monotonicMs();
    if (answers.failure) return answers.failure;
    const identity = await this.pool.exec(target.id, IDENTITY).catch((error: unknown) => toRouterOsError(error));
    if (identity instanceof Error) return identity;
    const latencyMs = Math.round(this.clock.monotonicMs() - answeredAt);
    const at = new Date(target.now.getTime() + Math.round(answeredAt - begun));
    // why: connecting is not part of the question, but the answer took half of a round trip
    const facts = answers.facts(target.facts, identity, latencyMs, new Date(at.getTime() - latencyMs / 2));
    const bootedAt = facts.uptimeSeconds === null ? null : new Date(at.getTime() - facts.uptimeSeconds * 1_000);
    const counters = answers.counters();
    const restarted = hasRestarted(target, bootedAt);
    const traffic = counters ? trafficOf(target, counters, at, restarted) : [];
    return { facts, slow: target.slowDue, at, bootedAt, traffic, ...(counters && { counters }) };
  }

  private async answered(target: ProbeTarget, answer: ProbeAnswer): Promise<void> {
    const { rules, probeIntervalMs, probeRetryMs } = this.config;
    const observation: Observation = { answered: true, values: measured(answer.facts, target.licence) };
    const memory = judge(target.memory, observation, rules);
    const restarted = hasRestarted(target, answer.bootedAt);
    const rebootedAt = restarted ? answer.at : newsOf(target, answer.at);
    const nextInMs = memory.state === 'OFFLINE' ? probeRetryMs : probeIntervalMs;
    const isBack = restarted || target.failures > 0;
    const record = { target, memory, answer, errorCode: null, rebootedAt, nextInMs };
    if ((await this.recorder.record(record, { restarted, isBack })) && isBack) this.waker.wake([target.id]);
  }

  private async missed(target: ProbeTarget, error: RouterOsError, begun: number): Promise<void> {
    const { rules, probeRetryMs } = this.config;
    const rebootedAt = newsOf(target, new Date(target.now.getTime() + this.clock.monotonicMs() - begun));
    const said = !error.isOurs;
    const observation: Observation = { answered: false, certain: error.retry === 'auth' };
    const memory = said ? judge(target.memory, observation, rules) : target.memory;
    if (said) await this.failures.record(target, error);
    const record = { target, memory, errorCode: error.code, rebootedAt, nextInMs: probeRetryMs };
    await this.recorder.record(record, { restarted: false, isBack: false });
  }
}

function hasRestarted({ bootedAt: before }: ProbeTarget, bootedAt: Date | null): boolean {
  return before !== null && bootedAt !== null && bootedAt.getTime() > before.getTime() + REBOOT_TOLERANCE_MS;
}

function newsOf({ rebootedAt }: ProbeTarget, now: Date): Date | null {
  return rebootedAt && now.getTime() - rebootedAt.getTime() < REBOOT_NEWS_MS ? rebootedAt : null;
}

function trafficOf(
  target: ProbeTarget,
  counters: Readonly<Record<string, Counters>>,
  at: Date,
  restarted: boolean,
): InterfaceTraffic[] {
  const millis = target.countersAt ? at.getTime() - target.countersAt.getTime() : 0;
  if (millis <= 0) return [];
  return Object.entries(counters).flatMap(([name, now]) => {
    const before = target.counters[name];
    const traffic = before && trafficBetween(before, now, !restarted);
    return traffic ? [{ name, millis, ...traffic }] : [];
  });
}
