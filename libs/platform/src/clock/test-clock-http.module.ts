import { type DynamicModule, Module } from '@nestjs/common';
import { definePermissions } from '../access/permissions';
import { AppConfig } from '../config/app.config';
import { loadConfig } from '../config/config.module';
import { TestClockController } from './test-clock.controller';

definePermissions(
  {
    'system:travel': {
      id: 'Memindahkan waktu (hanya di lingkungan uji dan demo)',
      en: 'Travel in time (only in tests and the demo)',
    },
  },
  { reach: 'installation' },
);

/** The routes of the travelling clock, where `TEST_CLOCK` is on; an empty module everywhere else. */
@Module({})
export class TestClockHttpModule {
  static forRoot(): DynamicModule {
    const { testClock } = loadConfig(AppConfig);
    return { module: TestClockHttpModule, controllers: testClock ? [TestClockController] : [] };
  }
}
