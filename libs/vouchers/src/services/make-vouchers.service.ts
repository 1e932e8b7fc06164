import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, type JobContext, SecretBox } from '@app/platform';
import { type CodeStyle } from '../domain/code-style';
import { type NewVoucher, VoucherMakerRepository } from '../repositories/voucher-maker.repository';
import { VoucherMarks } from './voucher-marks.service';
import { VOUCHER_PASSWORD } from './voucher-password';
import { generateCode, generateVoucherPassword } from './voucher-code.generator';
import { VoucherErrors } from '../vouchers.errors';

const CHUNK = 2_500;

/** Chunks in a row of which every code existed. */
const MOST_FRUITLESS = 20;

/** What the job of a batch knows. */
export interface MakeVouchers {
  batchId: string;
  quantity: number;
  style: CodeStyle;
}

/**
 * Makes the vouchers of a batch, chunk by chunk, until all of them stand; then they become visible at once. A run that is
 * cut off goes on where it ended: the row of the batch counts what was committed, and its lock keeps a second run out.
 */
@Injectable()
export class MakeVouchersService {
  constructor(
    private readonly database: Database,
    private readonly maker: VoucherMakerRepository,
    private readonly box: SecretBox,
    private readonly marks: VoucherMarks,
  ) {}

  /** @throws DomainError VOUCHERS_CODES_EXHAUSTED when new codes of this style are hardly found any more */
  async run(
    { batchId, quantity, style }: MakeVouchers,
    context: Pick<JobContext, 'signal' | 'progress'>,
  ): Promise<void> {
    let missing: number | undefined = quantity;
    let fruitless = 0;
    while (fruitless < MOST_FRUITLESS) {
      if (context.signal.aborted) throw VoucherErrors.INTERRUPTED();
      const before = missing;
      missing = await this.database.transaction(async () => this.chunk(batchId, style));
      if (missing === undefined) return;
      fruitless = missing < before ? 0 : fruitless + 1;
      await context.progress(Math.floor(((quantity - missing) * 100) / quantity));
    }
    throw VoucherErrors.CODES_EXHAUSTED();
  }

  /** @returns how many are missing afterwards; undefined when there was nothing to do */
  private async chunk(batchId: string, style: CodeStyle): Promise<number | undefined> {
    const missing = await this.maker.lockMissing(batchId);
    if (missing === undefined) return undefined;
    if (missing > 0) return missing - (await this.maker.insert(batchId, this.fresh(style, Math.min(missing, CHUNK))));
    if (await this.maker.finish(batchId)) await this.marks.batch(batchId);
    return undefined;
  }

  private fresh(style: CodeStyle, count: number): NewVoucher[] {
    const codes = new Set<string>();
    while (codes.size < count) codes.add(generateCode(style));
    return [...codes].map((code) => {
      const id = uuidv7();
      const own = style.passwordMode === 'OWN';
      const passwordSealed = own ? this.box.seal(generateVoucherPassword(), VOUCHER_PASSWORD.place(id)) : null;
      return { id, code, passwordSealed };
    });
  }
}
