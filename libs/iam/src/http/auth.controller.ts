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
import { Authenticated, CurrentActor, Public, RateLimit } from '@app/platform';
import { IamErrors } from '../iam.errors';
import { BootstrapService } from '../services/bootstrap.service';
import { LoginService } from '../services/login.service';
import { PasswordsService } from '../services/passwords.service';
import { type Device, type Session, SignInsService } from '../services/sign-ins.service';
import { UsersService } from '../services/users.service';
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
import { RefreshCookie } from './refresh-cookie';

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
    private readonly cookie: RefreshCookie,
  ) {}

  /** Sign in with e-mail address and password. */
  @Post('login')
  @Public()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async login(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const session = await this.loginService.execute(body.email, body.password, deviceOf(request));
    return this.deliver(reply, session, body.delivery);
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
    const token = body.refreshToken ?? this.cookie.read(request);
    if (token === undefined) throw IamErrors.REFRESH_REFUSED();
    const session = await this.signIns.refresh(token);
    return this.deliver(reply, session, body.delivery ?? (body.refreshToken === undefined ? 'cookie' : 'body'));
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
    return this.deliver(reply, await this.bootstrapService.createOwner(token, account, deviceOf(request)), delivery);
  }

  /** Sign out here. The access token stops working at once. */
  @Post('logout')
  @Authenticated()
  @HttpCode(HttpStatus.NO_CONTENT)
  async logout(@Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { id, sessionId = '' } = this.actor.get();
    await this.signIns.revoke(sessionId, id, 'LOGOUT');
    this.cookie.clear(reply);
  }

  /** Who am I, and what may I do? */
  @Get('me')
  @Authenticated()
  async getMe(): Promise<MeDto> {
    const { id, permissions } = this.actor.get();
    return { user: presentUser(await this.users.self(id)), permissions: [...permissions].sort() };
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
    return this.deliver(reply, await this.passwords.change(id, sessionId, passwords), body.delivery);
  }

  private deliver(reply: FastifyReply, session: Session, delivery: 'cookie' | 'body' = 'cookie'): SessionDto {
    if (delivery === 'cookie') this.cookie.write(reply, session);
    return presentSession(session, delivery === 'body');
  }
}

function deviceOf(request: FastifyRequest): Device {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? '' };
}
