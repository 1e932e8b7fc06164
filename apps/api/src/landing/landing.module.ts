import { Module } from '@nestjs/common';
import { LandingController } from './landing.controller';
import { LandingRepository } from './landing.repository';
import { LandingService } from './landing.service';

/** What somebody sees who opens the address in a browser. */
@Module({ controllers: [LandingController], providers: [LandingService, LandingRepository] })
export class LandingModule {}
