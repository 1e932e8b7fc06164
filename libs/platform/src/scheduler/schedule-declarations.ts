import { Injectable } from '@nestjs/common';
import { JobRegistry, type RegisteredJob } from '../queue/job-registry';
import { type ScheduleDefinition, ScheduleRepository } from './schedule.repository';

/** At boot of a worker: the schedules that its code declares become rows. */
@Injectable()
export class ScheduleDeclarations {
  constructor(
    private readonly registry: JobRegistry,
    private readonly repository: ScheduleRepository,
  ) {}

  async declareAll(): Promise<void> {
    const definitions = this.registry.all().flatMap((job) => definitionOf(job) ?? []);
    const keys = new Set(definitions.map((definition) => definition.key));
    if (keys.size < definitions.length) throw new Error('two schedules have the same key');
    await this.repository.declare(definitions);
  }
}

function definitionOf({ metadata, schedule }: RegisteredJob): ScheduleDefinition | undefined {
  if (!schedule) return undefined;
  const key = schedule.key ?? metadata.name;
  if (!/^[\w.-]+$/.test(key)) throw new Error(`schedule ${key}: letters, digits, dots and hyphens only`);
  return {
    key,
    jobName: metadata.name,
    queue: metadata.queue,
    description: schedule.description,
    everyMs: 'everyMs' in schedule ? schedule.everyMs : null,
    cron: 'cron' in schedule ? schedule.cron : null,
    timeZone: 'cron' in schedule ? schedule.timeZone : null,
  };
}
