import { HANDLER } from '../../security-world';
import { VERSION, plain, listOf, shortListOf, at, type OperationRequest } from './operation-request';

export const system: Record<string, OperationRequest> = {
  showLandingPage: plain,
  readLandingScript: plain,
  readLandingStyle: plain,
  readHealth: plain,
  readLiveness: plain,
  readReadiness: plain,
  readMetrics: plain,
  listAlerts: listOf('alert'),
  getAlert: at('alert'),
  acknowledgeAlert: at('alert'),
  listDeadLetters: listOf('event'),
  replayDeadLetter: { params: { eventId: 'event', handler: `=${HANDLER}` }, consumes: true },
  replayDeadLetters: { body: () => ({ handler: 'test.nobody' }) },
  listJobSchedules: shortListOf('schedule'),
  getJobSchedule: { params: { key: 'schedule' } },
  changeJobSchedule: { params: { key: 'schedule' }, body: () => ({ ...VERSION, enabled: false }) },
  runJobSchedule: { params: { key: 'schedule' } },
  listJobs: listOf('job'),
  getJob: at('job'),
  readTestClock: plain,
  travelInTime: { body: () => ({ offsetMs: 0 }) },
};
