/** One line of the doctor's answer. */
export interface Finding {
  /** `problem` makes the doctor exit with 1; a `note` is worth reading. */
  status: 'ok' | 'note' | 'problem';
  subject: string;
  text: string;
  /** What to do about it. */
  advice?: string;
}

export function ok(subject: string, text: string): Finding {
  return { status: 'ok', subject, text };
}

export function note(subject: string, text: string, advice?: string): Finding {
  return { status: 'note', subject, text, ...(advice === undefined ? {} : { advice }) };
}

export function problem(subject: string, text: string, advice: string): Finding {
  return { status: 'problem', subject, text, advice };
}

/** The message of whatever was thrown; an AggregateError of several addresses has none of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
