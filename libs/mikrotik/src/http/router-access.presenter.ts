import { DIAGNOSES } from '../services/diagnosis-texts';
import { type RouterTestResult } from '../services/router-examination';
import { type RouterTestDto } from './dto/router-access.dto';

export function presentTest(result: RouterTestResult): RouterTestDto {
  const { diagnosis, reason, latencyMs, identity, clockSkewMs, capabilities } = result;
  return {
    ok: diagnosis === 'OK',
    diagnosis,
    message: DIAGNOSES[diagnosis],
    reason,
    latencyMs,
    identity,
    rosVersion: capabilities?.version ?? null,
    boardName: capabilities?.boardName ?? null,
    serialNumber: capabilities?.serialNumber ?? null,
    clockSkewMs,
    missingPolicies: result.missingPolicies,
    warnings: result.warnings,
  };
}
