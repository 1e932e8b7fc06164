import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysHttpModule } from './api-keys/http/api-keys-http.module';
import { ApprovalsController } from './approvals/approvals.controller';
import { ApprovalsModule } from './approvals/approvals.module';
import { AuditController } from './audit/audit.controller';
import { AccessGuard } from './http/access.guard';
import { AuthController } from './http/auth.controller';
import { CsrfCheck } from './http/csrf-check';
import { JwtGuard } from './http/jwt.guard';
import { JwtStrategy } from './http/jwt.strategy';
import { PasswordResetController } from './http/password-reset.controller';
import { RolesController } from './http/roles.controller';
import { SessionCookies } from './http/session-cookies';
import { SitesController } from './http/sites.controller';
import { TotpController } from './http/totp.controller';
import { UserSecurityController } from './http/user-security.controller';
import { UsersController } from './http/users.controller';
import { IamModule } from './iam.module';
import { RolesService } from './services/roles.service';

/** The routes of iam and the guard of all routes. At boot it brings the built-in roles up to date. */
@Module({
  imports: [ApiKeysHttpModule, ApprovalsModule, IamModule],
  controllers: [
    ApprovalsController,
    AuthController,
    AuditController,
    PasswordResetController,
    TotpController,
    UserSecurityController,
    RolesController,
    SitesController,
    UsersController,
  ],
  providers: [CsrfCheck, JwtGuard, JwtStrategy, SessionCookies, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class IamHttpModule implements OnApplicationBootstrap {
  constructor(private readonly roles: RolesService) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.roles.ensureBuiltIns();
  }
}
