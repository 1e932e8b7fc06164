import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Client } from 'pg';
import { DatabaseConfig } from './database.config';

/** `payload` is absent after a reconnection: anything may have been missed meanwhile. */
type Listener = (payload?: string) => void;

const RECONNECT_MS = 1_000;

/**
 * PostgreSQL's notifications for this process, on one connection of their own that comes back by itself. A notification
 * is a hurry-up, never a guarantee.
 */
@Injectable()
export class PgListener implements OnApplicationShutdown {
  private readonly logger = new Logger(PgListener.name);
  private readonly listeners = new Map<string, Listener[]>();
  private connection: Promise<Client> | undefined;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(private readonly config: DatabaseConfig) {}

  /** Resolves when the channel is being listened to; from then on nothing is missed but what a lost connection swallows. */
  async listen(channel: string, listener: Listener): Promise<void> {
    this.listeners.set(channel, [...(this.listeners.get(channel) ?? []), listener]);
    try {
      const client = await (this.connection ??= this.connect());
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      this.lost(undefined, error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    const client = await this.connection?.catch(() => undefined);
    await client?.end();
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.config.url,
      application_name: 'langgan-listener',
      keepAlive: true,
      connectionTimeoutMillis: this.config.connectTimeoutMs,
    });
    client.on('error', (error) => {
      this.lost(client, error);
    });
    client.on('end', () => {
      this.lost(client, 'closed');
    });
    client.on('notification', ({ channel, payload }) => {
      this.tell(channel, payload);
    });
    await client.connect();
    for (const channel of this.listeners.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return client;
  }

  private lost(client: Client | undefined, reason: unknown): void {
    if (this.closed || this.retry) return;
    this.logger.warn(`lost the notification connection: ${String(reason)}`);
    client?.removeAllListeners('end').end().catch(String);
    this.connection = undefined;
    this.retry = setTimeout(() => void this.reconnect(), RECONNECT_MS);
  }

  private async reconnect(): Promise<void> {
    this.retry = undefined;
    if (this.closed) return;
    try {
      await (this.connection ??= this.connect());
      for (const channel of this.listeners.keys()) this.tell(channel);
    } catch (error) {
      this.lost(undefined, error);
    }
  }

  private tell(channel: string, payload?: string): void {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload);
  }
}
