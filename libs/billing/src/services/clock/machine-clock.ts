import { Injectable } from '@nestjs/common';
import { SystemClock } from '@app/core';

/** The clock of the machine itself: it does not travel with tests and the demo, so what jumps here is a fault. */
@Injectable()
export class MachineClock extends SystemClock {}
