import { Injectable } from '@nestjs/common';
import { Clock } from '@app/core';
import { type Capabilities } from '../domain/capabilities';
import { missingPolicies } from '../domain/policies';
import { MikrotikConfig } from '../mikrotik.config';
import { type InspectionResult, RouterFactsRepository } from '../repositories/router-facts.repository';
import { print, RouterOsError, type RouterOsTransport, type Row, type Sentence } from '../transport';
import { type TestWarning, type WarningCode, WARNINGS } from './diagnosis';
import { type Diagnosis } from './diagnosis-texts';
import { RouterInspection, type Visitor } from './router-inspection.service';

/** What a test found. */
export interface RouterTestResult {
  diagnosis: Diagnosis;
  /** The router's or the network's own words. */
  reason: string | null;
  /** Of one command, in milliseconds. */
  latencyMs: number | null;
  identity: string | null;
  capabilities: Capabilities | null;
  clockSkewMs: number | null;
  missingPolicies: string[];
  warnings: TestWarning[];
}

/** A test that came to nothing more than this. */
export const verdict = (diagnosis: Diagnosis, reason: string | null): RouterTestResult => ({
  ...{ diagnosis, reason, latencyMs: null, identity: null, capabilities: null, clockSkewMs: null },
  ...{ missingPolicies: [], warnings: [] },
});

const IDENTITY = print('/system/identity', ['name']);
const SKEW_MS = 60_000;
/** Other tools need some too. */
const FREE_SESSIONS = 4;

/** Looks a logged-in router over: may we do what we have to, is it new enough, what is odd about it. Reads only. */
@Injectable()
export class RouterExamination {
  constructor(
    private readonly inspection: RouterInspection,
    private readonly facts: RouterFactsRepository,
    private readonly config: MikrotikConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * @param keepFor a registered router: what is found out is kept
   * @throws RouterOsError
   */
  async examine(transport: RouterOsTransport, visitor: Visitor, keepFor?: string): Promise<RouterTestResult> {
    const ask = (words: Sentence): Promise<Row[]> => transport.exec(words, { timeoutMs: this.config.commandTimeoutMs });
    const begun = this.clock.monotonicMs();
    const named = await ask(IDENTITY).catch((error: unknown) => {
      // why: who may not read this may not read anything
      if (error instanceof RouterOsError && error.code === 'PERMISSION_DENIED') return undefined;
      throw error;
    });
    const latencyMs = Math.round(this.clock.monotonicMs() - begun);
    if (!named) return { ...verdict('PERMISSION', 'not enough permissions'), latencyMs, missingPolicies: ['read'] };
    const found = await this.inspection.inspect(ask, visitor);
    if (keepFor !== undefined) await this.facts.storeInspection(keepFor, found);
    const { capabilities, clockSkewMs } = found;
    const missing = missingPolicies(capabilities.policies, { rest: visitor.protocol === 'REST' });
    const diagnosis = diagnosisOf(capabilities, missing);
    const reason = diagnosis === 'PERMISSION' ? `missing: ${missing.join(', ')}` : null;
    return {
      ...{ diagnosis, reason: diagnosis === 'TOO_OLD' ? capabilities.version : reason, latencyMs, clockSkewMs },
      ...{ identity: named[0]?.name ?? null, capabilities, missingPolicies: missing, warnings: warningsOf(found) },
    };
  }
}

function diagnosisOf({ supported }: Capabilities, missing: readonly string[]): Diagnosis {
  if (!supported) return 'TOO_OLD';
  return missing.length > 0 ? 'PERMISSION' : 'OK';
}

function warningsOf({ capabilities, exposure, clockSkewMs }: InspectionResult): TestWarning[] {
  const warn = (code: WarningCode, detail: string | null = null): TestWarning => ({
    code,
    text: WARNINGS[code],
    detail,
  });
  const { sensitive, maxSessions, fasttrackRules } = capabilities;
  const skewed = clockSkewMs !== null && Math.abs(clockSkewMs) > SKEW_MS;
  const { sessions } = exposure;
  const short = maxSessions !== null && sessions !== null && sessions > maxSessions - FREE_SESSIONS;
  return [
    ...(skewed ? [warn('CLOCK_SKEW', `${Math.round(clockSkewMs / 1_000)} s`)] : []),
    ...(sensitive === false ? [warn('NO_SENSITIVE')] : []),
    ...(short ? [warn('SESSIONS_SHORT', `${sessions}/${maxSessions}`)] : []),
    ...(fasttrackRules > 0 ? [warn('FASTTRACK', String(fasttrackRules))] : []),
  ];
}
