/** What the router says about a subscriber's session. */
export class PppoeSessionDto {
  /** Is there a session right now? */
  online: boolean;

  /** The address that the subscriber has; null: offline. */
  address: string | null;

  /** The device that dialled in; null: offline. */
  callerId: string | null;

  /** How long the session lasts already; null: offline. */
  uptimeSeconds: number | null;

  /** When the router was asked. */
  readAt: Date;

  /** How old this view is: 0, the router was asked for this answer. */
  ageSeconds: number;
}

/** What a kick did. */
export class KickedDto {
  /** Sessions that were ended; 0 is a success as well. */
  sessions: number;
}
