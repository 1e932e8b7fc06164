import { Body, Controller, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { Activations } from '../../services/subscriptions/activations.service';
import { AnchorChanges } from '../../services/subscriptions/anchor-changes.service';
import { Cancellations } from '../../services/subscriptions/cancellations.service';
import { Moves } from '../../services/subscriptions/moves.service';
import { Pauses } from '../../services/subscriptions/pauses.service';
import { PlanChanges } from '../../services/subscriptions/plan-changes.service';
import { Transfers } from '../../services/subscriptions/transfers.service';
import {
  ActivateSubscriptionDto,
  CancelSubscriptionDto,
  ChangeAnchorDto,
  ChangePlanDto,
  MoveSubscriptionDto,
  PauseSubscriptionDto,
  PreviewQueryDto,
  SubscriptionEditDto,
  TransferSubscriptionDto,
} from './dto/subscription-action.dto';
import { ChangedSubscriptionDto } from './dto/subscription-change.dto';
import { presentOutcome } from './subscription.presenter';

/** What may happen to a service. Every one of these shows with `?preview=true` exactly what it would do. */
@ApiTags('subscriptions')
@ApiBearerAuth()
@Controller({ path: 'subscriptions/:id', version: '1' })
export class SubscriptionActionsController {
  constructor(
    private readonly activations: Activations,
    private readonly plans: PlanChanges,
    private readonly pauses: Pauses,
    private readonly cancellations: Cancellations,
    private readonly anchors: AnchorChanges,
    private readonly transfers: Transfers,
    private readonly moves: Moves,
  ) {}

  /** Start the service, with the trial of its plan: access at once, the first invoice with the next billing run or after it. */
  @Post('activate')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async activateSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: ActivateSubscriptionDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.activations.activate(id, body, options(preview, version)));
  }

  /** Another plan, now or at the end of the period. The paid days of the old one are credited, those of the new one billed. */
  @Post('change-plan')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async changeSubscriptionPlan(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: ChangePlanDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.plans.change(id, body, options(preview, version)));
  }

  /** Pause the service, today or from a later day on. It has no access and is not billed. */
  @Post('pause')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async pauseSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: PauseSubscriptionDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.pauses.pause(id, body, options(preview, version)));
  }

  /** End a pause today. Paid days of the pause are credited, or follow it. */
  @Post('resume')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async resumeSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version }: SubscriptionEditDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.pauses.resume(id, options(preview, version)));
  }

  /** End the service, by default at the end of its period. At once: today is still billed. */
  @Post('cancel')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async cancelSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: CancelSubscriptionDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.cancellations.cancel(id, body, options(preview, version)));
  }

  /** Another day of the month on which periods begin, after one stub from the next boundary on. */
  @Post('change-anchor')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async changeSubscriptionAnchor(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, anchorDay }: ChangeAnchorDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.anchors.change(id, anchorDay, options(preview, version)));
  }

  /** Another customer pays from now on, or the customer himself again. Invoices that were issued stay with whom they are. */
  @Post('transfer')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async transferSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, payerCustomerId }: TransferSubscriptionDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.transfers.transfer(id, payerCustomerId, options(preview, version)));
  }

  /** Move the service to the network of another site, or the customer to another address or area. */
  @Post('move')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('subscription:write')
  async moveSubscription(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { preview }: PreviewQueryDto,
    @Body() { version, ...body }: MoveSubscriptionDto,
  ): Promise<ChangedSubscriptionDto> {
    return presentOutcome(await this.moves.move(id, body, options(preview, version)));
  }
}

function options(preview: boolean | undefined, version: number | undefined): { preview: boolean; version?: number } {
  return { preview: preview === true, ...(version === undefined ? {} : { version }) };
}
