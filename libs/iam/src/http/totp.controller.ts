import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentActor, RateLimit } from '@app/platform';
import { TotpService } from '../services/totp.service';
import { BeforeTotp } from './before-totp.decorator';
import {
  EnrolTotpDto,
  RecoveryCodesDto,
  RemoveTotpDto,
  TotpCodeDto,
  TotpEnrolmentDto,
  TotpStatusDto,
} from './dto/totp.dto';

/** Two-step verification by an authenticator app (TOTP). */
@ApiTags('auth')
@ApiBearerAuth()
@Controller({ path: 'auth/totp', version: '1' })
export class TotpController {
  constructor(
    private readonly totp: TotpService,
    private readonly actor: CurrentActor,
  ) {}

  /** How does it stand with my two-step verification? */
  @Get()
  @Authenticated()
  @BeforeTotp()
  async getTotp(): Promise<TotpStatusDto> {
    return this.totp.status(this.actor.get().id);
  }

  /** Begin: a secret for the authenticator app. It counts from the confirmation on. */
  @Post('enroll')
  @Authenticated()
  @BeforeTotp()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async enrolTotp(@Body() body: EnrolTotpDto): Promise<TotpEnrolmentDto> {
    return this.totp.enrol(this.actor.get().id, body.password);
  }

  /** Switch it on with the first code. The answer shows ten recovery codes, once. */
  @Post('confirm')
  @Authenticated()
  @BeforeTotp()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async confirmTotp(@Body() body: TotpCodeDto): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.confirm(this.actor.get().id, body.code) };
  }

  /** New recovery codes; the former ones no longer work. */
  @Post('recovery-codes')
  @Authenticated()
  @BeforeTotp()
  @RateLimit('login')
  @HttpCode(HttpStatus.OK)
  async renewRecoveryCodes(@Body() body: TotpCodeDto): Promise<RecoveryCodesDto> {
    return { recoveryCodes: await this.totp.renewRecoveryCodes(this.actor.get().id, body.code) };
  }

  /** Switch it off, with the password and a code. */
  @Delete()
  @Authenticated()
  @BeforeTotp()
  @RateLimit('login')
  @HttpCode(HttpStatus.NO_CONTENT)
  async removeTotp(@Body() body: RemoveTotpDto): Promise<void> {
    const { password, ...factor } = body;
    await this.totp.remove(this.actor.get().id, password, factor);
  }
}
