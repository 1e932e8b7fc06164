import { Body, Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Public, RateLimit } from '@app/platform';
import { PasswordResetService } from '../services/password-reset.service';
import { deviceOf } from './device-of';
import { ConfirmPasswordResetDto, RequestPasswordResetDto } from './dto/password-reset.dto';
import { SessionCookies } from './session-cookies';

/** A new password for somebody who forgot his. */
@ApiTags('auth')
@Controller({ path: 'auth/password-reset', version: '1' })
export class PasswordResetController {
  constructor(
    private readonly resets: PasswordResetService,
    private readonly cookies: SessionCookies,
  ) {}

  /** Ask for a link. The answer is the same whether or not there is such an account. */
  @Post('request')
  @Public()
  @RateLimit('login')
  @HttpCode(HttpStatus.ACCEPTED)
  async requestPasswordReset(@Body() body: RequestPasswordResetDto): Promise<void> {
    await this.resets.request(body.email);
  }

  /** Choose a new password with the token of the link. Every session of the account ends. */
  @Post('confirm')
  @Public()
  @RateLimit('login')
  @HttpCode(HttpStatus.NO_CONTENT)
  async confirmPasswordReset(@Body() body: ConfirmPasswordResetDto, @Req() request: FastifyRequest): Promise<void> {
    await this.resets.confirm(body.token, body.newPassword, deviceOf(request, this.cookies.readDevice(request)));
  }
}
