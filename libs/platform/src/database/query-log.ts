import { Logger } from '@nestjs/common';
import { type Logger as TypeOrmLogger } from 'typeorm';

const LONGEST = 300;

/**
 * What TypeORM tells, without the parameters of statements: they hold personal data and sealed secrets. Failed statements
 * are not logged here, because whoever catches the error decides whether it is one.
 */
export class QueryLog implements TypeOrmLogger {
  private readonly logger = new Logger('Database');

  logQuerySlow(timeMs: number, query: string): void {
    this.logger.warn(`slow statement, ${Math.round(timeMs)} ms: ${outline(query)}`);
  }

  log(level: 'log' | 'info' | 'warn', message: unknown): void {
    if (level === 'warn') this.logger.warn(String(message));
  }

  logMigration(): void {
    // why: whoever migrates tells what was done
  }

  logSchemaBuild(): void {
    // why: there is none, the schema is made by migrations
  }

  logQuery(): void {
    // why: every statement would drown the log
  }

  logQueryError(): void {
    // why: see the class
  }
}

function outline(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)} …` : line;
}
