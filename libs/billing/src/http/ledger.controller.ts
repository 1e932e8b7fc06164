import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { LedgerProofService } from '../services/ledger-proof.service';
import { LedgerService } from '../services/ledger.service';
import { presentEntry, presentProof } from './billing.presenter';
import { LedgerAccountListDto, LedgerEntryPageDto, LedgerEntryQueryDto, LedgerProofDto } from './dto/ledger.dto';

/** The ledger: append-only, every transaction balanced. */
@ApiTags('ledger')
@ApiBearerAuth()
@Controller({ path: 'ledger', version: '1' })
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly proofs: LedgerProofService,
  ) {}

  /** The plan of accounts. */
  @Get('accounts')
  @RequirePermission('ledger:read')
  async listLedgerAccounts(): Promise<LedgerAccountListDto> {
    return { items: await this.ledger.accounts() };
  }

  /** Entries, newest first. */
  @Get('entries')
  @RequirePermission('ledger:read')
  async listLedgerEntries(@Query() query: LedgerEntryQueryDto): Promise<LedgerEntryPageDto> {
    return presentPage(await this.ledger.entries(query, query), presentEntry);
  }

  /** Prove the books: invariants I1 to I7, from the rows themselves. */
  @Get('proof')
  @RequirePermission('ledger:prove')
  async proveLedger(): Promise<LedgerProofDto> {
    return presentProof(await this.proofs.prove());
  }
}
