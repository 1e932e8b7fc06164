/** What a simple queue has counted: the target's upload and download. */
export interface QueueReading {
  name: string;
  up: string;
  down: string;
}

const PAIR = /^(\d{1,20})\/(\d{1,20})$/;

/** Rows of `/queue/simple`; what is no pair of counters is left out: not known is not zero. */
export function queueReadings(rows: readonly Readonly<Record<string, string>>[]): QueueReading[] {
  return rows.flatMap(({ name, bytes = '' }) => {
    const [, up, down] = PAIR.exec(bytes) ?? [];
    return name === undefined || up === undefined || down === undefined ? [] : [{ name, up, down }];
  });
}
