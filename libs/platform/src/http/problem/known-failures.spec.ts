import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { CoreErrors } from '@app/core';
import { knownFailure } from './known-failures';

const failing = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('knownFailure', () => {
  it.each<[unknown, string | undefined]>([
    [CoreErrors.STALE_VERSION(), 'CORE_STALE_VERSION'],
    [new NotFoundException(), 'HTTP_ROUTE_NOT_FOUND'],
    [new BadRequestException(), 'HTTP_BAD_REQUEST'],
    [new InternalServerErrorException(), undefined],
    [failing('ECONNREFUSED'), 'CORE_DATABASE_UNAVAILABLE'],
    [new AggregateError([failing('ECONNREFUSED')]), 'CORE_DATABASE_UNAVAILABLE'],
    [new QueryFailedError('select 1', [], failing('57P01')), 'CORE_DATABASE_UNAVAILABLE'],
    [new Error('Connection terminated unexpectedly'), 'CORE_DATABASE_UNAVAILABLE'],
    [new Error('timeout exceeded when trying to connect'), 'CORE_DATABASE_UNAVAILABLE'],
    [new QueryFailedError('update', [], failing('40P01')), 'HTTP_BUSY'],
    [new QueryFailedError('insert', [], failing('23505')), undefined],
    [new TypeError('x is undefined'), undefined],
    ['a text', undefined],
    [null, undefined],
  ])('of %p is %s', (thrown, code) => {
    expect(knownFailure(thrown)?.code).toBe(code);
  });
});
