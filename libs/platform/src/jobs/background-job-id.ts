const PREFIX = 'background-';

/** The queue's id of a background job. */
export const backgroundJobId = (id: string): string => `${PREFIX}${id}`;

/** The row that a job of the queue belongs to, if it is a background job. */
export const backgroundRowId = (jobId: string | undefined): string | undefined =>
  jobId?.startsWith(PREFIX) === true ? jobId.slice(PREFIX.length) : undefined;
