import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

export const IDEMPOTENT = Symbol('idempotent');

/**
 * Lets callers repeat this route safely with an `Idempotency-Key` (API.md, rules): the same key and body get the stored
 * answer again. Only a success is stored; a refused request changed nothing and may be tried again with its key.
 */
export const Idempotent = (): MethodDecorator =>
  applyDecorators(
    SetMetadata(IDEMPOTENT, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Makes a repetition safe: 1–255 printable ASCII characters, kept at least 24 hours per caller. The same key with the ' +
        'same body answers what the first request was answered, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
