import { Controller, Delete, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { ScheduledChanges } from '../../services/subscriptions/scheduled-changes.service';
import { PreviewQueryDto } from './dto/subscription-action.dto';
import { ChangedSubscriptionDto, ScheduledChangeListDto } from './dto/subscription-change.dto';
import { presentOutcome, presentScheduled } from './subscription.presenter';

/** Changes of a service that wait for their day. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions/:id/scheduled-changes', version: '1' })
export class ScheduledChangesController {
  constructor(private readonly changes: ScheduledChanges) {}

  /** Planned changes and what became of earlier ones, newest first. */
  @Get()
  @RequirePermission('subscription:read')
  async listScheduledChanges(@Param('id', ParseUUIDPipe) id: string): Promise<ScheduledChangeListDto> {
    return { items: (await this.changes.list(id)).map(presentScheduled) };
  }

  /** Withdraw a planned change. */
  @Delete(':changeId')
  @RequirePermission('subscription:write')
  async cancelScheduledChange(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('changeId', ParseUUIDPipe) changeId: string,
    @Query() { preview }: PreviewQueryDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.changes.cancel(id, changeId, { preview: preview === true }));
  }
}
