import { Controller, Delete, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentActor, RequirePermission } from '@app/platform';
import { UserSecurityService } from '../services/user-security.service';
import { SignInListDto } from './dto/auth.dto';
import { PasswordLinkDto } from './dto/password-reset.dto';
import { presentSignIn } from './iam.presenter';

/** Sessions, two-step verification and passwords of other users. */
@ApiTags('iam')
@ApiBearerAuth()
@Controller({ path: 'users', version: '1' })
export class UserSecurityController {
  constructor(
    private readonly security: UserSecurityService,
    private readonly actor: CurrentActor,
  ) {}

  /** Where is this user signed in? */
  @Get(':id/sessions')
  @RequirePermission('user:read')
  async listUserSessions(@Param('id', ParseUUIDPipe) id: string): Promise<SignInListDto> {
    const { sessionId } = this.actor.get();
    return { items: (await this.security.sessions(id)).map((signIn) => presentSignIn(signIn, sessionId)) };
  }

  /** Sign this user out everywhere. */
  @Delete(':id/sessions')
  @RequirePermission('user:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async endUserSessions(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.security.endSessions(id);
  }

  /** Sign one device of this user out. */
  @Delete(':id/sessions/:sessionId')
  @RequirePermission('user:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async endUserSession(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
  ): Promise<void> {
    await this.security.endSession(id, sessionId);
  }

  /** Take two-step verification away from a user who lost his device. He is signed out everywhere. */
  @Delete(':id/totp')
  @RequirePermission('user:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async resetUserTotp(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.security.resetTotp(id);
  }

  /** A link, good once within a day, by which this user chooses a new password. */
  @Post(':id/password-reset')
  @RequirePermission('user:write')
  async issuePasswordLink(@Param('id', ParseUUIDPipe) id: string): Promise<PasswordLinkDto> {
    return this.security.issueResetLink(id);
  }
}
