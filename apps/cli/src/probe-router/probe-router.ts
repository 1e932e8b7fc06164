import { PROBES, type Probe } from './probes';
import { RawApi, type RawTarget } from './raw-api';

/** What one probe found. */
export interface ProbeFinding {
  readonly probe: string;
  readonly answer: string;
}

export interface ProbeTarget extends RawTarget {
  readonly user: string;
  readonly password: string;
}

async function ask(api: RawApi, probe: Probe): Promise<ProbeFinding> {
  try {
    return { probe: probe.name, answer: await probe.run(api) };
  } catch (error) {
    return { probe: probe.name, answer: `failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/**
 * Asks a real router what nobody knows of hardware yet, so that the simulator can be corrected. Nothing on it is changed and
 * no password, name or comment is reported.
 *
 * @throws Error when it cannot be reached or refuses the login
 */
export async function probeRouter(target: ProbeTarget): Promise<ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  for (const probe of PROBES.filter(({ beforeLogin }) => beforeLogin === true)) {
    const stranger = await RawApi.open(target);
    findings.push(await ask(stranger, probe));
    stranger.close();
  }
  const api = await RawApi.open(target);
  try {
    await api.logIn(target.user, target.password);
    for (const probe of PROBES) if (probe.beforeLogin !== true) findings.push(await ask(api, probe));
    return findings;
  } finally {
    api.close();
  }
}
