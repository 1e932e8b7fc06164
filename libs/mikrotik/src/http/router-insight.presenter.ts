import { type RouterView } from '../cache/router-cache';
import { type StoredCapabilities } from '../repositories/router-facts.repository';
import { type RouterPosture } from '../security/router-posture.service';
import {
  type CapabilitiesDto,
  type RouterCapabilitiesDto,
  type RouterPostureDto,
  type RouterResourceDto,
} from './dto/router-insight.dto';

const numberOf = (value: bigint | null): number | null => (value === null ? null : Number(value));

export function presentCapabilities(routerId: string, stored: StoredCapabilities): RouterCapabilitiesDto {
  const { capabilities, capabilitiesAt, clockSkewMs } = stored;
  const known = capabilities as (CapabilitiesDto & typeof capabilities) | null;
  return { routerId, capabilities: known, capabilitiesAt, clockSkewMs: numberOf(clockSkewMs) };
}

export function presentResource({ rows, ...age }: RouterView): RouterResourceDto {
  return { items: rows, ...age };
}

export function presentPosture({ router, findings }: RouterPosture): RouterPostureDto {
  const { tlsMode, tlsFingerprint, exposure, username } = router;
  const anonymous = tlsMode === 'PINNED' && tlsFingerprint === null && router.anonymousTlsAllowed;
  return {
    routerId: router.id,
    siteId: router.siteId,
    name: router.name,
    mode: router.mode,
    rosVersion: router.rosVersion,
    tls: anonymous ? 'ANONYMOUS' : tlsMode,
    services: exposure?.services.map(({ name }) => name) ?? [],
    fullUsers: exposure?.users.filter(({ full, name }) => full && name !== username).map(({ name }) => name) ?? [],
    maxSessions: router.capabilities?.maxSessions ?? null,
    passwordChangedAt: router.passwordChangedAt,
    inspectedAt: router.capabilitiesAt,
    findings,
  };
}
