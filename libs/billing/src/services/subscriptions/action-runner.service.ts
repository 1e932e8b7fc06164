import { Injectable } from '@nestjs/common';
import { CoreErrors, given } from '@app/core';
import { Database } from '@app/platform';
import { SubscriptionErrors } from '../../subscription.errors';
import { RefusedError } from '../../domain/refused-error';
import { type Subscription } from '../../repositories/subscription.repository';
import { type Decision } from './decision';
import { DecisionWriter, type Written } from './decision-writer.service';
import { type NextInvoice, NextInvoices } from './next-invoices.service';
import { type ServiceInHand } from './service-in-hand';
import { ServiceLoader } from './service-loader.service';

/** How an action is asked for. */
export interface ActionOptions {
  /** Computes everything and writes nothing. */
  preview?: boolean;
  /** Refuses when the subscription is not in this version any more. */
  version?: number;
}

/** What an action did, or would do. */
export interface ActionOutcome {
  preview: boolean;
  /** As it is now; of a preview: as it would be. */
  subscription: Subscription;
  service: ServiceInHand;
  decision: Decision;
  /** What the billing run will make of it next. */
  next: NextInvoice | undefined;
  /** Documents that were made; undefined for a preview. */
  written: Written | undefined;
}

/**
 * Runs actions on subscriptions: what is to be done is decided once, by the same code for the preview and for the real thing.
 * The real thing happens under the locks of the accounts and in one transaction, or not at all.
 */
@Injectable()
export class ActionRunner {
  constructor(
    private readonly database: Database,
    private readonly loader: ServiceLoader,
    private readonly writer: DecisionWriter,
    private readonly nextInvoices: NextInvoices,
  ) {}

  /**
   * @param also further accounts that the action changes, to be locked in order with the others
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_PLAN_WITHOUT_PRICE, BILLING_CURRENCY_MISMATCH,
   * BILLING_CHANGE_REFUSED, and what `decide` refuses with
   */
  async run(
    id: string,
    options: ActionOptions,
    decide: (service: ServiceInHand) => Decision | Promise<Decision>,
    also: readonly string[] = [],
  ): Promise<ActionOutcome> {
    if (options.preview === true) {
      const { service, decision } = await this.decide(id, options, decide, { lock: false, also });
      const { patch, transition } = decision;
      const subscription = { ...service.subscription, ...given(patch), status: transition.to };
      const next = await this.nextInvoices.of(service, decision, subscription);
      return { preview: true, subscription, service, decision, next, written: undefined };
    }
    return this.database.transaction(async () => {
      const { service, decision } = await this.decide(id, options, decide, { lock: true, also });
      const written = await this.writer.write(service, decision);
      const { subscription } = written;
      const next = await this.nextInvoices.of(service, decision, subscription);
      return { preview: false, subscription, service, decision, next, written };
    });
  }

  private async decide(
    id: string,
    { version }: ActionOptions,
    decide: (service: ServiceInHand) => Decision | Promise<Decision>,
    open: { lock: boolean; also: readonly string[] },
  ): Promise<{ service: ServiceInHand; decision: Decision }> {
    const service = await this.loader.open(id, open);
    if (version !== undefined && version !== service.subscription.version) throw CoreErrors.STALE_VERSION();
    try {
      return { service, decision: await decide(service) };
    } catch (error) {
      throw error instanceof RefusedError ? refusal(error) : error;
    }
  }
}

function refusal({ message }: RefusedError): Error {
  return SubscriptionErrors.CHANGE_REFUSED({ reason: message });
}
