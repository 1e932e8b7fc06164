import { Injectable, Logger, Optional } from '@nestjs/common';
import { CurrentActor, FULL_SCOPE, Metrics } from '@app/platform';
import { isUuid } from '@app/core';
import {
  type CallbackAck,
  type CallbackInput,
  type CallbackRefusal,
  type CallbackVerdict,
  Gateways,
  type PaymentGateway,
  sourceOf,
  textSetting,
} from '../../gateways';
import { OpenedAccounts, type UsableAccount } from '../accounts/opened-accounts.service';
import { CallbackInbox } from './callback-inbox.service';
import { CallbackNotices } from './callback-notices.service';

const MAX_NOTED = 1_000;
const UNKNOWN_ACCOUNT: CallbackAck = { status: 404, body: 'unknown account', contentType: 'text/plain; charset=utf-8' };

/** What gateways tell us, from the bytes to the answer (payments.md 6.4). */
@Injectable()
export class Callbacks {
  private readonly logger = new Logger(Callbacks.name);
  private readonly counter: ReturnType<Metrics['counter']>;
  /** Accounts with addresses that the log has already. */
  private readonly noted = new Set<string>();

  constructor(
    private readonly gateways: Gateways,
    private readonly accounts: OpenedAccounts,
    private readonly inbox: CallbackInbox,
    private readonly notices: CallbackNotices,
    private readonly actor: CurrentActor,
    @Optional() metrics: Metrics = new Metrics(),
  ) {
    this.counter = metrics.counter({
      name: 'langgan_gateway_callbacks_total',
      help: 'Callbacks of payment gateways by gateway and result.',
      labelNames: ['gateway', 'result'],
    });
  }

  /**
   * Never throws: what is a fault of ours is answered with 503, so that the gateway tells again. An answer of 200 is given
   * after the commit only.
   */
  async receive(code: string, accountId: string, input: CallbackInput): Promise<CallbackAck> {
    let gateway: PaymentGateway | undefined;
    try {
      const account = isUuid(accountId) ? await this.accounts.find(accountId) : undefined;
      if (account?.gateway !== code) return UNKNOWN_ACCOUNT;
      gateway = this.gateways.get(code);
      this.actor.set({
        ...{ kind: 'system', id: `gateway:${code}`, name: gateway.title },
        ...{ permissions: new Set<string>(), scope: FULL_SCOPE },
      });
      const { verdict, result } = await this.judge(gateway, account, input);
      this.counter.inc({ gateway: code, result });
      return gateway.ackFor(verdict);
    } catch (error) {
      this.logger.error(`callback of ${code} failed: ${String(error)}`);
      this.counter.inc({ gateway: gateway?.code ?? 'unknown', result: 'error' });
      return gateway?.ackFor('try-again') ?? { ...UNKNOWN_ACCOUNT, status: 503, body: 'try again' };
    }
  }

  private async judge(
    gateway: PaymentGateway,
    account: UsableAccount,
    input: CallbackInput,
  ): Promise<{ verdict: CallbackVerdict; result: string }> {
    const told = gateway.verifyCallback(account.credentials, input);
    if (told.ok && this.mayComeFrom(account, input.sourceIp)) {
      return this.notices.handle(gateway, account, told.notice, input.sourceIp);
    }
    const reason = told.ok ? 'foreign-source' : told.reason;
    if (reason !== 'irrelevant') await this.refused(account, reason, input);
    return { verdict: reason, result: reason };
  }

  /** A genuine callback from an address that nobody announced is noted, and refused where the account says so. */
  private mayComeFrom({ account: { code }, gateway, credentials }: UsableAccount, ip: string): boolean {
    if (sourceOf(credentials, gateway, ip) !== 'foreign') return true;
    const key = `${credentials.accountId} ${ip}`;
    if (this.noted.size >= MAX_NOTED) this.noted.clear();
    if (!this.noted.has(key))
      this.logger.warn(`callbacks of ${code} come from ${ip}, which its gateway has not announced`);
    this.noted.add(key);
    return textSetting(credentials, 'sourceCheck') !== 'refuse';
  }

  /** Who forges does not get to write more than a row a minute. */
  private async refused({ account }: UsableAccount, reason: CallbackRefusal, input: CallbackInput): Promise<void> {
    if (reason === 'malformed') return;
    await this.inbox.refused(account, reason, input);
  }
}
