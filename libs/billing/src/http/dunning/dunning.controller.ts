import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { DunningBrakeService } from '../../services/dunning/dunning-brake.service';
import { DunningViews } from '../../services/dunning/dunning-views.service';
import { LateFees } from '../../services/dunning/late-fees.service';
import { Reminders } from '../../services/dunning/reminders.service';
import {
  ConfirmBrakeDto,
  DunningActionPageDto,
  DunningActionQueryDto,
  DunningBrakesDto,
  DunningPreviewDto,
  DunningPreviewQueryDto,
  LateFeeDto,
  LateFeePageDto,
  LateFeeQueryDto,
  ReminderPageDto,
  ReminderQueryDto,
  ReverseLateFeeDto,
  UncollectibleInvoicePageDto,
} from './dto/dunning.dto';
import { presentIsolation, presentLateFee, presentTotals, presentUncollectible } from './dunning.presenter';

/** Isolation, reminders and late fees. */
@ApiTags('dunning')
@ApiBearerAuth()
@Controller({ path: 'dunning', version: '1' })
export class DunningController {
  constructor(
    private readonly views: DunningViews,
    private readonly brake: DunningBrakeService,
    private readonly reminders: Reminders,
    private readonly fees: LateFees,
  ) {}

  /** Who will be isolated tomorrow, or on another day, if nothing happens: reason and amounts, with totals. */
  @Get('preview')
  @RequirePermission('dunning:read')
  async previewIsolation(@Query() query: DunningPreviewQueryDto): Promise<DunningPreviewDto> {
    const { totals, date, ...page } = await this.views.preview(query);
    return { ...presentPage(page, presentIsolation), date, totals: totals.map(presentTotals) };
  }

  /** What dunning did, newest first. */
  @Get('actions')
  @RequirePermission('dunning:read')
  async listDunningActions(@Query() query: DunningActionQueryDto): Promise<DunningActionPageDto> {
    return this.views.actionsPage(query, query);
  }

  /** Brakes that are on. */
  @Get('brake')
  @RequirePermission('dunning:read')
  async getDunningBrake(): Promise<DunningBrakesDto> {
    return { brakes: await this.brake.inForce() };
  }

  /** Let the next tick isolate at most so many customers. Somebody else has to agree. */
  @Post('brake/confirm')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('dunning:confirm')
  async confirmDunningBrake(@Body() body: ConfirmBrakeDto): Promise<void> {
    await this.brake.confirm(body.siteId ?? null, body.atMost);
  }

  /** Open invoices that are late for so long that their policy suggests to write them off, oldest first. */
  @Get('uncollectible')
  @RequirePermission('dunning:read')
  async listUncollectibleInvoices(@Query() query: PageQueryDto): Promise<UncollectibleInvoicePageDto> {
    return presentPage(await this.views.uncollectible(query), presentUncollectible);
  }

  /** Reminders, sent or not, newest first. */
  @Get('reminders')
  @RequirePermission('dunning:read')
  async listReminders(@Query() query: ReminderQueryDto): Promise<ReminderPageDto> {
    return this.reminders.list(query, query);
  }

  /** Late fees, newest first. */
  @Get('late-fees')
  @RequirePermission('dunning:read')
  async listLateFees(@Query() query: LateFeeQueryDto): Promise<LateFeePageDto> {
    return presentPage(await this.fees.list(query, query), presentLateFee);
  }

  /** Take a late fee back: one that waits is cancelled, one that was invoiced is credited. */
  @Post('late-fees/:id/reverse')
  @Idempotent()
  @HttpCode(HttpStatus.OK)
  @RequirePermission('dunning:write')
  async reverseLateFee(@Param('id', ParseUUIDPipe) id: string, @Body() body: ReverseLateFeeDto): Promise<LateFeeDto> {
    return presentLateFee(await this.fees.reverse(id, body.reason));
  }
}
