import { DataSource, type DataSourceOptions } from 'typeorm';
import { AfterCommitSubscriber } from './after-commit.subscriber';
import { type DatabaseConfig } from './database.config';
import { TransactionClient } from './transaction-client';
import { migrations } from './migrations';
import { SnakeNamingStrategy } from './naming-strategy';
import { pgTypes } from './pg-types';
import { QueryLog } from './query-log';

/** The TypeORM options of every connection pool of the product; entities come from the modules that own them. */
export function dataSourceOptions(config: DatabaseConfig, applicationName: string): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.url,
    applicationName,
    poolSize: config.poolSize,
    connectTimeoutMS: config.connectTimeoutMs,
    maxQueryExecutionTime: config.slowQueryMs,
    logger: new QueryLog(),
    synchronize: false,
    migrationsRun: false,
    migrations: [...migrations],
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNamingStrategy(),
    subscribers: [AfterCommitSubscriber],
    extra: {
      Client: TransactionClient,
      // why: statements are many and short; compiling one takes longer than running it
      options: '-c jit=off',
      types: pgTypes,
      statement_timeout: config.statementTimeoutMs,
      lock_timeout: config.lockTimeoutMs,
      idle_in_transaction_session_timeout: config.idleInTransactionTimeoutMs,
    },
  };
}

/** A data source without entities: migrations, the CLI, tests. */
export function createDataSource(config: DatabaseConfig, applicationName: string): DataSource {
  return new DataSource(dataSourceOptions(config, applicationName));
}
