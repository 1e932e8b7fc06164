import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { RouterDriftService } from '../services/router-drift.service';
import {
  DriftEntryPageDto,
  DriftEntryQueryDto,
  RouterComparisonPageDto,
  RouterDriftQueryDto,
} from './dto/router-sync.dto';
import { presentComparison, presentDriftEntry } from './router-sync.presenter';

/** How far routers are out of step. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'router-drift', version: '1' })
export class RouterDriftController {
  constructor(private readonly drift: RouterDriftService) {}

  /** The last comparison of every router of your sites; sorts: router, startedAt, drift. */
  @Get()
  @RequirePermission('router:read')
  async listRouterDrift(@Query() query: RouterDriftQueryDto): Promise<RouterComparisonPageDto> {
    return presentPage(await this.drift.latest(query, query), presentComparison);
  }

  /** What one comparison found; at most 2,000 findings are kept. */
  @Get(':id/entries')
  @RequirePermission('router:read')
  async listDriftEntries(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: DriftEntryQueryDto,
  ): Promise<DriftEntryPageDto> {
    return presentPage(await this.drift.entries(id, query, query), presentDriftEntry);
  }
}
