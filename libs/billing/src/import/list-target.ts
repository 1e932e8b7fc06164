import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type ImportRowState, type ListFormat, type RawRow } from './import-format';
import { type UploadedList } from './import.repository';
import { type ImportRow } from './import-row.repository';
import { type RowError } from './row-problems';

/** What became of a row when it was looked at. */
export interface LookedAtRow {
  state: Exclude<ImportRowState, 'DONE'>;
  errors: RowError[];
}

/**
 * Makes something of lists: customers, vouchers. Reading the file, rows, jobs, progress and resuming are everybody's. An
 * injectable that extends it is found in the modules of the process.
 */
export abstract class ListTarget {
  abstract readonly formats: Readonly<Record<string, ListFormat>>;

  /** Looks at all rows of a file, or at some of them again; answers in their order. Writes nothing. */
  abstract check(list: UploadedList, rows: readonly RawRow[]): Promise<LookedAtRow[]>;

  /** The rows as they are kept, in the transaction that writes them: nothing secret stays in them. */
  keep?(list: UploadedList, rows: readonly ImportRow[]): Promise<readonly ImportRow[]>;

  /** Makes what these rows say, in one transaction with their states; the caller has locked them. */
  abstract carryOut(list: UploadedList, rows: readonly ImportRow[]): Promise<void>;

  /** Everything is carried out; outside of transactions, and again when it failed. */
  finish?(list: UploadedList): Promise<void>;
}

/** Every {@link ListTarget} of the process by its formats. */
@Injectable()
export class ListTargets implements OnModuleInit {
  private readonly byFormat = new Map<string, ListTarget>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error for two classes of one format */
  onModuleInit(): void {
    const instances = [...new Set(this.discovery.getProviders().map(({ instance }): unknown => instance))];
    for (const target of instances.filter((one) => one instanceof ListTarget)) {
      for (const format of Object.keys(target.formats)) {
        if (this.byFormat.has(format)) throw new Error(`two targets of lists ${format}`);
        this.byFormat.set(format, target);
      }
    }
  }

  /** @throws Error for a format that no module of this process brings */
  of(format: string): { target: ListTarget; format: ListFormat } {
    const target = this.byFormat.get(format);
    const known = target?.formats[format];
    if (!target || !known) throw new Error(`no target of lists ${format} in this process`);
    return { target, format: known };
  }
}
