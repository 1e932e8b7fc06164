import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem/problem.filter';
import { InputValidationPipe } from './validation/input-validation.pipe';
import { UnknownQueryGuard } from './validation/unknown-query.guard';

/**
 * What every HTTP application of the product has in common. Import it before the modules that bring guards of their own:
 * guards run in the order of the imports.
 */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: InputValidationPipe },
    { provide: APP_GUARD, useClass: UnknownQueryGuard },
  ],
})
export class HttpPlatformModule {}
