import { Injectable } from '@nestjs/common';
import {
  INVENTORY_KINDS,
  type InventoryKind,
  type InventoryObject,
  RouterInventory,
  RoutersService,
  type UnreadableKind,
} from '@app/mikrotik';
import { FINDINGS, type FindingCode } from '../domain/import/findings';
import { codesIn } from '../domain/import/customer-hints';
import { type PlanSuggestion, suggestPlans } from '../domain/import/plan-suggestions';
import { type Rates, ratesOf } from '../domain/import/rate-limit';
import { findingsOf } from '../domain/import/secret-findings';
import { ImportFactsRepository } from './import-facts.repository';
import { ImportSurroundings } from './import-surroundings.service';

export interface PreviewRow {
  kind: InventoryKind;
  object: InventoryObject;
  findings: FindingCode[];
  /** Codes of customers of the site that the comment names. */
  customerCodes: string[];
}

export interface PreviewCounts {
  kind: InventoryKind;
  total: number;
  ours: number;
  foreign: number;
  /** Rows that cannot be imported as they are. */
  blocked: number;
}

/** A profile, how many secrets are on it, and the plans it may stand for. */
export interface PreviewProfile {
  name: string;
  rateLimit: string | null;
  rates: Rates | null;
  secrets: number;
  known: boolean;
  suggestions: PlanSuggestion[];
}

export interface ImportPreview {
  routerId: string;
  takenAt: Date;
  counts: PreviewCounts[];
  unreadable: UnreadableKind[];
  profiles: PreviewProfile[];
  rows: PreviewRow[];
}

/** What an import would find, from a kept look at the router. Writes nothing, on the router or in the books. */
@Injectable()
export class ImportPreviews {
  constructor(
    private readonly routers: RoutersService,
    private readonly inventory: RouterInventory,
    private readonly surroundings: ImportSurroundings,
    private readonly facts: ImportFactsRepository,
  ) {}

  /**
   * @param fresh reads the router again, however new the kept look is
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async of(routerId: string, { fresh = false } = {}): Promise<ImportPreview> {
    const { siteId } = await this.routers.get(routerId);
    const { objects, unreadable, takenAt } = await this.inventory.of(routerId, { fresh });
    const secrets = objects['ppp-secret'];
    const profiles = unreadable.some(({ kind }) => kind === 'ppp-profile') ? null : objects['ppp-profile'];
    const around = await this.surroundings.of(routerId, secrets, profiles);
    const customers = await this.facts.customersByCode(siteId, [
      ...new Set(secrets.flatMap(({ comment }) => codesIn(comment))),
    ]);
    const rows = INVENTORY_KINDS.flatMap((kind) =>
      objects[kind].map((object): PreviewRow => {
        const findings = kind === 'ppp-secret' ? findingsOf(object, around) : findingsOfOther(kind, object);
        const codes = kind === 'ppp-secret' ? codesIn(object.comment).filter((code) => customers.has(code)) : [];
        return { kind, object, findings, customerCodes: codes };
      }),
    );
    return {
      ...{ routerId, takenAt, unreadable, rows },
      counts: INVENTORY_KINDS.map((kind) => countsOf(kind, rows)),
      profiles: await this.profilesOf(siteId, secrets, objects['ppp-profile']),
    };
  }

  private async profilesOf(
    siteId: string,
    secrets: readonly InventoryObject[],
    profiles: readonly InventoryObject[],
  ): Promise<PreviewProfile[]> {
    const plans = await this.facts.plansOf(siteId);
    const used = new Map<string, number>();
    for (const { values } of secrets) {
      const name = values.profile ?? 'default';
      used.set(name, (used.get(name) ?? 0) + 1);
    }
    const known = new Map(profiles.map((profile) => [profile.name, profile]));
    return [...new Set([...used.keys(), ...known.keys()])].sort().map((name) => {
      const rateLimit = known.get(name)?.values['rate-limit'];
      return {
        ...{ name, rateLimit: rateLimit ?? null, rates: ratesOf(rateLimit) ?? null },
        ...{ secrets: used.get(name) ?? 0, known: known.has(name) },
        suggestions: suggestPlans({ name, rateLimit }, plans),
      };
    });
  }
}

const isBlocked = ({ findings }: PreviewRow): boolean => findings.some((code) => FINDINGS[code].severity === 'BLOCKS');

function countsOf(kind: InventoryKind, all: readonly PreviewRow[]): PreviewCounts {
  const rows = all.filter((row) => row.kind === kind);
  const ours = rows.filter(({ object }) => object.owner !== null).length;
  return { kind, total: rows.length, ours, foreign: rows.length - ours, blocked: rows.filter(isBlocked).length };
}

/** why: it is said and not kept quiet that these are not taken over here */
function findingsOfOther(kind: InventoryKind, { owner, encoded }: InventoryObject): FindingCode[] {
  if (owner !== null) return ['ALREADY_MANAGED'];
  const isHotspot = kind === 'hotspot-user' || kind === 'hotspot-user-profile';
  return [isHotspot ? 'HOTSPOT_LATER' : 'SHOWN_ONLY', ...(encoded ? (['TEXT_ENCODED'] as const) : [])];
}
