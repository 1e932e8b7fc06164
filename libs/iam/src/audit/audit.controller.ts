import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { AuditEntriesRepository, AuditVerifier, presentPage, RateLimit, RequirePermission } from '@app/platform';
import { AuditCheckPermissions, AuditPermissions } from './audit.permissions';
import { presentEntry, presentVerdict } from './audit.presenter';
import { AuditPageDto, AuditVerdictDto } from './dto/audit.dto';
import { AuditListQueryDto, AuditPeriodDto } from './dto/audit-query.dto';

/** Who did what, and whether somebody has touched the record of it. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller({ path: 'audit-log', version: '1' })
export class AuditController {
  constructor(
    private readonly entries: AuditEntriesRepository,
    private readonly verifier: AuditVerifier,
  ) {}

  /** List audit entries, newest first. */
  @Get()
  @RequirePermission(AuditPermissions['audit:read'])
  async listAuditEntries(@Query() query: AuditListQueryDto): Promise<AuditPageDto> {
    const { limit, cursor, sort, withTotal, ...filter } = query;
    const page = { limit, ...(cursor && { cursor }), ...(sort && { sort }), ...(withTotal && { withTotal }) };
    return presentPage(await this.entries.list(filter, page), presentEntry);
  }

  /** Recompute the hash chain and check the signed heads; of a period, or of everything, which may take long. */
  @Get('verify')
  @RateLimit('expensive')
  @RequirePermission(AuditCheckPermissions['audit:verify'])
  async verifyAuditLog(@Query() period: AuditPeriodDto): Promise<AuditVerdictDto> {
    return presentVerdict(await this.verifier.verify(period));
  }
}
