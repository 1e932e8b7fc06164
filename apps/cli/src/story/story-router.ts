import { StoryFailure } from './story-api';

/** A row of a router's menu; every value is text. */
export type RouterRow = Readonly<Record<string, string>>;

/** A router of the simulator, seen from its control side: as one who stands beside it with WinBox. */
export class StoryRouter {
  constructor(
    private readonly simulatorUrl: string,
    readonly name: string,
    /** Port of its API. */
    readonly port: number,
  ) {}

  /** Puts a new router on the shelf. */
  static async unpack(
    simulatorUrl: string,
    name: string,
    user: { name: string; password: string },
  ): Promise<StoryRouter> {
    const options = { name, version: '7.20', port: 0, users: [user], cpes: 'any' };
    const { port } = await call<{ port: number }>(`${simulatorUrl}/api/routers`, 'POST', options);
    return new StoryRouter(simulatorUrl, name, port);
  }

  async rows(menu: string, name?: string): Promise<RouterRow[]> {
    const query = new URLSearchParams({ menu, ...(name === undefined ? {} : { name }) });
    const { rows } = await call<{ rows: RouterRow[] }>(`${this.url}/rows?${query.toString()}`);
    return rows;
  }

  /** The one row of that name. */
  async row(menu: string, name: string): Promise<RouterRow | undefined> {
    return (await this.rows(menu, name))[0];
  }

  /** Profile of the session that the subscriber has now; undefined while he is not dialled in. */
  async session(name: string): Promise<string | undefined> {
    const { sessions } = await call<{ sessions: { name: string; profile: string }[] }>(`${this.url}/sessions`);
    return sessions.find((session) => session.name === name)?.profile;
  }

  async onlineCount(): Promise<number> {
    return (await this.rows('/ppp/active')).length;
  }

  async remove(): Promise<void> {
    await call(this.url, 'DELETE');
  }

  private get url(): string {
    return `${this.simulatorUrl}/api/routers/${this.name}`;
  }
}

async function call<T>(url: string, method = 'GET', body?: object): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new StoryFailure(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
