import { html, type Html } from '../../control/html';
import { type Order, type OrderStatus } from '../order';

/** The frame of the payment pages. */
export function paymentFrame(title: string, content: Html): Html {
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="stylesheet" href="/assets/style.css" />
      <script src="/assets/page.js" defer></script>
    </head>
    <body>
      <header>
        <a href="/"><b>Payment simulator</b></a>
        <span>no real money</span>
        <output id="result" aria-live="polite"></output>
      </header>
      <main>${content}</main>
    </body>
  </html>`;
}

const TONE: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'badge',
  PAID: 'badge good',
  FAILED: 'badge bad',
  EXPIRED: 'badge bad',
  CANCELLED: 'badge bad',
};

export const statusBadge = ({ status }: Order): Html => html`<span class="${TONE[status]}">${status}</span>`;

export const rupiah = (amount: number): string => `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, '.')}`;
