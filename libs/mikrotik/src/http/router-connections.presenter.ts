import { type RouterConnections } from '../pool';
import { type RouterConnectionsDto } from './dto/router-connections.dto';

/** A router that this process has not talked to. */
const UNKNOWN: Omit<RouterConnectionsDto, 'routerId' | 'known'> = {
  breaker: { state: 'closed', failures: 0, retryInMs: null, reason: null },
  lanes: [],
  waiting: 0,
  window: 0,
  latencyMs: null,
  baselineMs: null,
  cpuLoad: null,
  sessionLimit: null,
  commands: 0,
  traps: 0,
  failures: 0,
  refused: 0,
};

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms * 10) / 10);

export function presentConnections(routerId: string, state: RouterConnections | undefined): RouterConnectionsDto {
  if (!state) return { routerId, known: false, ...UNKNOWN };
  const { breaker, lanes, waiting, window, cpuLoad, sessionLimit, commands, traps, failures, refused } = state;
  return {
    ...{ routerId, known: true, breaker, lanes, waiting, window, cpuLoad, sessionLimit },
    ...{ latencyMs: rounded(state.latencyMs), baselineMs: rounded(state.baselineMs) },
    ...{ commands, traps, failures, refused },
  };
}
