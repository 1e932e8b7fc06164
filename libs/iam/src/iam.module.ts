import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PasswordHasher } from './crypto/password-hasher';
import { keyId, SigningKeys } from './crypto/signing-keys';
import { Role } from './entities/role.entity';
import { User } from './entities/user.entity';
import { IamConfig } from './iam.config';
import { OneTimeTokensRepository } from './repositories/one-time-tokens.repository';
import { RolesRepository } from './repositories/roles.repository';
import { ScopeTargetsRepository } from './repositories/scope-targets.repository';
import { SignInSourcesRepository } from './repositories/sign-in-sources.repository';
import { SignInThrottlesRepository } from './repositories/sign-in-throttles.repository';
import { SignInsRepository } from './repositories/sign-ins.repository';
import { TotpRepository } from './repositories/totp.repository';
import { UsersRepository } from './repositories/users.repository';
import { AccessTokensService, TOKEN_AUDIENCE, TOKEN_ISSUER } from './services/access-tokens.service';
import { ActorsService } from './services/actors.service';
import { BootstrapService } from './services/bootstrap.service';
import { LoginService } from './services/login.service';
import { PasswordResetService } from './services/password-reset.service';
import { PasswordsService } from './services/passwords.service';
import { ReauthenticationService } from './services/reauthentication.service';
import { RoleEditsService } from './services/role-edits.service';
import { RolesService } from './services/roles.service';
import { SignInThrottle } from './services/sign-in-throttle.service';
import { SignInsService } from './services/sign-ins.service';
import { StaffTokens } from './services/staff-tokens.service';
import { TotpService } from './services/totp.service';
import { UserScopesService } from './services/user-scopes.service';
import { UserSecurityService } from './services/user-security.service';
import { UsersService } from './services/users.service';
import { SitesModule } from './sites.module';

const jwt = JwtModule.registerAsync({
  inject: [IamConfig],
  useFactory: (config: IamConfig) => ({
    secret: config.jwtSecret,
    signOptions: {
      algorithm: 'HS256',
      keyid: keyId(config.jwtSecret),
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      expiresIn: config.accessTokenSeconds,
    },
  }),
});

/** Users, roles, sign-ins and sites. Needs {@link IamConfig} among the process's configurations. */
@Module({
  imports: [SitesModule, TypeOrmModule.forFeature([Role, User]), jwt],
  providers: [
    PasswordHasher,
    SigningKeys,
    SignInSourcesRepository,
    SignInThrottlesRepository,
    TotpRepository,
    OneTimeTokensRepository,
    RolesRepository,
    ScopeTargetsRepository,
    SignInsRepository,
    UsersRepository,
    AccessTokensService,
    ActorsService,
    BootstrapService,
    LoginService,
    PasswordResetService,
    ReauthenticationService,
    SignInThrottle,
    TotpService,
    UserSecurityService,
    PasswordsService,
    RoleEditsService,
    UserScopesService,
    RolesService,
    SignInsService,
    StaffTokens,
    UsersService,
  ],
  exports: [
    SitesModule,
    AccessTokensService,
    ActorsService,
    BootstrapService,
    LoginService,
    PasswordHasher,
    PasswordResetService,
    PasswordsService,
    SigningKeys,
    TotpService,
    UserSecurityService,
    RoleEditsService,
    RolesService,
    SignInsService,
    StaffTokens,
    UsersService,
  ],
})
export class IamModule {}
