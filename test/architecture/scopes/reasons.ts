export const UNDER_LOCK = 'only after BillingAccountRepository.lock, which is limited to the scope';
export const AFTER_FIND = 'only for an id that a limited read of the same service has just found';
export const NEW_ROW =
  'writes a row that its service has checked: site, customer or router were found within the scope';
export const RUN = 'the billing run and dunning: jobs of the system, which see everything';
export const POLL_MONEY = 'what gateways are asked, and what they report: jobs of the system, for accounts that exist';
export const UNDER_REFUND = 'only after RefundRepository.lock or claim of the same refund';
export const SYNC = 'the sync of routers: jobs of the system; routes reach it after RoutersService.get';
export const PROBES = 'the health monitor: jobs of the system';
export const EVERYWHERE = 'names are unique over all sites, so it has to look at all of them; it answers yes or no';
export const IMPORT =
  'imports of routers: jobs of the system; routes reach it after RoutersService.get or RouterImportRepository.find';
export const TOLD =
  'a gateway told of it, or a payer holds the link to it: whoever asks knows the account or the order';
export const SELF = 'the account that signs in or makes the request, found by its credentials or its own id';
export const BOOK = 'the book of an account that the caller has found within his scope: a desk or a collector';
export const HIS_LOCK = 'under the lock of a collector whom the caller has found within his scope, or is';
export const DESK_OF =
  'the desk that the cash of something goes to, whoever brings it; people read desks by the limited methods';
export const POLLS = 'the readings of routers: jobs of the system; routes reach it after PlacementRepository.routers';
export const VISITOR =
  'the page of who is isolated: one subscriber, recognised by his address or by number and phone, never a list';
