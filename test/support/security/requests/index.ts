import { type OperationRequest } from './operation-request';
import { access } from './access.requests';
import { auth } from './auth.requests';
import { billing } from './billing.requests';
import { catalogue } from './catalogue.requests';
import { collectors } from './collectors.requests';
import { customerImport } from './customer-import.requests';
import { customers } from './customers.requests';
import { dunning } from './dunning.requests';
import { gateways } from './gateways.requests';
import { hotspot } from './hotspot.requests';
import { integration } from './integration.requests';
import { mikrotik } from './mikrotik.requests';
import { money } from './money.requests';
import { payPage } from './pay-page.requests';
import { payments } from './payments.requests';
import { pppoe } from './pppoe.requests';
import { refunds } from './refunds.requests';
import { resellers } from './resellers.requests';
import { routerGroups } from './router-groups.requests';
import { routerImport } from './router-import.requests';
import { staticLines } from './static-lines.requests';
import { subscriptions } from './subscriptions.requests';
import { system } from './system.requests';
import { vouchers } from './vouchers.requests';

export { namesObjects, type OperationRequest } from './operation-request';

/** Every operation of the API, by operationId. A new route adds its line to the file of its lib. */
export const REQUESTS: Readonly<Record<string, OperationRequest>> = {
  ...system,
  ...auth,
  ...access,
  ...integration,
  ...customers,
  ...customerImport,
  ...billing,
  ...subscriptions,
  ...money,
  ...catalogue,
  ...dunning,
  ...payments,
  ...payPage,
  ...collectors,
  ...gateways,
  ...refunds,
  ...hotspot,
  ...mikrotik,
  ...resellers,
  ...routerGroups,
  ...pppoe,
  ...staticLines,
  ...routerImport,
  ...vouchers,
};
