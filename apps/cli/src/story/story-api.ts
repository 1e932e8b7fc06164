/** What a request was answered with, when that was not what the story expects. */
export class StoryFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StoryFailure';
  }
}

/** Fails the story unless `condition` holds. */
export function expectThat(condition: boolean, expectation: string): asserts condition {
  if (!condition) throw new StoryFailure(`not so: ${expectation}`);
}

interface Job {
  state: 'QUEUED' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  result: unknown;
  problem: unknown;
}

/** The product's REST interface, as an integrator would call it. */
export class StoryApi {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  /** @throws StoryFailure with the problem document when the answer is not 2xx */
  async post<T>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<T> {
    return this.request<T>('POST', path, body, headers);
  }

  async patch<T>(path: string, body: object): Promise<T> {
    return this.request<T>('PATCH', path, body);
  }

  /** Starts long work and waits for its end. */
  async job<T>(path: string, body: object): Promise<T> {
    const { jobId } = await this.post<{ jobId: string }>(path, body);
    const job = await waitFor(`job ${jobId} ends`, 30_000, async () => {
      const current = await this.get<Job>(`/jobs/${jobId}`);
      return current.state === 'COMPLETED' || current.state === 'FAILED' ? current : undefined;
    });
    expectThat(job.state === 'COMPLETED', `job of ${path} completes: ${JSON.stringify(job.problem)}`);
    return job.result as T;
  }

  private async request<T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'accept-language': 'en',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new StoryFailure(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

/**
 * Asks again until there is an answer.
 *
 * @throws StoryFailure when there is none within `timeoutMs`
 */
export async function waitFor<T>(what: string, timeoutMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new StoryFailure(`not within ${timeoutMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
