import { html, type Html } from '../../control/html';
import { type Delivery } from '../callbacks';
import { type Order, refundedOf } from '../order';
import { type PaymentSimulator } from '../payment-simulator';
import { paymentFrame, rupiah, statusBadge } from './frame';

/** The page that a payer sees at the gateway, with the buttons that a tester wants. */
export function payPage(simulator: PaymentSimulator, order: Order): Html {
  const deliveries = simulator.callbacks.log.filter(({ orderId }) => orderId === order.id);
  return paymentFrame(
    `${order.title} · ${order.provider}`,
    html`<article id="order" data-live>
        <h1>${rupiah(order.amount + order.feeCustomer)} ${statusBadge(order)}</h1>
        <dl>
          <dt>For</dt>
          <dd>${order.title}</dd>
          <dt>Payer</dt>
          <dd>${order.payer}</dd>
          <dt>Gateway</dt>
          <dd>${order.provider}</dd>
          <dt>Order</dt>
          <dd>${order.merchantOrderId}</dd>
          <dt>Reference</dt>
          <dd>${order.reference}</dd>
          <dt>VA</dt>
          <dd>${order.vaNumber}</dd>
          <dt>Channel</dt>
          <dd>${order.channel === '' ? 'not chosen yet' : order.channel}</dd>
          <dt>Refunded</dt>
          <dd>${rupiah(refundedOf(order))}</dd>
        </dl>
      </article>
      ${payForm(simulator, order)} ${buttons(order)}
      <section id="callbacks" data-live>
        <h2>Callbacks to ${order.callbackUrl || simulator.merchants[order.provider].callbackUrl || 'nobody'}</h2>
        ${deliveryTable(deliveries)}
      </section>`,
  );
}

function payForm(simulator: PaymentSimulator, order: Order): Html {
  const path = `/control/orders/${order.id}/pay`;
  const channels = order.channel === '' ? simulator.channelsOf(order.provider) : [order.channel];
  return html`<form data-post="${path}">
    <select name="channel" aria-label="Channel">
      ${channels.map((channel) => html`<option>${channel}</option>`)}
    </select>
    <button>Pay</button>
    <output hidden></output>
  </form>`;
}

function buttons(order: Order): Html {
  const path = `POST /control/orders/${order.id}`;
  const back = /^https?:/.test(order.returnUrl) ? html`<a href="${order.returnUrl}">Back to the merchant</a>` : html``;
  return html`<p class="actions">
    <button data-call="${path}/fail">Fail</button>
    <button data-call="${path}/expire">Expire</button>
    <button data-call="${path}/pay" data-body='{"copies":5}'>Pay, callback 5 times</button>
    <button data-call="${path}/pay" data-body='{"notices":[]}'>Pay, callback lost</button>
    <button data-call="${path}/pay" data-body='{"notices":["paid","pending","failed"]}'>Pay, out of order</button>
    <button data-call="${path}/refund">Refund</button>
    <button data-call="${path}/settle">Settle</button>
    ${back}
  </p>`;
}

function deliveryTable(deliveries: readonly Delivery[]): Html {
  if (deliveries.length === 0) return html`<p>None yet.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th>At</th>
        <th>Notice</th>
        <th>Try</th>
        <th>Answer</th>
      </tr>
    </thead>
    <tbody>
      ${deliveries.map(
        ({ at, notice, attempt, status, answer }) =>
          html`<tr>
            <td>${new Date(at).toISOString().slice(11, 19)}</td>
            <td>${notice}</td>
            <td>${attempt}</td>
            <td><code>${status} ${answer}</code></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
