import { Global, Module } from '@nestjs/common';
import { Alerts } from './alerts';
import { AlertsRepository } from './alerts.repository';

/** {@link Alerts} for every process. */
@Global()
@Module({ providers: [Alerts, AlertsRepository], exports: [Alerts, AlertsRepository] })
export class AlertsModule {}
