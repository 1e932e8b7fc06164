import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../access/route-access';
import { presentPage } from '../../http/dto/page.dto';
import { PlatformPermissions } from '../../platform.permissions';
import { DeadLetters } from '../dead-letters';
import {
  DeadLetterDto,
  DeadLetterPageDto,
  DeadLetterQueryDto,
  ReplayDeadLettersDto,
  ReplayedDto,
} from './dead-letter.dto';

/** Deliveries that their handler gave up on. */
@ApiTags('system')
@ApiBearerAuth()
@Controller({ path: 'dead-letters', version: '1' })
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLetters) {}

  /** Deliveries that were given up, newest event first. */
  @Get()
  @RequirePermission(PlatformPermissions['system:read'])
  async listDeadLetters(@Query() query: DeadLetterQueryDto): Promise<DeadLetterPageDto> {
    return presentPage(await this.deadLetters.list(query), (letter) => DeadLetterDto.of(letter));
  }

  /** Delivers all dead letters of a handler again. Safe to repeat: a delivery that is done stays done. */
  @Post('replay')
  @HttpCode(202)
  @RequirePermission(PlatformPermissions['system:operate'])
  async replayDeadLetters(@Body() body: ReplayDeadLettersDto): Promise<ReplayedDto> {
    return { replayed: await this.deadLetters.replayAll(body.handler) };
  }

  /** Delivers one dead letter again. */
  @Post(':eventId/:handler/replay')
  @HttpCode(202)
  @RequirePermission(PlatformPermissions['system:operate'])
  async replayDeadLetter(
    @Param('eventId', ParseUUIDPipe) eventId: string,
    @Param('handler') handler: string,
  ): Promise<ReplayedDto> {
    await this.deadLetters.replay(eventId, handler);
    return { replayed: 1 };
  }
}
