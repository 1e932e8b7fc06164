import { Injectable, Logger } from '@nestjs/common';
import { type Language } from '@app/core';
import { AppConfig, HealthService, RedisConfig } from '@app/platform';
import { LandingConfig } from './landing.config';
import { LandingRepository } from './landing.repository';
import { type LandingModel } from './landing.view';

/** Gathers what the landing page shows; the page still comes when the database is away. */
@Injectable()
export class LandingService {
  private readonly logger = new Logger(LandingService.name);

  constructor(
    private readonly health: HealthService,
    private readonly repository: LandingRepository,
    private readonly app: AppConfig,
    private readonly redis: RedisConfig,
    private readonly landing: LandingConfig,
  ) {}

  async model(language: Language): Promise<LandingModel> {
    const [health, state, figures] = await Promise.all([
      this.health.everything(),
      this.orNothing(() => this.repository.state()),
      this.app.demo ? this.orNothing(() => this.repository.figures()) : undefined,
    ]);
    const { environment, processRoles: roles, demo } = this.app;
    const queues = this.redis.url === '' ? 'PostgreSQL' : 'Redis';
    return {
      language,
      health,
      state,
      figures,
      process: { environment, roles, queues, upMinutes: Math.floor(process.uptime() / 60), demo },
      simulatorUrl: demo ? this.landing.simulatorUrl : '',
    };
  }

  private async orNothing<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.logger.warn(`the landing page does without: ${String(error)}`);
      return undefined;
    }
  }
}
