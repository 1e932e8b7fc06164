import { startEmbeddedPostgres } from '../embedded/postgres.mjs';

const MAX_RESTARTS = 5;

/** The embedded PostgreSQL of a system: comes back on the same port when it crashes, so that all pools find it again. */
export class EmbeddedDatabase {
  restarts = 0;
  closing = false;

  /** @param {{ dir: string, port?: number, log: Function, onGiveUp: Function, onStart: Function }} options */
  constructor(options) {
    Object.assign(this, options);
  }

  async start() {
    const { dir, port, log } = this;
    this.server = await startEmbeddedPostgres({ dir, port, log, onExit: () => void this.again() });
    this.port = this.server.port;
    this.url = this.server.url;
    this.onStart();
  }

  async stop() {
    this.closing = true;
    await this.server?.stop();
  }

  async again() {
    if (this.closing) return;
    try {
      if (++this.restarts > MAX_RESTARTS) throw new Error('it crashed too often');
      this.log('PostgreSQL ended unexpectedly, starting it again');
      const { port } = this;
      await this.start();
      if (this.closing) return void (await this.server.stop());
      if (this.port !== port) throw new Error(`its port ${port} is taken by another program`);
    } catch (e) {
      this.log(`PostgreSQL does not come back: ${e.message}`);
      this.onGiveUp('PostgreSQL');
    }
  }
}
