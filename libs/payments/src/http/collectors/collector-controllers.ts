import { CashBookController } from '../cash-book/cash-book.controller';
import { CashClosingsController } from '../cash-book/cash-closings.controller';
import { CashDesksController } from '../cash-book/cash-desks.controller';
import { RemittancesController } from '../remittances/remittances.controller';
import { CollectorsController } from './collectors.controller';
import { MyRoundsController } from './my-rounds.controller';

/** Routes of collectors and the cash book; `collectors/me` before `collectors/:id`. */
export const COLLECTOR_CONTROLLERS = [
  MyRoundsController,
  CollectorsController,
  RemittancesController,
  CashBookController,
  CashDesksController,
  CashClosingsController,
];
