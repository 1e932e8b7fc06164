import { defineEvent } from '@app/platform';

/** A plan's name, bandwidth, tax code or status changed. Key: `<planId>:<version>`. */
export const PlanChanged = defineEvent<{ planId: string }>('billing.plan.changed.v1');
