import { Module } from '@nestjs/common';
import { BillingAdoptionModule, BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { SitesModule } from '@app/iam';
import { MikrotikModule, RouterInventoryModule } from '@app/mikrotik';
import { PppoeModule } from '../pppoe.module';
import { ImportBatch } from './import-batch.service';
import { ImportChecks } from './import-checks.service';
import { ImportMarks } from './import-marks.service';
import { ImportPreparation } from './import-preparation.service';
import { ImportFactsRepository } from './import-facts.repository';
import { ImportPreviews } from './import-preview.service';
import { ImportRowRepository } from './import-row.repository';
import { ImportSources } from './import-source.service';
import { ImportSurroundings } from './import-surroundings.service';
import { KeptProfilesRepository } from './kept-profiles.repository';
import { KeptProfiles } from './kept-profiles.service';
import { RouterImportRepository } from './router-import.repository';
import { RouterImports } from './router-imports.service';
import { RunImport } from './run-import.service';

/** Taking over what operators have on their routers. */
@Module({
  imports: [
    BillingAdoptionModule,
    BillingModule,
    CustomersModule,
    MikrotikModule,
    PppoeModule,
    RouterInventoryModule,
    SitesModule,
  ],
  providers: [
    ImportBatch,
    ImportChecks,
    ImportMarks,
    ImportPreparation,
    ImportFactsRepository,
    ImportPreviews,
    ImportRowRepository,
    ImportSources,
    ImportSurroundings,
    KeptProfiles,
    KeptProfilesRepository,
    RouterImportRepository,
    RouterImports,
    RunImport,
  ],
  exports: [ImportPreviews, KeptProfiles, RouterImports, RunImport],
})
export class PppoeImportModule {}
