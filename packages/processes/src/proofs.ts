// How the catalogue is proven: who takes part, what tells cases apart, and why what is left to people is meant so. `verify(wish, proofs.wish)`.
import type { Link } from '@bihuan/core';
import { itemsOf } from './four-lists/lists.ts';

export interface ProofSettings {
  /** People of a role, where a rule needs several. */
  readonly people?: Readonly<Record<string, number>>;
  /** What of a field, or of a fact of the case, its rules make a difference of. */
  readonly abstraction?: Readonly<Record<string, 'ignore' | { readonly most: number } | ((value: any) => unknown)>>;
  /** Why a warning is meant so, by rule and place. */
  readonly answers?: Readonly<Record<string, string>>;
}

const byProcess = {
  hazard: {
    answers: {
      'P005 keyMarked': '直至彻底解决 (000): worked at jointly until it is solved, and reminded of by keyReview; only solving it ends it',
    },
  },
  'tiered-response': {},
  wish: {
    people: { resident: 3 },
    abstraction: {
      /** Who has rated, and how many of them found it met. */
      ratings: (ratings: readonly { readonly by: string; readonly met: boolean }[]) => [
        ratings.map(({ by }) => by).sort(),
        ratings.filter(({ met }) => met).length,
      ],
      /** Whether it is somebody who may deliver it, or who would rate what they did. */
      undertaker: (person: string | null) =>
        person === null || /^(resident|undertaker|all-roles)/.test(person) ? person : 'somebody else',
      generation: { most: 3 },
      /** Who opened it may withdraw it: there is always one. */
      'case.openedBy': 'ignore',
    },
    answers: {
      'P009 evaluating: resident': 'all have rated: the joint meeting evaluates, or the deadline does',
      'P009 escalated: jointMeeting': 'the tiered response decides: the wish is evaluated or declined with its result',
      'P009 doing: undertaker': 'given by duty to somebody without the role: doBy reminds, then the case goes up',
    },
  },
  'four-lists': {
    abstraction: {
      /** Of the wishes what the lists are reconciled by, in any order. */
      'case.links': (links: readonly Link[]) =>
        [
          itemsOf(links).map(({ outcome, into, route, undertaker, dates }) =>
            JSON.stringify([outcome, into, ...[route, undertaker, dates.tasked, dates.delivered].map((value) => value !== null)]),
          ),
          links.map(({ type, status, rollUp }) => JSON.stringify([type, status, rollUp?.outcome ?? null])).sort(),
        ].map((each) => each.toSorted()),
    },
    answers: {
      'P005 stalled': 'reminded as often as may be: community and subdistrict revive the round or cancel it, as often as they see fit',
    },
  },
} as const satisfies Readonly<Record<string, ProofSettings>>;

export const proofs: Readonly<Record<string, ProofSettings>> = byProcess;
