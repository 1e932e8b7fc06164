import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Simulator } from '../simulator';
import { addApiRoutes } from './api-routes';
import { HttpRouter } from './http-router';
import { addPageRoutes } from './page-routes';

/** The HTTP side of the simulator: a JSON API and a page for people. */
export class ControlServer {
  private readonly server: Server;

  constructor(simulator: Simulator) {
    const routes = new HttpRouter();
    addApiRoutes(routes, simulator);
    addPageRoutes(routes, simulator);
    this.server = createServer((request, response) => {
      void routes.serve(request, response);
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async open(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }
}
