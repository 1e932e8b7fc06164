/**
 * Turns of routers in a table of the shape `(router_id, claim, next_poll_at, polled_at, error_code)`: one per kind of
 * reading. Tables and conditions are those of the code, never of people.
 */
type TurnTable = `${string}_polls`;

/** A router is left alone for so long once it was claimed, should its reader die. */
const CLAIM = `interval '3 minutes'`;

/**
 * It is its turn, of `p` and the router `r`. What is off or keeps us out is not asked; it is due again at once when it is
 * back.
 */
export const TURN_IS_DUE = `p.next_poll_at <= clock_timestamp() and r.mode <> 'DISABLED' and r.health <> 'OFFLINE'
  and r.last_error_code is distinct from 'AUTH_FAILED'`;

/** It may be read, its turn or not. */
export const MAY_BE_READ = `r.mode <> 'DISABLED'`;

/** Claims at most `$1` routers. @param more further columns, of `p` */
export const claimTurns = (table: TurnTable, which: string, more = ''): string =>
  `with due as materialized (
     select p.router_id from ${table} p join routers r on r.id = p.router_id
      where ${which} order by p.next_poll_at limit $1 for update of p skip locked
   )
   update ${table} p set claim = p.claim + 1, next_poll_at = clock_timestamp() + ${CLAIM}
     from due where p.router_id = due.router_id
   returning p.router_id as "routerId", p.claim, p.polled_at as "polledAt", clock_timestamp() as now${more}`;

/** The router `$1` could not be read under the claim `$2`, for the reason `$3`: again in `$4` milliseconds. */
export const missTurn = (table: TurnTable): string =>
  `update ${table} set error_code = $3, next_poll_at = clock_timestamp() + $4::int * interval '1 millisecond'
    where router_id = $1 and claim = $2`;
