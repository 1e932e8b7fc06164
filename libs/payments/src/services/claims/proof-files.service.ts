import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import sharp from 'sharp';
import { isPlainPdf, PROOF_LIMIT_BYTES, type ProofType, proofTypeOf } from '../../domain/claims/proof-type';
import { TransferErrors } from '../../transfers.errors';

/** A proof as it is kept. */
export interface ProofFile {
  /** Pictures are painted anew: JPEG, without metadata, upright. A PDF is what was sent. */
  content: Buffer;
  type: ProofType;
  /** Of the file as it was sent. */
  sha256: Buffer;
  /** 64 bits as hex by which alike pictures are found; null for a PDF and for an even surface. */
  phash: string | null;
}

/** Larger pictures are not opened at all: 60 megapixels are more than a telephone's camera has of use. */
const MAX_PIXELS = 60_000_000;
const MAX_SIDE = 2_000;
const DECODE_SECONDS = 15;
const AT_ONCE = 2;

// why: of the many decoders only those of the accepted types are reachable, whatever the bytes pretend to be
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/** Checks uploaded proofs and makes them harmless (payments.md 12.2). Uses CPU: a few at a time per process. */
@Injectable()
export class ProofFiles {
  private readonly logger = new Logger(ProofFiles.name);
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws DomainError TRANSFERS_FILE_EMPTY, TRANSFERS_FILE_TOO_LARGE, TRANSFERS_FILE_NOT_ACCEPTED */
  async prepare(upload: Buffer): Promise<ProofFile> {
    if (upload.length === 0) throw TransferErrors.FILE_EMPTY();
    if (upload.length > PROOF_LIMIT_BYTES) throw TransferErrors.FILE_TOO_LARGE({ mib: PROOF_LIMIT_BYTES / 1_048_576 });
    const type = proofTypeOf(upload);
    if (type === undefined) throw TransferErrors.FILE_NOT_ACCEPTED();
    const sha256 = createHash('sha256').update(upload).digest();
    if (type !== 'application/pdf') return { ...(await this.inTurn(() => this.repaint(upload, type))), sha256 };
    if (!isPlainPdf(upload)) throw TransferErrors.FILE_NOT_ACCEPTED();
    return { content: upload, type, sha256, phash: null };
  }

  private async repaint(upload: Buffer, type: ProofType): Promise<Omit<ProofFile, 'sha256'>> {
    try {
      const open = (): sharp.Sharp =>
        sharp(upload, { limitInputPixels: MAX_PIXELS, failOn: 'error', sequentialRead: true, pages: 1 });
      const { format } = await open().metadata();
      if (`image/${format}` !== type) throw new Error(`it says ${type} and is ${format}`);
      const content = await open()
        .timeout({ seconds: DECODE_SECONDS })
        .autoOrient()
        .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality: 82 })
        .toBuffer();
      return { content, type: 'image/jpeg', phash: await differenceHash(content) };
    } catch (error) {
      // why: whatever the decoder says against a file is the file's fault; which one it was stands in the claim that is not made
      this.logger.debug(`a proof was refused: ${error instanceof Error ? error.message : String(error)}`);
      throw TransferErrors.FILE_NOT_ACCEPTED();
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= AT_ONCE) await new Promise<void>((go) => this.waiting.push(go));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

/** Is each of 8×8 points brighter than its right neighbour? Survives scaling and re-encoding. */
async function differenceHash(picture: Buffer): Promise<string | null> {
  const points = await sharp(picture).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
  let bits = 0n;
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const at = row * 9 + column;
      bits = (bits << 1n) | ((points[at] ?? 0) > (points[at + 1] ?? 0) ? 1n : 0n);
    }
  }
  return bits === 0n ? null : bits.toString(16).padStart(16, '0');
}
