import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PasswordHasher } from './crypto/password-hasher';
import { Role } from './entities/role.entity';
import { User } from './entities/user.entity';
import { IamConfig } from './iam.config';
import { OneTimeTokensRepository } from './repositories/one-time-tokens.repository';
import { RolesRepository } from './repositories/roles.repository';
import { SignInsRepository } from './repositories/sign-ins.repository';
import { UsersRepository } from './repositories/users.repository';
import { AccessTokensService, TOKEN_AUDIENCE, TOKEN_ISSUER } from './services/access-tokens.service';
import { ActorsService } from './services/actors.service';
import { BootstrapService } from './services/bootstrap.service';
import { LoginService } from './services/login.service';
import { PasswordsService } from './services/passwords.service';
import { RolesService } from './services/roles.service';
import { SignInsService } from './services/sign-ins.service';
import { StaffTokens } from './services/staff-tokens.service';
import { UsersService } from './services/users.service';
import { SitesModule } from './sites.module';

const jwt = JwtModule.registerAsync({
  inject: [IamConfig],
  useFactory: (config: IamConfig) => ({
    secret: config.jwtSecret,
    signOptions: {
      algorithm: 'HS256',
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
    OneTimeTokensRepository,
    RolesRepository,
    SignInsRepository,
    UsersRepository,
    AccessTokensService,
    ActorsService,
    BootstrapService,
    LoginService,
    PasswordsService,
    RolesService,
    SignInsService,
    StaffTokens,
    UsersService,
  ],
  exports: [
    SitesModule,
    ActorsService,
    BootstrapService,
    LoginService,
    PasswordHasher,
    PasswordsService,
    RolesService,
    SignInsService,
    StaffTokens,
    UsersService,
  ],
})
export class IamModule {}
