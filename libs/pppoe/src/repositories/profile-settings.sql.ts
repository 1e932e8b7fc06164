/**
 * Joins what is said of the profiles of a plan: `general` on every router, `own` on one of them, and `limits`, what the usage
 * of a subscription `s` has come to.
 */
export const settingsJoin = (planColumn: string, routerColumn: string): string =>
  `left join pppoe_profile_settings general on general.plan_id = ${planColumn} and general.router_id is null
   left join pppoe_profile_settings own on own.plan_id = ${planColumn} and own.router_id = ${routerColumn}
   left join pppoe_service_limits limits on limits.subscription_id = s.id`;

/** Policies after {@link settingsJoin}: those of the router before the general ones. */
export const SETTINGS = {
  changePolicy: `coalesce(own.change_policy, general.change_policy, 'KICK')`,
  quotaAction: `coalesce(own.quota_action, general.quota_action, 'NOTIFY')`,
} as const;

/** `UsageLimit` after {@link settingsJoin}. */
export const LIMIT = `jsonb_build_object('stepNo', coalesce(limits.step_no, 0),
  'blocked', coalesce(limits.quota_reached, false) and ${SETTINGS.quotaAction} = 'BLOCK')`;
