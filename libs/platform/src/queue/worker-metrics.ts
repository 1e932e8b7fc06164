import { Injectable, Optional } from '@nestjs/common';
import { Metrics } from '../metrics/metrics';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What a worker counts about its jobs and deliveries. */
@Injectable()
export class WorkerMetrics {
  private readonly duration;
  private readonly lag;
  private readonly running;
  private readonly relayed;
  private readonly dead;

  constructor(@Optional() metrics: Metrics = new Metrics()) {
    this.duration = metrics.histogram({
      name: 'langgan_job_duration_seconds',
      help: 'Run time of jobs by queue, name and outcome (completed, failed).',
      labelNames: ['queue', 'name', 'outcome'],
      buckets: SECONDS,
    });
    this.lag = metrics.histogram({
      name: 'langgan_queue_lag_seconds',
      help: 'From the moment a job could have started until it did, by queue.',
      labelNames: ['queue'],
      buckets: SECONDS,
    });
    this.running = metrics.gauge({
      name: 'langgan_jobs_running',
      help: 'Jobs that run in this process, by queue.',
      labelNames: ['queue'],
    });
    this.relayed = metrics.counter({
      name: 'langgan_outbox_relayed_total',
      help: 'Events that the relay of this process took from the outbox.',
    });
    this.dead = metrics.counter({
      name: 'langgan_outbox_dead_total',
      help: 'Deliveries that became dead letters, by handler.',
      labelNames: ['handler'],
    });
  }

  jobStarted(queue: string, lagMs: number): void {
    this.lag.observe({ queue }, Math.max(0, lagMs) / 1_000);
    this.running.inc({ queue });
  }

  jobEnded(job: { queue: string; name: string; outcome: 'completed' | 'failed'; ms: number }): void {
    const { queue, name, outcome } = job;
    this.duration.observe({ queue, name, outcome }, job.ms / 1_000);
    this.running.dec({ queue });
  }

  deliveryDied(handler: string): void {
    this.dead.inc({ handler });
  }

  eventsRelayed(count: number): void {
    this.relayed.inc(count);
  }
}
