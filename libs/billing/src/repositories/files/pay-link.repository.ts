import { Injectable } from '@nestjs/common';
import { Database, defineSealedColumn } from '@app/platform';

export const PAY_TOKEN = defineSealedColumn({ table: 'pay_links', column: 'token_sealed' });

/** A link that lets who holds it pay; only the hash of its token is searched for (billing.md Z5). */
export interface PayLink {
  id: string;
  customerId: string;
  invoiceId: string | null;
  tokenSealed: string;
  expiresAt: Date;
}

const COLUMNS = `id, customer_id as "customerId", invoice_id as "invoiceId", token_sealed as "tokenSealed",
  expires_at as "expiresAt"`;

@Injectable()
export class PayLinkRepository {
  constructor(private readonly database: Database) {}

  /** The link of an invoice that lives for some time yet. */
  async usable(invoiceId: string, until: Date): Promise<PayLink | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from pay_links where invoice_id = $1 and revoked_at is null and expires_at > $2
        order by expires_at desc limit 1`,
      [invoiceId, until],
    );
  }

  /** Undefined for a token that nobody gave out, that is over, or that was taken back. */
  async byToken(tokenHash: Buffer): Promise<PayLink | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from pay_links where token_hash = $1 and revoked_at is null and expires_at > app_now()`,
      [tokenHash],
    );
  }

  async insert(link: PayLink & { tokenHash: Buffer }): Promise<void> {
    await this.database.execute(
      `insert into pay_links (id, customer_id, invoice_id, token_hash, token_sealed, expires_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [link.id, link.customerId, link.invoiceId, link.tokenHash, link.tokenSealed, link.expiresAt],
    );
  }

  async revoke(invoiceId: string): Promise<number> {
    const { affected } = await this.database.execute(
      'update pay_links set revoked_at = app_now() where invoice_id = $1 and revoked_at is null',
      [invoiceId],
    );
    return affected;
  }
}
