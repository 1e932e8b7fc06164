import { defineEvent } from '@app/platform';

/** A router went to another state of health. One event per change. */
export const RouterHealthChanged = defineEvent<{
  routerId: string;
  from: string;
  to: string;
  conditions: readonly string[];
}>('mikrotik.router-health.changed.v1');

/** A router was started anew since it was last seen. */
export const RouterRestarted = defineEvent<{ routerId: string }>('mikrotik.router.restarted.v1');
