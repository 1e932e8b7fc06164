/** JSON that crosses the outbox. Ids and small facts only: the handler reads the state when it runs. */
export type EventPayload = Readonly<Record<string, unknown>>;

/** A kind of event: its wire name, and the type of its payload. */
export interface EventType<P extends EventPayload> {
  /** `lib.thing.past-tense.v1`; a changed payload is a new version. */
  readonly topic: string;
  /** Only carries the type; never set. */
  readonly payloadType?: P;
}

const topics = new Set<string>();

/**
 * Declares an event of a lib: `export const InvoiceIssued = defineEvent<{ invoiceId: string }>('billing.invoice.issued.v1')`.
 *
 * @param options `internal`: for handlers of ours only, never sent to a webhook
 * @throws Error at load time for a topic that does not follow the naming rule
 */
export function defineEvent<P extends EventPayload>(topic: string, options: { internal?: boolean } = {}): EventType<P> {
  if (!/^[a-z-]+\.[a-z-]+\.[a-z-]+\.v\d+$/.test(topic)) throw new Error(`not an event topic: ${topic}`);
  if (options.internal !== true) topics.add(topic);
  return { topic };
}

/** Topics of every event of the loaded libs that other systems may be told of. */
export function eventTopics(): readonly string[] {
  return [...topics].sort();
}

/** A published event as its handler receives it. */
export interface PublishedEvent<P extends EventPayload> {
  id: string;
  topic: string;
  key: string;
  payload: P;
  occurredAt: Date;
}
