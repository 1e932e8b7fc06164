import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { AppConfig } from '@app/platform';
import { newOpaqueToken } from '../crypto/opaque-token';
import { type Session } from '../services/sign-ins.service';
import { CsrfCheck } from './csrf-check';

interface Attributes {
  httpOnly: true;
  sameSite: 'strict';
  secure: boolean;
  path: string;
}

const DEVICE_SECONDS = 180 * 86_400;
const DEVICE_TOKEN = /^[\w-]{43}$/;

/**
 * What a browser keeps: the refresh token, and a mark by which the device is known again. Scripts cannot read them and
 * other sites cannot send them (billing.md A8). Over TLS they are `__Host-refresh` and `__Host-device`, which a browser
 * takes only with Secure, the path `/` and no domain; on plain http (development) cookies of other names, limited to the
 * auth routes.
 */
@Injectable()
export class SessionCookies {
  private readonly secure: boolean;

  constructor(
    config: AppConfig,
    private readonly csrf: CsrfCheck,
  ) {
    this.secure = config.publicUrl.startsWith('https://') || ['production', 'staging'].includes(config.environment);
  }

  /** @throws DomainError IAM_CSRF_REFUSED when the cookie is there but another site may have sent it */
  readRefresh(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.name('refresh')];
    if (token !== undefined) this.csrf.assert(request);
    return token;
  }

  /** The device's mark, or undefined. */
  readDevice(request: FastifyRequest): string | undefined {
    const token = request.cookies[this.name('device')];
    return token !== undefined && DEVICE_TOKEN.test(token) ? token : undefined;
  }

  /** The device's mark, or a new one. */
  deviceFor(request: FastifyRequest): string {
    return this.readDevice(request) ?? newOpaqueToken();
  }

  write(reply: FastifyReply, session: Session, device?: string): void {
    const { attributes } = this;
    void reply.setCookie(this.name('refresh'), session.refreshToken, { ...attributes, maxAge: session.refreshSeconds });
    if (device !== undefined)
      void reply.setCookie(this.name('device'), device, { ...attributes, maxAge: DEVICE_SECONDS });
  }

  /** Takes the refresh token away; the device stays known. */
  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name('refresh'), this.attributes);
  }

  private name(cookie: 'refresh' | 'device'): string {
    return this.secure ? `__Host-${cookie}` : cookie;
  }

  private get attributes(): Attributes {
    return { httpOnly: true, sameSite: 'strict', secure: this.secure, path: this.secure ? '/' : '/api/v1/auth' };
  }
}
