import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { RouterPostures } from '../security/router-posture.service';
import { RouterPosturePageDto } from './dto/router-insight.dto';
import { presentPosture } from './router-insight.presenter';

/** How well routers are protected. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'router-security', version: '1' })
export class RouterSecurityController {
  constructor(private readonly postures: RouterPostures) {}

  /** TLS, services, users and passwords of the routers of your sites, with what is wrong; sorted by name. */
  @Get()
  @RequirePermission('router:read')
  async listRouterSecurity(@Query() query: PageQueryDto): Promise<RouterPosturePageDto> {
    return presentPage(await this.postures.list(query), presentPosture);
  }
}
