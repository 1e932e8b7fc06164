import { Controller, Get, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { CurrentActor } from '../access/actor';
import { Public } from '../access/route-access';
import { RateLimit } from '../http/rate-limit/rate-limit.decorator';
import { PlatformPermissions } from '../platform.permissions';
import { HealthDto } from './dto/health.dto';
import { type HealthReport, HealthService } from './health.service';

/** Liveness, readiness and the whole picture, for load balancers, Kubernetes and people. */
@ApiTags('operations')
@RateLimit('none')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly actor: CurrentActor,
  ) {}

  /** The process runs. Asks nothing outside of it. */
  @Public()
  @Get('live')
  readLiveness(): HealthDto {
    return { status: 'ok' };
  }

  /** The process can serve: PostgreSQL, migrations, Redis where configured, not shutting down. 503 when it cannot. */
  @Public()
  @Get('ready')
  async readReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    return answer(await this.health.readiness(), reply, false);
  }

  /** Every indicator. Without the permission `system:read` only the sum of them. */
  @Public({ identify: true })
  @Get()
  async readHealth(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDto> {
    const report = await this.health.everything();
    const allowed = this.actor.get().permissions.has(PlatformPermissions['system:read']);
    if (allowed) return answer(report, reply, true);
    return { status: answer(report, reply, false).status };
  }
}

function answer(report: HealthReport, reply: FastifyReply, details: boolean): HealthDto {
  void reply.code(report.status === 'error' ? 503 : 200).header('cache-control', 'no-store');
  const checks = Object.entries(report.checks).map(([name, result]) => [
    name,
    details ? { status: result.status, ...result.details } : { status: result.status },
  ]);
  return { status: report.status, checks: Object.fromEntries(checks) as Record<string, unknown> };
}
