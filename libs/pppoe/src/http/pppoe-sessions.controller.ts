import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { PppoePermissions } from '../pppoe.permissions';
import { SessionsService } from '../services/sessions.service';
import { KickedDto, PppoeSessionDto } from './dto/session.dto';

@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'pppoe/accounts', version: '1' })
export class PppoeSessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Look at the running session of an account, on the router itself. 503 while the router does not answer. */
  @Get(':id/session')
  @RequirePermission(PppoePermissions['pppoe:read'])
  async getPppoeSession(@Param('id', ParseUUIDPipe) id: string): Promise<PppoeSessionDto> {
    return { ...(await this.sessions.look(id)), ageSeconds: 0 };
  }

  /** End the running session of an account; its device may dial in again at once. */
  @Post(':id/kick')
  @HttpCode(200)
  @RequirePermission(PppoePermissions['pppoe:operate'])
  async kickPppoeAccount(@Param('id', ParseUUIDPipe) id: string): Promise<KickedDto> {
    return { sessions: await this.sessions.kick(id) };
  }
}
