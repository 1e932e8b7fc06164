import { Injectable } from '@nestjs/common';
import { Alerts, Database, type Statement } from '@app/platform';
import { type GatewayAccount } from '../../domain/accounts/gateway-account';
import { type CallbackInput, type CallbackNotice, type CallbackRefusal } from '../../gateways';
import {
  type EventEnd,
  GatewayEventRepository,
  type NewGatewayEvent,
} from '../../repositories/callbacks/gateway-event.repository';
import { AttemptAlerts } from '../attempts/attempt-alerts';

const MINUTE_MS = 60_000;

/** Keeps what gateways tell: for audit, and so that nothing that was not processed is forgotten. */
@Injectable()
export class CallbackInbox {
  constructor(
    private readonly database: Database,
    private readonly events: GatewayEventRepository,
    private readonly attemptAlerts: AttemptAlerts,
    private readonly alerts: Alerts,
  ) {}

  /** Keeps a genuine notice; joins the caller's transaction. @returns its id */
  async keep(account: GatewayAccount, notice: CallbackNotice, sourceIp: string, end?: EventEnd): Promise<string> {
    return (await this.events.write(eventOf(account, notice, sourceIp), end)).id;
  }

  /** What {@link keep} does, as a statement. */
  keeping(account: GatewayAccount, notice: CallbackNotice, sourceIp: string, end: EventEnd): Statement {
    return this.events.writing(eventOf(account, notice, sourceIp), end);
  }

  /** The statement that says how it ended. */
  finishing(id: string, end: EventEnd): Statement {
    return this.events.finishing(id, end);
  }

  async failed(id: string, attemptId: string | null, error: string): Promise<void> {
    await this.events.failed(id, attemptId, error);
  }

  /** Genuine, and about an order that we never made: kept, and a person is told. */
  async park(account: GatewayAccount, notice: CallbackNotice, sourceIp: string): Promise<void> {
    const { gateway, id: accountId, siteId } = account;
    await this.database.transaction(async () => {
      await this.events.write(eventOf(account, notice, sourceIp), { result: 'unknown-order' });
      await this.attemptAlerts.unknownOrder({ gateway, accountId, merchantOrderId: notice.merchantOrderId }, siteId);
    });
  }

  /** Not believed: one row per address, reason and minute, and a person is told, because the keys may be wrong. */
  async refused(account: GatewayAccount, reason: CallbackRefusal, input: CallbackInput): Promise<void> {
    const { id: accountId, gateway, siteId, name } = account;
    const minute = Math.floor(input.receivedAt.getTime() / MINUTE_MS);
    const event: NewGatewayEvent = {
      ...{ gateway, accountId, merchantOrderId: null, sourceIp: input.sourceIp, signatureOk: false, raw: null },
      dedupeKey: `refused:${reason}:${input.sourceIp}:${minute}`,
    };
    const { isNew } = await this.events.write(event, { result: reason });
    if (!isNew) return;
    await this.alerts.raise({
      key: `payments.callback-refused:${accountId}`,
      severity: 'WARNING',
      subject: { type: 'gateway-account', id: accountId },
      title: {
        id: 'Notifikasi gateway ditolak: periksa kunci akun, atau alamat pengirimnya',
        en: 'A gateway notification was refused: check the keys of the account, or the address it came from',
      },
      detail: { gateway, name, reason, sourceIp: input.sourceIp },
      siteId,
    });
  }
}

function eventOf(account: GatewayAccount, notice: CallbackNotice, sourceIp: string): NewGatewayEvent {
  const { merchantOrderId, dedupeKey, safeRaw: raw } = notice;
  const { gateway, id: accountId } = account;
  return { gateway, accountId, merchantOrderId, dedupeKey, sourceIp, signatureOk: true, raw };
}
