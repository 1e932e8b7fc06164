import { Module } from '@nestjs/common';
import { MikrotikModule } from '../mikrotik.module';
import { InventoryRepository } from './inventory.repository';
import { RouterInventory } from './router-inventory.service';

/** What operators have on their routers, for libs that take it over. */
@Module({
  imports: [MikrotikModule],
  providers: [InventoryRepository, RouterInventory],
  exports: [RouterInventory],
})
export class RouterInventoryModule {}
