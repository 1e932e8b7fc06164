import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Actor, Authenticated, CurrentActor, Public, RateLimit } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { type StaffActor } from '../services/actors.service';
import { BootstrapService } from '../services/bootstrap.service';
import { LoginService } from '../services/login.service';
import { PasswordsService } from '../services/passwords.service';
import { type Session, SignInsService } from '../services/sign-ins.service';
import { UsersService } from '../services/users.service';
import { BeforeTotp } from './before-totp.decorator';
import { deviceOf } from './device-of';
import {
  BootstrapDto,
  ChangePasswordDto,
  LoginDto,
  MeDto,
  RefreshDto,
  SessionDto,
  SignInListDto,
} from './dto/auth.dto';
import { presentSession, presentSignIn, presentUser } from './iam.presenter';
import { SessionCookies } from './session-cookies';

interface Delivery {
  delivery: 'cookie' | 'body' | undefined;
  /** Mark of the device, for its cookie. */
  token?: string | undefined;
}

/** Signing in and out, and what concerns only oneself. */
@ApiTags('auth')
@ApiBearerAuth()
@Controller({ path: 'auth', version: '1' })
export class AuthController {
  constructor(
    private readonly loginService: LoginService,
    private readonly signIns: SignInsService,
    private readonly passwords: PasswordsService,
    private readonly bootstrapService: BootstrapService,
    private readonly users: UsersService,
    private readonly actor: CurrentActor,
    private readonly cookies: SessionCookies,
  ) {}

  /** Sign in with e-mail address and password; with TOTP switched on also with `totp` or `recoveryCode`. */
  @Post('login')
  @Public()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async login(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { delivery, ...credentials } = body;
    const token = delivery === 'body' ? undefined : this.cookies.deviceFor(request);
    const session = await this.loginService.execute(credentials, deviceOf(request, token));
    return this.deliver(reply, session, { delivery, token });
  }

  /** Trade the refresh token for new credentials. It works once; a second use ends the sign-in. */
  @Post('refresh')
  @Public()
  @RateLimit('refresh')
  @HttpCode(HttpStatus.OK)
  async refreshSession(
    @Body() body: RefreshDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const token = body.refreshToken ?? this.cookies.readRefresh(request);
    if (token === undefined) throw IamErrors.REFRESH_REFUSED();
    const session = await this.signIns.refresh(token);
    const delivery = body.delivery ?? (body.refreshToken === undefined ? 'cookie' : 'body');
    return this.deliver(reply, session, { delivery });
  }

  /** Create the first owner with the one-time token that `create-owner` printed, and sign in. */
  @Post('bootstrap')
  @Public()
  @RateLimit('bootstrap')
  async bootstrapOwner(
    @Body() body: BootstrapDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { token, delivery, ...account } = body;
    const session = await this.bootstrapService.createOwner(token, account, deviceOf(request));
    return this.deliver(reply, session, { delivery });
  }

  /** Sign out here. The access token stops working at once. */
  @Post('logout')
  @Authenticated()
  @BeforeTotp()
  @HttpCode(HttpStatus.NO_CONTENT)
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    this.cookies.readRefresh(request);
    const { id, sessionId = '' } = this.actor.get();
    await this.signIns.revoke(sessionId, id, 'LOGOUT');
    this.cookies.clear(reply);
  }

  /** Who am I, and what may I do? */
  @Get('me')
  @Authenticated()
  @BeforeTotp()
  async getMe(): Promise<MeDto> {
    const { id, permissions, mustEnrolTotp = false } = this.actor.get() as Actor & Partial<StaffActor>;
    return { user: presentUser(await this.users.self(id)), permissions: [...permissions].sort(), mustEnrolTotp };
  }

  /** Where am I signed in? */
  @Get('sessions')
  @Authenticated()
  async listSessions(): Promise<SignInListDto> {
    const { id, sessionId } = this.actor.get();
    return { items: (await this.signIns.list(id)).map((signIn) => presentSignIn(signIn, sessionId)) };
  }

  /** Sign one of my devices out. */
  @Delete('sessions/:id')
  @Authenticated()
  @HttpCode(HttpStatus.NO_CONTENT)
  async revokeSession(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.signIns.revoke(id, this.actor.get().id);
  }

  /** Change my password. Every other device is signed out. */
  @Post('password')
  @Authenticated()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async changePassword(
    @Body() body: ChangePasswordDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { id, sessionId = '' } = this.actor.get();
    const passwords = { current: body.currentPassword, next: body.newPassword };
    const session = await this.passwords.change(id, sessionId, passwords);
    return this.deliver(reply, session, { delivery: body.delivery });
  }

  private deliver(reply: FastifyReply, session: Session, to: Delivery): SessionDto {
    const { delivery = 'cookie', token } = to;
    if (delivery === 'cookie') this.cookies.write(reply, session, token);
    return presentSession(session, delivery === 'body');
  }
}
