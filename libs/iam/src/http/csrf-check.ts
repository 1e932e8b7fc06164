import { Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { AppConfig, HttpConfig } from '@app/platform';
import { IamErrors } from '../iam.errors';

/**
 * Lets a request that leans on a cookie pass only when a page of the product made it (billing.md A8): with a header that
 * no form and no other site's script can send unasked, and from an origin that belongs to us, as far as the browser says.
 */
@Injectable()
export class CsrfCheck {
  private readonly origins: ReadonlySet<string>;

  constructor(app: AppConfig, http: HttpConfig) {
    this.origins = new Set([originOf(app.publicUrl), ...http.corsOrigins]);
  }

  /** @throws DomainError IAM_CSRF_REFUSED */
  assert(request: FastifyRequest): void {
    const { origin, 'x-requested-with': requestedWith, 'sec-fetch-site': site } = request.headers;
    if (requestedWith === undefined || requestedWith === '') throw IamErrors.CSRF_REFUSED();
    if (origin !== undefined) {
      if (!this.origins.has(origin) && origin !== `${request.protocol}://${request.host}`)
        throw IamErrors.CSRF_REFUSED();
      return; // why: an origin of ours may be another site's to the browser, such as a panel on a host of its own
    }
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw IamErrors.CSRF_REFUSED();
  }
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : url);
