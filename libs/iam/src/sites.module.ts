import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Site } from './entities/site.entity';
import { SitesRepository } from './repositories/sites.repository';
import { SitesService } from './services/sites.service';
import './iam.permissions';

/** Sites alone: what the domain libs need of iam. */
@Module({
  imports: [TypeOrmModule.forFeature([Site])],
  providers: [SitesRepository, SitesService],
  exports: [SitesService],
})
export class SitesModule {}
