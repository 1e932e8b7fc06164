import { Global, Module } from '@nestjs/common';
import { Cache } from './cache';
import { InvalidationBus } from './invalidation-bus';
import { RedisLayer } from './redis-layer';

/** {@link Cache} for every process. */
@Global()
@Module({ providers: [Cache, RedisLayer, InvalidationBus], exports: [Cache] })
export class CacheModule {}
