/** The relay's rhythm. Tests shorten it. */
export class RelaySettings {
  /** How often the outbox is looked at when nobody calls. */
  pollMs = 1_000;
  /** Pause between the beginnings of two rounds, so that many events are carried together when there are many. */
  restMs = 40;
  /** Most rows of one round trip. */
  batch = 500;
  /** A delivery that was put on its queue and not heard of again is put there once more after this. */
  redeliverAfterMs = 60_000;
  /** The same for what is delivered in the process itself, which takes milliseconds. */
  redeliverLocalAfterMs = 10_000;
}
