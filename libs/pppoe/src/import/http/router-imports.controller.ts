import { Body, Controller, Get, Header, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiProduces, ApiTags } from '@nestjs/swagger';
import { PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { PppoePermissions } from '../../pppoe.permissions';
import { ImportPreviews } from '../import-preview.service';
import { KeptProfiles } from '../kept-profiles.service';
import { RouterImports } from '../router-imports.service';
import { ImportPreviewDto, ImportPreviewQueryDto } from './import-preview.dto';
import {
  ImportRouterDto,
  ImportRowPageDto,
  ImportRowQueryDto,
  ImportStartedDto,
  KeptProfilesDto,
  KeptProfilesQueryDto,
  ReleaseProfilesDto,
  RouterImportDto,
  RouterImportPageDto,
} from './router-import.dto';
import { failedRowsCsv, importOf, presentImport, presentImportRow, presentPreview } from './router-import.presenter';

/** Taking over what is on a router already. */
@ApiTags('pppoe')
@ApiBearerAuth()
@Controller({ path: 'routers/:id', version: '1' })
export class RouterImportsController {
  constructor(
    private readonly previews: ImportPreviews,
    private readonly imports: RouterImports,
    private readonly kept: KeptProfiles,
  ) {}

  /** What is on the router: counts, profiles with plans that they may stand for, and rows with their problems. */
  @Get('import-preview')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async getRouterImportPreview(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ImportPreviewQueryDto,
  ): Promise<ImportPreviewDto> {
    return presentPreview(await this.previews.of(id, { fresh: query.fresh ?? false }), query);
  }

  /**
   * Take over the router's PPP secrets, in the background. Nothing on the router is deleted or changed but for our mark in
   * the comments; again is harmless. Making a plan needs `plan:write` as well.
   */
  @Post('import')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(PppoePermissions['pppoe:import'])
  async importRouter(@Param('id', ParseUUIDPipe) id: string, @Body() body: ImportRouterDto): Promise<ImportStartedDto> {
    return this.imports.start(id, importOf(body));
  }

  /** Imports of a router, newest first. */
  @Get('imports')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async listRouterImports(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<RouterImportPageDto> {
    return presentPage(await this.imports.list(id, query), presentImport);
  }

  /** One import and how far it is. */
  @Get('imports/:importId')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async getRouterImport(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('importId', ParseUUIDPipe) importId: string,
  ): Promise<RouterImportDto> {
    return presentImport(await this.imports.get(id, importId));
  }

  /** Rows of an import by name; sorts: name. */
  @Get('imports/:importId/rows')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async listRouterImportRows(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: ImportRowQueryDto,
  ): Promise<ImportRowPageDto> {
    return presentPage(await this.imports.rowsOf(id, importId, query), presentImportRow);
  }

  /** The rows that failed, with reasons, as CSV. */
  @Get('imports/:importId/failed-rows.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="failed-rows.csv"')
  @ApiProduces('text/csv')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async downloadFailedImportRows(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('importId', ParseUUIDPipe) importId: string,
  ): Promise<string> {
    return failedRowsCsv(await this.imports.failedRows(id, importId));
  }

  /** Stop an import between two batches; what it has made stays. */
  @Post('imports/:importId/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(PppoePermissions['pppoe:import'])
  async cancelRouterImport(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('importId', ParseUUIDPipe) importId: string,
  ): Promise<RouterImportDto> {
    return presentImport(await this.imports.cancel(id, importId));
  }

  /** Go on with an import that failed or was cancelled, where it stopped. */
  @Post('imports/:importId/resume')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(PppoePermissions['pppoe:import'])
  async resumeRouterImport(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('importId', ParseUUIDPipe) importId: string,
  ): Promise<ImportStartedDto> {
    return this.imports.resume(id, importId);
  }

  /** What moving adopted secrets from the operator's profiles to the plans' own would change. Nothing is written. */
  @Get('kept-profiles')
  @RequirePermission(PppoePermissions['pppoe:import'])
  async getKeptProfiles(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { profile }: KeptProfilesQueryDto,
  ): Promise<KeptProfilesDto> {
    return this.kept.view(id, profile);
  }

  /** Do just that: the router follows in the background, and the sessions concerned end. */
  @Post('kept-profiles/release')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(PppoePermissions['pppoe:import'])
  async releaseKeptProfiles(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { digest, profile }: ReleaseProfilesDto,
  ): Promise<KeptProfilesDto> {
    return this.kept.release(id, digest, profile);
  }
}
