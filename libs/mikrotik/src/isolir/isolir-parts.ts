import { type Text } from '@app/core';
import { type ResourceKey } from '../domain/desired-resource';
import { type KindPlan, type PlanAction } from '../domain/sync-plan';

export const ISOLIR_PART_STATES = [
  ...(['PRESENT', 'MISSING', 'WRONG', 'OUT_OF_ORDER', 'FOREIGN', 'LEFT_OVER', 'UNREADABLE'] as const),
] as const;
/** How one part looks on the router. */
export type IsolirPartState = (typeof ISOLIR_PART_STATES)[number];

/** One part of the infrastructure. */
export interface IsolirPart extends ResourceKey {
  state: IsolirPartState;
  /** What to do; null where nothing is to be done. */
  todo: Text | null;
}

const BY_ACTION: Readonly<Record<PlanAction['action'], IsolirPartState>> = {
  create: 'MISSING',
  update: 'WRONG',
  move: 'OUT_OF_ORDER',
  remove: 'LEFT_OVER',
  conflict: 'FOREIGN',
};

const REPAIR: Text = {
  id: 'Diperbaiki pada sinkronisasi berikut; jalankan pemasangan lagi untuk segera.',
  en: 'The next sync repairs it; install again to have it now.',
};

const TODO: Readonly<Record<IsolirPartState, Text | null>> = {
  PRESENT: null,
  MISSING: REPAIR,
  WRONG: REPAIR,
  OUT_OF_ORDER: {
    id: 'Aturan berada di belakang FastTrack atau tidak urut; dipindahkan pada sinkronisasi berikut.',
    en: 'The rule stands behind FastTrack or in the wrong order; the next sync moves it.',
  },
  FOREIGN: {
    id: 'Router punya objek lain dengan nama ini. Ganti namanya atau hapus di router.',
    en: 'The router has an object of this name that is not ours. Rename or remove it on the router.',
  },
  LEFT_OVER: {
    id: 'Sisa pemasangan lama; dihapus pada sinkronisasi berikut.',
    en: 'Left over from an earlier installation; the next sync removes it.',
  },
  UNREADABLE: {
    id: 'Menu ini tidak bisa dibaca. Periksa hak pengguna API dan paket RouterOS.',
    en: 'This menu cannot be read. Check the rights of the API user and the packages of the router.',
  },
};

/** The parts as plans see them: those of the given keys, and whatever else of ours these plans would remove. */
export function partsOf(plans: readonly KindPlan[], keys: ReadonlyMap<string, readonly string[]>): IsolirPart[] {
  return plans.flatMap(({ kind, actions, inStep, unreadable }) => {
    const asked = keys.get(kind) ?? [];
    if (unreadable) return asked.map((key) => partOf({ kind, key }, 'UNREADABLE'));
    // why: a rule may have to be changed and moved; what is wrong in it comes first
    const worst = new Map([...actions].reverse().map(({ key, action }) => [key, BY_ACTION[action]]));
    const named = [...worst].filter(([key]) => asked.includes(key) || key.startsWith('isolir-'));
    const present = inStep.filter((key) => asked.includes(key) && !worst.has(key));
    return [
      ...named.map(([key, state]) => partOf({ kind, key }, state)),
      ...present.map((key) => partOf({ kind, key }, 'PRESENT')),
    ];
  });
}

const partOf = (resource: ResourceKey, state: IsolirPartState): IsolirPart => ({
  ...resource,
  state,
  todo: TODO[state],
});
