import { AccessOverridesController } from './access-overrides.controller';
import { DunningController } from './dunning.controller';
import { DunningPoliciesController } from './dunning-policies.controller';
import { PromisesController } from './promises.controller';

/** The REST side of dunning. */
export const dunningControllers = [
  DunningPoliciesController,
  DunningController,
  PromisesController,
  AccessOverridesController,
];
