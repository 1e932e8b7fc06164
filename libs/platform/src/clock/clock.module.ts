import { Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from '@app/core';
import { AppConfig } from '../config/app.config';
import { ClockTravel } from './clock-travel';
import { DatabaseClock } from './database-clock';
import { TravellingClock } from './travelling-clock';

/** {@link Clock} (the machine's; one that travels in tests and the demo) and {@link DatabaseClock}. */
@Global()
@Module({
  providers: [
    {
      provide: Clock,
      inject: [AppConfig],
      useFactory: ({ testClock, demo }: AppConfig) => (testClock || demo ? new TravellingClock() : new SystemClock()),
    },
    ClockTravel,
    DatabaseClock,
  ],
  exports: [Clock, ClockTravel, DatabaseClock],
})
export class ClockModule {}
