import { Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { RouterStatusService } from '../services/router-status.service';
import { RouterTestService } from '../services/router-test.service';
import { RouterTestDto } from './dto/router-access.dto';
import { RouterRetryDto, RouterStatusDto } from './dto/router-operations.dto';
import { presentTest } from './router-access.presenter';
import { presentStatus } from './router.presenter';

/** Operating a router: is it well, what waits for it. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers/:id', version: '1' })
export class RouterOperationsController {
  constructor(
    private readonly statuses: RouterStatusService,
    private readonly tests: RouterTestService,
  ) {}

  /** Try to reach a router now, with a precise diagnosis. Changes nothing on it; a failure is an answer, not an error. */
  @Post('test')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:operate')
  async testRouter(@Param('id', ParseUUIDPipe) id: string): Promise<RouterTestDto> {
    return presentTest(await this.tests.test(id));
  }

  /** Health of a router and what waits for it. */
  @Get('status')
  @RequirePermission('router:read')
  async getRouterStatus(@Param('id', ParseUUIDPipe) id: string): Promise<RouterStatusDto> {
    return presentStatus(await this.statuses.status(id));
  }

  /** Try the objects that were given up again. */
  @Post('retry')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:operate')
  async retryRouter(@Param('id', ParseUUIDPipe) id: string): Promise<RouterRetryDto> {
    return this.statuses.retry(id);
  }
}
