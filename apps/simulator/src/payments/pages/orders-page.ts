import { html, type Html } from '../../control/html';
import { type Order, PROVIDERS } from '../order';
import { type PaymentSimulator } from '../payment-simulator';
import { paymentFrame, rupiah, statusBadge } from './frame';

const SHOWN = 100;

/** Every order, newest first. */
export function ordersPage({ orders }: PaymentSimulator): Html {
  const list = orders.list();
  return paymentFrame(
    'Payments · simulator',
    html`<section>
        <h1>Orders</h1>
        <div class="scroll" id="orders" data-live>
          ${list.length === 0 ? html`<p>No order yet: start a payment in the product.</p>` : table(list.slice(0, SHOWN))}
        </div>
      </section>
      <section>
        <h2>Settlement reports (CSV)</h2>
        <p>${PROVIDERS.map((one) => html`<a href="/reports/${one}.csv" download="${one}.csv">${one}</a> `)}</p>
      </section>`,
  );
}

function table(orders: readonly Order[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th>Gateway</th>
        <th>Order</th>
        <th>For</th>
        <th>Amount</th>
        <th>Channel</th>
        <th>State</th>
      </tr>
    </thead>
    <tbody>
      ${orders.map(
        (order) =>
          html`<tr>
            <td>${order.provider}</td>
            <td><a href="/pay/${order.id}">${order.merchantOrderId}</a></td>
            <td>${order.title}</td>
            <td>${rupiah(order.amount + order.feeCustomer)}</td>
            <td>${order.channel}</td>
            <td>${statusBadge(order)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
