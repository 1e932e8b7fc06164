import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { AccessScripts } from '../security/access-scripts.service';
import { RotationRequests } from '../security/rotation-requests.service';
import { RouterReplacement } from '../services/router-replacement.service';
import { RouterTestService } from '../services/router-test.service';
import {
  AcceptIdentityDto,
  AccessDraftDto,
  AccessScriptDto,
  AccessScriptQueryDto,
  CreateAccessScriptDto,
  PinCertificateDto,
  RenewAccessScriptDto,
  RotationStartedDto,
  RouterTestDto,
  TestRouterDto,
} from './dto/router-access.dto';
import { RouterDto } from './dto/router.dto';
import { presentTest } from './router-access.presenter';
import { presentRouter } from './router.presenter';

/** How we get into a router, and whether it is the right one. */
@ApiTags('routers')
@ApiBearerAuth()
@Controller({ path: 'routers', version: '1' })
export class RouterAccessController {
  constructor(
    private readonly tests: RouterTestService,
    private readonly scripts: AccessScripts,
    private readonly rotations: RotationRequests,
    private readonly replacement: RouterReplacement,
  ) {}

  /** Try to reach a router before it is added, with a precise diagnosis. Nothing is kept and nothing changed on it. */
  @Post('test')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:write')
  async testNewRouter(@Body() body: TestRouterDto): Promise<RouterTestDto> {
    return presentTest(await this.tests.testCandidate(body));
  }

  /** A script that gives us the least access we need on a router that is not added yet. Its password is shown this once. */
  @Post('access-script')
  @RequirePermission('router:write')
  async createAccessScript(@Body() body: CreateAccessScriptDto): Promise<AccessDraftDto> {
    return this.scripts.draft(body);
  }

  /** The script for a router once more, without a password: group, service and certificate. */
  @Get(':id/access-script')
  @RequirePermission('router:write')
  async getAccessScript(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: AccessScriptQueryDto,
  ): Promise<AccessScriptDto> {
    return this.scripts.of(id, query);
  }

  /** A script with a new password, shown this once. The present password goes on until the script has been pasted. */
  @Post(':id/access-script')
  @RequirePermission('router:write')
  async renewAccessScript(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: RenewAccessScriptDto,
  ): Promise<AccessScriptDto> {
    return this.scripts.renew(id, body);
  }

  /** Change our password on a router, in the background. Needs the policy `password` there. */
  @Post(':id/rotate-credentials')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission('router:write')
  async rotateRouterCredentials(@Param('id', ParseUUIDPipe) id: string): Promise<RotationStartedDto> {
    return this.rotations.start(id);
  }

  /** Another router answers at the address, and it is the right one from now on. */
  @Post(':id/accept-identity')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:write')
  async acceptRouterIdentity(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, serialNumber }: AcceptIdentityDto,
  ): Promise<RouterDto> {
    return presentRouter(await this.replacement.acceptIdentity(id, version, serialNumber));
  }

  /** Trust this certificate from now on, or the one that the next connection shows. */
  @Post(':id/pin-certificate')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('router:write')
  async pinRouterCertificate(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, fingerprint }: PinCertificateDto,
  ): Promise<RouterDto> {
    return presentRouter(await this.replacement.pinCertificate(id, version, fingerprint));
  }
}
