const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  406: 'Not Acceptable',
} as const;

export type RestStatus = keyof typeof TITLES;

/** A request that the REST service refuses; the words of the router are in `detail` (routeros.md section 15). */
export class RestError extends Error {
  constructor(
    readonly status: RestStatus,
    readonly detail?: string,
  ) {
    super(detail ?? TITLES[status]);
    this.name = 'RestError';
  }

  get body(): object {
    const detail = this.detail === undefined ? {} : { detail: this.detail };
    return { ...detail, error: this.status, message: TITLES[this.status] };
  }
}
