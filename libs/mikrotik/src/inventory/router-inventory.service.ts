import { Injectable } from '@nestjs/common';
import {
  type Inventory,
  INVENTORY_KINDS,
  type InventoryKind,
  type InventoryObject,
  type UnreadableKind,
} from '../domain/inventory/inventory';
import { INVENTORY_MENUS, inventoryColumns, inventoryObject } from '../domain/inventory/inventory-menus';
import { readFailure } from '../cache/router-cache';
import { RoutersService } from '../services/routers.service';
import { RouterReader } from '../sync/router-reader';
import { RouterOsError, type Row } from '../transport';
import { InventoryRepository } from './inventory.repository';

/** So long a look serves pages; who wants the router as it is now asks for a fresh one. */
const KEPT_MS = 10 * 60_000;

/** A PPP secret with its password, for who takes it over. */
export interface SecretWithPassword extends InventoryObject {
  /** Undefined where the router keeps it from us. */
  secret: string | undefined;
}

/** What operators have on their routers. Reads only. */
@Injectable()
export class RouterInventory {
  constructor(
    private readonly routers: RoutersService,
    private readonly reader: RouterReader,
    private readonly kept: InventoryRepository,
  ) {}

  /**
   * Everything of a router within the caller's scope, from a look of the last ten minutes unless a fresh one is wanted.
   * Kinds that the router cannot or may not tell of are named, the others are shown.
   *
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async of(routerId: string, { fresh = false } = {}): Promise<Inventory> {
    await this.routers.get(routerId);
    const known = fresh ? undefined : await this.kept.find(routerId, KEPT_MS);
    if (known) return known;
    const objects = {} as Record<InventoryKind, InventoryObject[]>;
    const unreadable: UnreadableKind[] = [];
    for (const kind of INVENTORY_KINDS) {
      objects[kind] = [];
      try {
        objects[kind] = (await this.rows(routerId, kind)).flatMap((row) => inventoryObject(kind, row) ?? []);
      } catch (error) {
        unreadable.push({ kind, code: codeOf(error, INVENTORY_MENUS[kind].menu) });
      }
    }
    return { objects, unreadable, takenAt: await this.kept.save(routerId, { objects, unreadable }) };
  }

  /** The secrets as they are now, by name, with their passwords; for workers. @throws RouterOsError */
  async secrets(routerId: string): Promise<Map<string, SecretWithPassword>> {
    const rows = await this.rows(routerId, 'ppp-secret');
    return new Map(
      rows.flatMap((row) => {
        const object = inventoryObject('ppp-secret', row);
        return object ? [[object.name, { ...object, secret: row.password }]] : [];
      }),
    );
  }

  /** The profiles as they are now; for workers. @throws RouterOsError */
  async profiles(routerId: string): Promise<InventoryObject[]> {
    return (await this.rows(routerId, 'ppp-profile')).flatMap((row) => inventoryObject('ppp-profile', row) ?? []);
  }

  /** The next look is a fresh one: something was taken over. */
  async forget(routerId: string): Promise<void> {
    await this.kept.forget(routerId);
  }

  private async rows(routerId: string, kind: InventoryKind): Promise<Row[]> {
    const { menu, churning } = INVENTORY_MENUS[kind];
    return this.reader.table(routerId, menu, inventoryColumns(kind), { churning });
  }
}

/** A menu that is missing or not allowed is told; a router that does not answer ends the look. */
function codeOf(error: unknown, menu: string): string {
  if (!(error instanceof RouterOsError)) throw error;
  if (error.isTransport) throw readFailure(error, menu);
  return error.code;
}
