import { ValidationPipe } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { fieldErrorsOf } from './field-errors';

/**
 * Checks every body, query and parameter that has a DTO: unknown fields are refused, types are taken as they are sent (a
 * query DTO says `@Type(() => Number)` where it wants a number).
 */
export class InputValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      transformOptions: { enableImplicitConversion: false },
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => CoreErrors.VALIDATION_FAILED({}, fieldErrorsOf(errors)),
    });
  }
}
