import { Injectable } from '@nestjs/common';
import { type DesiredResource, type ResourceKind } from '../domain/desired-resource';
import { KIND_ORDER, RESOURCE_SPECS } from '../domain/resource-spec';
import { columnsFor, type KindPlan, planKind } from '../domain/sync-plan';
import { DesiredState } from './desired-state';
import { RouterReader } from './router-reader';

export type PlanKeys = ReadonlyMap<ResourceKind, readonly string[] | 'all'>;

interface Question {
  kind: ResourceKind;
  keys: readonly string[] | 'all';
  desired: DesiredResource[];
}

/** Every kind, whole. */
export const EVERYTHING: PlanKeys = new Map(KIND_ORDER.map((kind) => [kind, 'all']));

const NOTHING: ReadonlySet<string> = new Set();

/** Compares what is wanted on a router with what is there. Writes nothing. */
@Injectable()
export class RouterPlanner {
  constructor(
    private readonly desired: DesiredState,
    private readonly reader: RouterReader,
  ) {}

  /**
   * The difference, in the order of {@link KIND_ORDER}. Objects that the wanted ones refer to are looked at as well, so
   * that they are there first. Kinds that nobody answers for are left out.
   *
   * @param rewriteHidden ask for attributes that the router hides to be written again (named keys only)
   * @throws RouterOsError
   */
  async plan(routerId: string, keys: PlanKeys, rewriteHidden = false): Promise<KindPlan[]> {
    const questions = await this.questions(routerId, keys);
    return Promise.all(
      questions.map(async ({ kind, keys: names, desired }) => {
        const rows = await this.reader.rows(routerId, RESOURCE_SPECS[kind].menu, columnsFor(kind, desired), names);
        const hidden = rewriteHidden && names !== 'all' ? new Set(names) : NOTHING;
        return planKind({ kind, desired, rows, keys: names, rewriteHidden: hidden });
      }),
    );
  }

  private async questions(routerId: string, keys: PlanKeys): Promise<Question[]> {
    const questions: Question[] = [];
    // why: backwards, because what a secret refers to is known only when the secret is
    for (const kind of [...KIND_ORDER].reverse()) {
      if (!this.desired.knows(kind)) continue;
      const asked = keys.get(kind) ?? [];
      const referred = asked === 'all' ? [] : referencesTo(kind, questions).filter((name) => !asked.includes(name));
      const desired = await this.desired.of(routerId, kind, asked === 'all' ? 'all' : [...asked, ...referred]);
      // why: a name that is only referred to and that nobody wants is the operator's own
      const names = asked === 'all' ? 'all' : [...asked, ...referred.filter((name) => isWanted(desired, name))];
      if (names === 'all' || names.length > 0) questions.unshift({ kind, keys: names, desired });
    }
    return questions;
  }
}

function isWanted(desired: readonly DesiredResource[], name: string): boolean {
  return desired.some(({ key }) => key === name);
}

function referencesTo(kind: ResourceKind, questions: readonly Question[]): string[] {
  const names = questions.flatMap((question) => {
    const attributes = Object.entries(RESOURCE_SPECS[question.kind].references).filter(([, target]) => target === kind);
    return question.desired.flatMap(({ values }) => attributes.map(([attribute]) => values[attribute] ?? ''));
  });
  return [...new Set(names)].filter((name) => name !== '');
}
