import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';

/** What an indicator found. Details are for operators only; never a secret among them. */
export interface HealthResult {
  status: 'up' | 'down';
  details?: Readonly<Record<string, unknown>>;
}

/** Something whose health is worth knowing. Throwing and taking longer than 3 s both count as down. */
export interface HealthIndicator {
  /** False when the installation does not have it; default true. */
  readonly enabled?: boolean;
  check(): Promise<HealthResult>;
}

export interface IndicatorMetadata {
  name: string;
  /** Down takes the process out of the load balancer. */
  readiness: boolean;
}

export const HEALTH_INDICATOR = Symbol('health indicator');

type IndicatorDecorator = (target: new (...args: never[]) => HealthIndicator) => void;

/** A class that says whether this process can serve at all (`/health/ready` and `/health`). Found by discovery. */
export const ReadinessIndicator = (name: string): IndicatorDecorator => indicator({ name, readiness: true });

/** A class that says how something outside is (`/health` only): routers, gateways. Its being down stops no traffic. */
export const StatusIndicator = (name: string): IndicatorDecorator => indicator({ name, readiness: false });

function indicator(metadata: IndicatorMetadata): IndicatorDecorator {
  return applyDecorators(Injectable(), SetMetadata(HEALTH_INDICATOR, metadata));
}
