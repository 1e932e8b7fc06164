import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { CurrentActor } from '@app/platform';
import { CustomersErrors } from '../customers.errors';
import { AreasRepository } from '../repositories/areas.repository';
import { ResellersRepository } from '../repositories/resellers.repository';

/** Area and reseller of a customer, as asked for. */
export interface Place {
  siteId: string;
  areaId?: string | null;
  resellerId?: string | null;
}

/** Decides in which area and under which reseller a customer may be put. */
@Injectable()
export class CustomerPlacesService {
  constructor(
    private readonly areas: AreasRepository,
    private readonly resellers: ResellersRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** What is not said follows from the actor: the reseller's own customers, the only area of a collector. */
  complete(place: Place): { areaId: string | null; resellerId: string | null } {
    const { areaIds, resellerId } = this.actor.get().scope;
    const onlyArea = areaIds?.length === 1 ? areaIds[0] : undefined;
    return { areaId: place.areaId ?? onlyArea ?? null, resellerId: place.resellerId ?? resellerId };
  }

  /**
   * Checks any number of places with at most two statements.
   *
   * @throws DomainError CORE_NOT_FOUND for an area or reseller that the actor does not see, CUSTOMERS_PLACE_OF_OTHER_SITE
   */
  async check(places: readonly Place[]): Promise<void> {
    await this.checkKind('area', places, (place) => place.areaId, this.areas);
    await this.checkKind('reseller', places, (place) => place.resellerId, this.resellers);
  }

  private async checkKind(
    what: string,
    places: readonly Place[],
    idOf: (place: Place) => string | null | undefined,
    repository: { find(ids: readonly string[]): Promise<{ id: string; siteId: string }[]> },
  ): Promise<void> {
    const named = places.flatMap((place) => {
      const id = idOf(place);
      return id == null ? [] : [{ id, siteId: place.siteId }];
    });
    if (named.length === 0) return;
    const found = await repository.find([...new Set(named.map(({ id }) => id))]);
    const sites = new Map(found.map(({ id, siteId }) => [id, siteId]));
    for (const { id, siteId } of named) {
      if (!sites.has(id)) throw CoreErrors.NOT_FOUND({ what, id });
      if (sites.get(id) !== siteId) throw CustomersErrors.PLACE_OF_OTHER_SITE();
    }
  }
}
