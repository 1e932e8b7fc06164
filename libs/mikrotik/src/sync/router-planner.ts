import { Injectable } from '@nestjs/common';
import { type DesiredResource, type ResourceKind } from '../domain/desired-resource';
import { namesOfKey } from '../domain/resource-identity';
import { KIND_ORDER, RESOURCE_SPECS } from '../domain/resource-spec';
import { columnsFor, type KindPlan, planKind } from '../domain/sync-plan';
import { anyOf, RouterOsError, type Row, type Sentence } from '../transport';
import { DesiredState } from './desired-state';
import { RouterReader } from './router-reader';

export type PlanKeys = ReadonlyMap<ResourceKind, readonly string[] | 'all'>;

interface Question {
  kind: ResourceKind;
  keys: readonly string[] | 'all';
  desired: DesiredResource[];
  early?: EarlyRows | undefined;
}

/** A table that is being read already, with these columns. */
interface EarlyRows {
  columns: readonly string[];
  rows: Promise<Row[]>;
}

/** By kind whether it concerns a router. */
type Concerned = ReadonlyMap<ResourceKind, Promise<boolean>>;

export interface PlanOptions {
  /** Attributes that the router hides are written again (named keys only). */
  rewriteHidden?: boolean;
  /** Also look at what the wanted objects refer to; default yes. */
  references?: boolean;
}

/** Every kind, whole. */
export const EVERYTHING: PlanKeys = new Map(KIND_ORDER.map((kind) => [kind, 'all']));

const NOTHING: ReadonlySet<string> = new Set();

/** Compares what is wanted on a router with what is there. Writes nothing. */
@Injectable()
export class RouterPlanner {
  /** Columns that whole tables of a kind needed the last time. */
  private readonly usual = new Map<ResourceKind, readonly string[]>();

  constructor(
    private readonly desired: DesiredState,
    private readonly reader: RouterReader,
  ) {}

  /**
   * The difference, in the order of {@link KIND_ORDER}. Objects that the wanted ones refer to are looked at as well, so
   * that they are there first. Kinds that nobody answers for are left out; a kind whose table cannot be read says so.
   *
   * @throws RouterOsError
   */
  async plan(routerId: string, keys: PlanKeys, options: PlanOptions = {}): Promise<KindPlan[]> {
    const { rewriteHidden = false, references = true } = options;
    const concerned = this.concernedKinds(routerId, keys);
    const early = this.readEarly(routerId, concerned);
    try {
      const questions = await this.questions(routerId, keys, { references, concerned });
      return await Promise.all(
        questions.map((question) =>
          this.compare(routerId, { ...question, early: early.get(question.kind) }, rewriteHidden),
        ),
      );
    } finally {
      await Promise.allSettled([...early.values()].map(({ rows }) => rows));
    }
  }

  /** Which of the kinds that are asked for as a whole concern the router, all looked up at once. */
  private concernedKinds(routerId: string, keys: PlanKeys): Concerned {
    const concerned = new Map<ResourceKind, Promise<boolean>>();
    for (const [kind, asked] of keys) {
      if (asked !== 'all' || !this.desired.knows(kind)) continue;
      const answer = this.desired.concerns(routerId, kind);
      answer.catch(() => undefined); // why: whoever asks for it learns of it; nobody may
      concerned.set(kind, answer);
    }
    return concerned;
  }

  /** Whole tables are asked for while what is wanted is still being gathered; both take their time. */
  private readEarly(routerId: string, concerned: Concerned): Map<ResourceKind, EarlyRows> {
    const early = new Map<ResourceKind, EarlyRows>();
    for (const [kind, columns] of this.usual) {
      const concerns = concerned.get(kind);
      if (!concerns) continue;
      const { menu, dynamicRows: churning } = RESOURCE_SPECS[kind];
      // why: a router that a kind does not concern is not asked for it; its rows are then not asked for either
      const rows = concerns.then((yes) => (yes ? this.reader.table(routerId, menu, columns, { churning }) : []));
      rows.catch(() => undefined); // why: whoever needs the rows learns of it; nobody may
      early.set(kind, { columns, rows });
    }
    return early;
  }

  private async compare(routerId: string, question: Question, rewriteHidden: boolean): Promise<KindPlan> {
    const { kind, keys, desired } = question;
    const hidden = rewriteHidden && keys !== 'all' ? new Set(keys) : NOTHING;
    try {
      const rows = await this.rows(routerId, question);
      return await this.withMoved(routerId, planKind({ kind, desired, rows, keys, rewriteHidden: hidden }));
    } catch (error) {
      if (!(error instanceof RouterOsError) || error.isTransport) throw error;
      const unreadable = { code: error.code, message: error.message };
      return { kind, actions: [], inStep: [], foreign: [], managed: 0, unreadable };
    }
  }

  /** Tells removals that take something away from those of subscribers who have moved to another router. */
  private async withMoved(routerId: string, plan: KindPlan): Promise<KindPlan> {
    const removed = plan.actions.filter(({ action }) => action === 'remove').map(({ key }) => key);
    const moved = await this.desired.servedElsewhere(routerId, plan.kind, removed);
    if (moved.size === 0) return plan;
    const actions = plan.actions.map((one) =>
      one.action === 'remove' && moved.has(one.key) ? { ...one, moved: true } : one,
    );
    return { ...plan, actions };
  }

  private async rows(routerId: string, { kind, keys, desired, early }: Question): Promise<Row[]> {
    const { menu, identity, dynamicRows: churning } = RESOURCE_SPECS[kind];
    const columns = columnsFor(kind, desired);
    if (keys === 'all') {
      if (early && columns.every((column) => early.columns.includes(column))) return early.rows;
      this.usual.set(kind, [...new Set([...columns, ...(this.usual.get(kind) ?? [])])]);
      return this.reader.table(routerId, menu, columns, { churning });
    }
    if (identity === 'owner') {
      return this.reader.table(routerId, menu, columns, { churning, queries: markedOr(kind, desired) });
    }
    const names = keys.flatMap((key) => namesOfKey(kind, key));
    return this.reader.named(routerId, menu, columns, { by: 'name', names });
  }

  private async questions(
    routerId: string,
    keys: PlanKeys,
    { references, concerned }: { references: boolean; concerned: Concerned },
  ): Promise<Question[]> {
    const questions: Question[] = [];
    // why: backwards, because what a secret refers to is known only when the secret is
    for (const kind of [...KIND_ORDER].reverse()) {
      if (!this.desired.knows(kind) || (await concerned.get(kind)) === false) continue;
      const question = await this.question(routerId, kind, { asked: keys.get(kind) ?? [], questions, references });
      if (question) questions.unshift(question);
    }
    return questions;
  }

  private async question(
    routerId: string,
    kind: ResourceKind,
    {
      asked,
      questions,
      references,
    }: { asked: readonly string[] | 'all'; questions: readonly Question[]; references: boolean },
  ): Promise<Question | undefined> {
    // why: the place of a rule depends on all others of ours
    if (asked === 'all' || (RESOURCE_SPECS[kind].ordered && asked.length > 0)) {
      return { kind, keys: 'all', desired: await this.desired.of(routerId, kind, 'all') };
    }
    if (!references) {
      return asked.length > 0
        ? { kind, keys: asked, desired: await this.desired.of(routerId, kind, asked) }
        : undefined;
    }
    const desired: DesiredResource[] = [];
    const seen = new Set<string>();
    let next = [...new Set([...asked, ...referencesTo(kind, questions)])];
    while (next.length > 0) {
      for (const key of next) seen.add(key);
      desired.push(...(await this.desired.of(routerId, kind, next)));
      next = referencesTo(kind, [{ kind, keys: next, desired }]).filter((key) => !seen.has(key));
    }
    // why: a name that is only referred to and that nobody wants is the operator's own
    const keys = [...new Set([...asked, ...desired.map(({ key }) => key)])];
    return keys.length > 0 ? { kind, keys, desired } : undefined;
  }
}

/** Rows with a comment, and those that the router would take for one of the wanted. */
function markedOr(kind: ResourceKind, desired: readonly DesiredResource[]): Sentence {
  const { natural } = RESOURCE_SPECS[kind];
  const same = desired.flatMap(({ values }) => {
    const words = natural.flatMap((attribute) => anyOf(attribute, [values[attribute] ?? '']));
    return words.length === 0 ? [] : [...words, `?#${'&'.repeat(words.length - 1)}|`];
  });
  return ['?>comment=', ...same];
}

function referencesTo(kind: ResourceKind, questions: readonly Question[]): string[] {
  const names = questions.flatMap((question) => {
    const attributes = Object.entries(RESOURCE_SPECS[question.kind].references)
      .filter(([, kinds]) => kinds.includes(kind))
      .map(([attribute]) => attribute);
    return question.desired.flatMap(({ values }) => attributes.map((attribute) => values[attribute] ?? ''));
  });
  return [...new Set(names)].filter((name) => name !== '' && name !== 'none');
}
