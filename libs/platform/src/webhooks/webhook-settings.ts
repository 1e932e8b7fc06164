/** The rhythm of deliveries. Tests shorten it. */
export class WebhookSettings {
  /** After so many failed attempts, some nine hours, a delivery is dead. */
  attempts = 15;
  /** Pause after the first failure, doubled each time. */
  firstPauseMs = 10_000;
  longestPauseMs = 3_600_000;
  /** Pause of a whole endpoint after a failure, doubled with each one in a row. */
  endpointPauseMs = 1_000;
  longestEndpointPauseMs = 300_000;
}
