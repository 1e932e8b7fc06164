import { type StoredProblem } from './stored-problem';

export const BACKGROUND_JOB_STATES = ['QUEUED', 'RUNNING', 'COMPLETED', 'FAILED'] as const;
export type BackgroundJobState = (typeof BACKGROUND_JOB_STATES)[number];

/** A row of `background_jobs`. */
export interface BackgroundJob {
  id: string;
  name: string;
  state: BackgroundJobState;
  /** 0–100. */
  progress: number;
  result: unknown;
  problem: StoredProblem | null;
  requestedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}
