import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { AppConfig } from '@app/platform';
import { type Session } from '../services/sign-ins.service';

/**
 * The refresh token as a cookie that scripts cannot read and other sites cannot send (billing.md A8). Over TLS it is
 * `__Host-refresh`, which a browser takes only with Secure, the path `/` and no domain; on plain http (development) a
 * cookie of another name, limited to the auth routes.
 */
@Injectable()
export class RefreshCookie {
  private readonly secure: boolean;

  constructor(config: AppConfig) {
    this.secure = config.publicUrl.startsWith('https://') || ['production', 'staging'].includes(config.environment);
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, session: Session): void {
    void reply.setCookie(this.name, session.refreshToken, { ...this.attributes, maxAge: session.refreshSeconds });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.attributes);
  }

  private get name(): string {
    return this.secure ? '__Host-refresh' : 'refresh';
  }

  private get attributes(): { httpOnly: true; sameSite: 'strict'; secure: boolean; path: string } {
    return { httpOnly: true, sameSite: 'strict', secure: this.secure, path: this.secure ? '/' : '/api/v1/auth' };
  }
}
