import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CliModule } from './cli.module';
import { StderrLogger } from './stderr-logger';

/** Boots the services (no HTTP, no workers), does the work and closes everything again. */
export async function withServices<T>(work: (services: INestApplicationContext) => Promise<T>): Promise<T> {
  const services = await NestFactory.createApplicationContext(CliModule.forRoot(), {
    logger: new StderrLogger(),
    abortOnError: false,
  });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}
