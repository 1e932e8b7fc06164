import { resourceFacts } from '../domain/health/probe-facts';
import { type Row } from '../transport';

/** What the two prints of a short look at a router say. */
export interface ProbeResult {
  identity: string;
  rosVersion: string;
  boardName: string | null;
  uptimeSeconds: number | null;
  cpuLoad: number | null;
}

/** Read tolerantly, from `/system/identity` and `/system/resource`. */
export function probeResult([identity]: readonly Row[], resource: readonly Row[]): ProbeResult {
  const { rosVersion, boardName, uptimeSeconds, cpuLoad } = resourceFacts(resource);
  return { identity: identity?.name ?? '', rosVersion, boardName, uptimeSeconds, cpuLoad };
}
