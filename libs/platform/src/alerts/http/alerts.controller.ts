import { Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../access/route-access';
import { presentPage } from '../../http/dto/page.dto';
import { languageOf } from '../../http/language';
import { AlertPermissions } from '../../platform.permissions';
import { Alerts } from '../alerts';
import { AlertDto, AlertPageDto, AlertQueryDto } from './alert.dto';

/** What is wrong and somebody should know. */
@ApiTags('alerts')
@ApiBearerAuth()
@Controller({ path: 'alerts', version: '1' })
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  /** Alerts of your sites, newest first. Those of the whole installation are for who sees every site. */
  @Get()
  @RequirePermission(AlertPermissions['alert:read'])
  async listAlerts(
    @Query() query: AlertQueryDto,
    @Headers('accept-language') language?: string,
  ): Promise<AlertPageDto> {
    return presentPage(await this.alerts.list(query, query), (alert) => AlertDto.of(alert, languageOf(language)));
  }

  /** One alert. */
  @Get(':id')
  @RequirePermission(AlertPermissions['alert:read'])
  async getAlert(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<AlertDto> {
    return AlertDto.of(await this.alerts.get(id), languageOf(language));
  }

  /** Takes an alert in hand. It stays open until the trouble is over; one that becomes worse has to be taken again. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  @RequirePermission(AlertPermissions['alert:acknowledge'])
  async acknowledgeAlert(
    @Param('id', ParseUUIDPipe) id: string,
    @Headers('accept-language') language?: string,
  ): Promise<AlertDto> {
    return AlertDto.of(await this.alerts.acknowledge(id), languageOf(language));
  }
}
