import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@app/platform';
import { ROTATE_CREDENTIALS_JOB } from '../security/rotation-requests.service';
import { type RotationOutcome, RotateCredentials } from '../security/rotate-credentials.service';

/** Changes our password on one router, for whoever asked. Not repeated by itself: a refusal stays one. */
@Injectable()
@HandlesJob({ ...ROTATE_CREDENTIALS_JOB, attempts: 1, keepCompleted: 0, keepFailed: 50 })
export class RotateCredentialsJob implements JobHandler<{ routerId: string }> {
  constructor(private readonly rotation: RotateCredentials) {}

  async handle({ routerId }: { routerId: string }): Promise<{ outcome: RotationOutcome }> {
    return { outcome: await this.rotation.rotate(routerId) };
  }
}
