import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, RequirePermission } from '@app/platform';
import { AccessOverrides } from '../../services/dunning/access-overrides.service';
import {
  AccessOverrideDto,
  AccessOverridePageDto,
  AccessOverrideQueryDto,
  CreateAccessOverrideDto,
} from './dto/promise.dto';

/** Decisions about access that stand above the rule. */
@ApiTags('dunning')
@ApiBearerAuth()
@Controller({ path: 'access-overrides', version: '1' })
export class AccessOverridesController {
  constructor(private readonly overrides: AccessOverrides) {}

  /** Overrides in your scope, newest first. */
  @Get()
  @RequirePermission('dunning:read')
  async listAccessOverrides(@Query() query: AccessOverrideQueryDto): Promise<AccessOverridePageDto> {
    return this.overrides.list(query, query);
  }

  /** One override. */
  @Get(':id')
  @RequirePermission('dunning:read')
  async getAccessOverride(@Param('id', ParseUUIDPipe) id: string): Promise<AccessOverrideDto> {
    return this.overrides.get(id);
  }

  /** Never isolate a customer or one of his services, or isolate it whatever was paid. Takes effect at once. */
  @Post()
  @Idempotent()
  @RequirePermission('dunning:write')
  async createAccessOverride(@Body() body: CreateAccessOverrideDto): Promise<AccessOverrideDto> {
    const { expiresAt, ...rest } = body;
    return this.overrides.set({ ...rest, ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }) });
  }

  /** End it. Who loses a protection is looked at by the next tick of dunning. */
  @Post(':id/end')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('dunning:write')
  async endAccessOverride(@Param('id', ParseUUIDPipe) id: string): Promise<AccessOverrideDto> {
    return this.overrides.end(id);
  }
}
