import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { type ApiKey } from '../api-key';
import { ApiKeysService } from '../api-keys.service';
import {
  ApiKeyDto,
  ApiKeyListQueryDto,
  ApiKeyPageDto,
  CreateApiKeyDto,
  NewApiKeyDto,
  UpdateApiKeyDto,
} from './api-key.dto';

const DEFAULT_DAYS = 365;

/** Keys with which other systems use this API. */
@ApiTags('integration')
@ApiBearerAuth()
@Controller({ path: 'api-keys', version: '1' })
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  /** Your keys, or everybody's if you see every site; sorts: createdAt, name. */
  @Get()
  @RequirePermission('api-key:read')
  async listApiKeys(@Query() query: ApiKeyListQueryDto): Promise<ApiKeyPageDto> {
    return presentPage(await this.keys.list(query, query.state), presentApiKey);
  }

  /** One key. */
  @Get(':id')
  @RequirePermission('api-key:read')
  async getApiKey(@Param('id', ParseUUIDPipe) id: string): Promise<ApiKeyDto> {
    return presentApiKey(await this.keys.get(id));
  }

  /** Make a key with some of your own permissions. The key itself is shown this once. */
  @Post()
  @RequirePermission('api-key:write')
  async createApiKey(@Body() body: CreateApiKeyDto): Promise<NewApiKeyDto> {
    const { expiresInDays = DEFAULT_DAYS, ...input } = body;
    const { key, token } = await this.keys.create({ ...input, days: expiresInDays });
    return { apiKey: presentApiKey(key), token };
  }

  /** Change name, permissions or sites of a key, within your own. */
  @Patch(':id')
  @RequirePermission('api-key:write')
  async updateApiKey(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateApiKeyDto): Promise<ApiKeyDto> {
    const { version, ...edit } = body;
    return presentApiKey(await this.keys.update(id, version, edit));
  }

  /** Revoke a key, at once and for good. */
  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @RequirePermission('api-key:write')
  async revokeApiKey(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.keys.revoke(id);
  }
}

function presentApiKey(key: ApiKey): ApiKeyDto {
  const { id, name, permissions, allSites, siteIds, createdBy, createdByName, expiresAt } = key;
  const { lastUsedAt, revokedAt, version, createdAt } = key;
  const power = { id, name, prefix: `lk_${key.prefix}`, permissions, allSites, siteIds };
  return { ...power, createdBy, createdByName, expiresAt, lastUsedAt, revokedAt, version, createdAt };
}
