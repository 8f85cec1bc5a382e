// 四单 of one round: 愿景清单 → 任务清单 → 项目认领清单 → 效果评估清单. Each is a projection of the round's wishes; nothing is dropped between them.
import type { Link, Text } from '@bihuan/core';
import { z } from 'zod';
import { type Rate, type Reconciliation, rate, reconcile } from '../builders/rate.ts';
import { text } from '../builders/text.ts';
import { partyTask } from '../tiered-response/context.ts';

const instant = z.number().nullable();

/** What a wish tells its round. */
export const wishRollUp = z.object({
  wish: z.string(),
  theme: z.string(),
  demand: z.number(),
  state: z.string().nullable(),
  into: z.string().nullable(),
  declinedFor: z.string().nullable(),
  parties: z.array(partyTask),
  route: z.enum(['byDuty', 'microProject']).nullable(),
  project: z.string().nullable(),
  undertaker: z.string().nullable(),
  ratings: z.object({ count: z.number(), met: z.number() }),
  dates: z.object({ tasked: instant, claimed: instant, delivered: instant, evaluated: instant }),
});

/** One wish of a round. */
export interface RoundItem extends z.output<typeof wishRollUp> {
  readonly id: string;
  readonly outcome: string | null;
}

/** The wishes that a round has registered, in the order of their ids. */
export function itemsOf(links: readonly Link[]): readonly RoundItem[] {
  return links
    .filter((link) => link.type === 'itemOf' && link.direction === 'from' && link.status === 'active' && link.rollUp !== null)
    .map((link) => ({ id: link.case, outcome: link.rollUp!.outcome, ...wishRollUp.parse(link.rollUp!.data) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

type Disposition = 'tasked' | 'merged' | 'declined' | 'withdrawn' | 'pending';

/** What became of a wish as a wish. A task that was undone still came from the joint meeting. */
export function dispositionOf(item: RoundItem): Disposition {
  if (item.outcome === 'merged' || item.outcome === 'declined') return item.outcome;
  if (item.outcome === 'withdrawn' || item.outcome === 'voided' || item.outcome === 'cancelled') return 'withdrawn';
  return item.dates.tasked === null ? 'pending' : 'tasked';
}

export interface FourLists {
  /** 愿景清单: every wish, and what became of it. */
  readonly wishes: readonly {
    readonly id: string;
    readonly wish: string;
    readonly theme: string;
    readonly demand: number;
    readonly disposition: Disposition;
    readonly reason: string | null;
  }[];
  /** 任务清单: 按照各方职责分解. */
  readonly tasks: readonly {
    readonly id: string;
    readonly wish: string;
    readonly parties: RoundItem['parties'];
    readonly route: RoundItem['route'];
    readonly taskedAtMs: number;
  }[];
  /** 项目认领清单: who took on what, voluntarily (微实事) or by duty. */
  readonly claims: readonly {
    readonly id: string;
    readonly project: string;
    readonly undertaker: string;
    readonly voluntary: boolean;
    readonly claimedAtMs: number | null;
  }[];
  /** 效果评估清单: what residents found. */
  readonly evaluations: readonly {
    readonly id: string;
    readonly wish: string;
    readonly undertaker: string | null;
    readonly result: 'met' | 'unmet' | 'unrated';
    readonly ratings: RoundItem['ratings'];
  }[];
}

/** The four lists of a round. A wish of a round that is not decided yet stands on the first as `pending`. */
export function fourListsOf(items: readonly RoundItem[]): FourLists {
  const tasked = items.filter((item) => dispositionOf(item) === 'tasked');
  return {
    wishes: items.map((item) => ({
      id: item.id,
      wish: item.wish,
      theme: item.theme,
      demand: item.demand,
      disposition: dispositionOf(item),
      reason: item.declinedFor ?? item.into,
    })),
    tasks: tasked.map((item) => ({
      id: item.id,
      wish: item.wish,
      parties: item.parties,
      route: item.route,
      taskedAtMs: item.dates.tasked!,
    })),
    claims: tasked
      .filter((item) => item.undertaker !== null)
      .map((item) => ({
        id: item.id,
        project: item.project ?? item.wish,
        undertaker: item.undertaker!,
        voluntary: item.route === 'microProject',
        claimedAtMs: item.dates.claimed,
      })),
    evaluations: tasked
      .filter(
        (item): item is RoundItem & { outcome: 'met' | 'unmet' | 'unrated' } =>
          item.outcome === 'met' || item.outcome === 'unmet' || item.outcome === 'unrated',
      )
      .map((item) => ({ id: item.id, wish: item.wish, undertaker: item.undertaker, result: item.outcome, ratings: item.ratings })),
  };
}

/** One thing that keeps the lists from reconciling. */
export interface ListGap {
  readonly list: keyof FourLists;
  readonly id: string;
  readonly text: Text;
}

/**
 * Whether nothing was dropped: every wish ends in exactly one of tasked, merged, declined or withdrawn; what it was merged into belongs to the
 * round; every task is claimed or done by duty; every claim is evaluated. Names each wish that stands between two lists.
 */
export function listGaps(items: readonly RoundItem[]): readonly ListGap[] {
  const lists = fourListsOf(items);
  const ids = new Set(items.map((item) => item.id));
  const claimed = new Set(lists.claims.map((row) => row.id));
  const evaluated = new Set(lists.evaluations.map((row) => row.id));
  const byEscalation = new Set(items.filter((item) => item.route === null && item.dates.delivered !== null).map((item) => item.id));
  return [
    ...lists.wishes
      .filter((row) => row.disposition === 'pending')
      .map(({ id }) => gap('wishes', id, '愿景尚未分解、归并或答复', 'the wish is neither tasked, merged nor declined')),
    ...items
      .filter((item) => item.outcome === 'merged' && !ids.has(item.into ?? ''))
      .map(({ id }) => gap('wishes', id, '归并到本轮之外的愿景', 'it was merged into a wish outside this round')),
    ...lists.tasks
      .filter(({ id }) => !claimed.has(id) && !byEscalation.has(id))
      .map(({ id }) => gap('tasks', id, '任务无人承接', 'nobody undertakes the task')),
    ...lists.tasks.filter(({ id }) => !evaluated.has(id)).map(({ id }) => gap('claims', id, '尚未评估', 'it has not been evaluated')),
  ];
}

const gap = (list: keyof FourLists, id: string, zh: string, en: string): ListGap => ({ list, id, text: text(zh, en) });

export interface RoundFigures {
  readonly partition: Reconciliation;
  /** 认领率: micro-projects that somebody claimed. */
  readonly claimed: Rate;
  /** 愿景达成率: tasks that residents found met. */
  readonly met: Rate;
}

export function roundFigures(items: readonly RoundItem[]): RoundFigures {
  const count = (disposition: Disposition) => items.filter((item) => dispositionOf(item) === disposition).length;
  const { tasks, claims, evaluations } = fourListsOf(items);
  const micro = tasks.filter((row) => row.route === 'microProject');
  const result = (name: string) => evaluations.filter((row) => row.result === name).length;
  return {
    partition: reconcile(items.length, {
      tasked: count('tasked'),
      merged: count('merged'),
      declined: count('declined'),
      withdrawn: count('withdrawn'),
      pending: count('pending'),
    }),
    claimed: rate(text('认领率', 'claim rate'), micro.filter(({ id }) => claims.some((row) => row.id === id)).length, micro.length, {
      byDuty: tasks.length - micro.length,
    }),
    met: rate(text('愿景达成率', 'wishes met'), result('met'), result('met') + result('unmet'), {
      unrated: result('unrated'),
      notEvaluatedYet: tasks.length - evaluations.length,
    }),
  };
}

/** 按照需求量由高到低: the k most wanted, with everything that ties with the last of them (004: three rooms). */
export function rankByDemand<Item extends { readonly demand: number }>(items: readonly Item[], k: number): readonly Item[] {
  const ranked = [...items].sort((a, b) => b.demand - a.demand);
  const least = ranked[Math.min(k, ranked.length) - 1]?.demand ?? Number.POSITIVE_INFINITY;
  return ranked.filter((item) => item.demand >= least);
}
