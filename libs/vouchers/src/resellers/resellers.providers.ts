import { ResellerDepositRepository } from './repositories/reseller-deposit.repository';
import { ResellerPriceRepository } from './repositories/reseller-price.repository';
import { ResellerStockRepository } from './repositories/reseller-stock.repository';
import { ResellerWalletRepository } from './repositories/reseller-wallet.repository';
import { BatchOwners } from './services/batch-owners.service';
import { ResellerBooks } from './services/reseller-books.service';
import { ResellerDeposits } from './services/reseller-deposits.service';
import { ResellerPrices } from './services/reseller-prices.service';
import { ResellerPurchases } from './services/reseller-purchases.service';
import { ResellerSales } from './services/reseller-sales.service';
import { ResellerTopUpTarget } from './services/reseller-top-up-target';
import { ResellerTopUps } from './services/reseller-top-ups.service';
import { ResellerWallets } from './services/reseller-wallets.service';
import { ResellersProof } from './services/resellers.proof';

/** What the routes of resellers need. */
export const resellerServices = [
  ...[ResellerDeposits, ResellerPrices, ResellerPurchases, ResellerSales, ResellerTopUps, ResellerWallets],
];

/** All of it. */
export const resellerParts = [
  ...[ResellerDepositRepository, ResellerPriceRepository, ResellerStockRepository, ResellerWalletRepository],
  ...[BatchOwners, ResellerBooks, ResellersProof, ResellerTopUpTarget],
];
