import { type Row } from '../../transport';
import { NO_FACTS, sessionUse, usedPercent } from '../../domain/health/probe-facts';
import { bitsPerSecond } from '../../domain/health/traffic';
import { type RouterHealthView } from '../health-view.repository';
import { type History } from '../health-view.service';
import { type HealthPoint, type TrafficPoint } from '../history.repository';
import { type Live } from '../router-live.service';
import {
  type HealthHistoryDto,
  type HealthPointDto,
  type RouterHealthCountsDto,
  type RouterHealthDto,
  type RouterInterfaceDto,
  type RouterInterfacesDto,
  type TrafficHistoryDto,
  type TrafficPointDto,
} from './router-health.dto';

const divided = (value: number | null, by: number): number | null => (value === null ? null : value / by);

export function presentHealth(view: RouterHealthView): RouterHealthDto {
  const facts = { ...NO_FACTS, ...view.facts };
  const { sessions, limit, percent } = sessionUse(facts, view.licence);
  return {
    ...{ routerId: view.id, name: view.name, siteId: view.siteId, mode: view.mode, health: view.health },
    ...{ healthChangedAt: view.healthChangedAt, conditions: view.conditions, probedAt: view.probedAt },
    ...{ measuredAt: view.factsAt, lastErrorCode: view.lastErrorCode, monitoredInterfaces: view.monitoredInterfaces },
    identity: facts.identity,
    rosVersion: facts.rosVersion,
    boardName: facts.boardName,
    uptimeSeconds: facts.uptimeSeconds,
    latencyMs: facts.latencyMs,
    cpuLoad: facts.cpuLoad,
    memoryPercent: usedPercent(facts.freeMemoryBytes, facts.totalMemoryBytes),
    diskPercent: usedPercent(facts.freeDiskBytes, facts.totalDiskBytes),
    temperature: divided(facts.temperatureDc, 10),
    voltage: divided(facts.voltageMv, 1_000),
    sessions,
    sessionLimit: limit,
    sessionPercent: percent,
    clockSkewMs: facts.clockSkewMs,
  };
}

export function presentCounts(counts: Partial<RouterHealthCountsDto>): RouterHealthCountsDto {
  return { OFFLINE: 0, DEGRADED: 0, UNKNOWN: 0, ONLINE: 0, ...counts };
}

export const presentHistory = ({ window, points }: History<HealthPoint>): HealthHistoryDto => ({
  ...window,
  points: points.map(presentPoint),
});

function presentPoint(point: HealthPoint): HealthPointDto {
  return {
    at: point.at,
    availability: Math.round((point.answered / point.samples) * 1_000) / 10,
    ...{ latencyMs: point.latency_ms, latencyMaxMs: point.latency_max_ms },
    ...{ cpuLoad: point.cpu, cpuLoadMax: point.cpu_max },
    ...{ memoryPercent: point.memory_percent, diskPercent: point.disk_percent },
    ...{ temperature: divided(point.temperature_dc, 10), voltage: divided(point.voltage_mv, 1_000) },
    ...{ sessions: point.sessions, sessionsMax: point.sessions_max },
  };
}

export function presentTraffic(
  name: string,
  { window, points, known }: History<TrafficPoint> & { known: string[] },
): TrafficHistoryDto {
  return { interface: name, ...window, points: points.map(presentTrafficPoint), interfaces: known };
}

function presentTrafficPoint(point: TrafficPoint): TrafficPointDto {
  const millis = Number(point.millis);
  return {
    at: point.at,
    rxBps: Number(bitsPerSecond(point.rx_bytes, millis)),
    txBps: Number(bitsPerSecond(point.tx_bytes, millis)),
    rxPeakBps: Number(point.rx_peak_bps),
    txPeakBps: Number(point.tx_peak_bps),
    rxBytes: point.rx_bytes.toString(),
    txBytes: point.tx_bytes.toString(),
  };
}

const isYes = (value: string | undefined): boolean => value === 'true' || value === 'yes';

export function presentInterfaces(
  { rows, readAt, ageSeconds }: Live<Row>,
  monitored: readonly string[] | null,
  dynamic: boolean,
): RouterInterfacesDto {
  const shown = rows.filter((row) => dynamic || !isYes(row.dynamic));
  return { readAt, ageSeconds, items: shown.map((row) => presentInterface(row, monitored)) };
}

function presentInterface(row: Row, monitored: readonly string[] | null): RouterInterfaceDto {
  const text = (name: string): string | null => row[name] ?? null;
  return {
    name: row.name ?? '',
    type: text('type'),
    running: isYes(row.running),
    disabled: isYes(row.disabled),
    dynamic: isYes(row.dynamic),
    comment: text('comment'),
    macAddress: text('mac-address'),
    mtu: text('actual-mtu'),
    linkDowns: text('link-downs'),
    ...{ rxBytes: text('rx-byte'), txBytes: text('tx-byte'), rxPackets: text('rx-packet') },
    ...{ txPackets: text('tx-packet'), rxErrors: text('rx-error'), txErrors: text('tx-error') },
    ...{ rxDrops: text('rx-drop'), txDrops: text('tx-drop') },
    monitored: monitored === null ? row.type === 'ether' : monitored.includes(row.name ?? ''),
  };
}
