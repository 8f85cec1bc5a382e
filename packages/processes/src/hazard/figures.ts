// 隐患台账 and its figures, from cases. Every rate says what it counts against and what it leaves out.
import type { CaseOf, Text } from '@bihuan/core';
import { type Rate, type Reconciliation, rate, reconcile } from '../builders/rate.ts';
import { text } from '../builders/text.ts';
import { labels } from './labels.ts';
import type { hazard } from './process.ts';

type Hazard = CaseOf<typeof hazard>;

/** Ends that are no hazard of their own: left out of every rate, by reason. */
const excluded = ['rejected', 'duplicate', 'withdrawn', 'voided', 'cancelled'] as const;

export interface HazardFigures {
  /** 发现 = 已销号 + 整改中 + …: buckets partition the total, or the report says what is missing. */
  readonly partition: Reconciliation;
  readonly closure: Rate;
  readonly onTime: Rate;
  readonly rework: Rate;
  readonly rebound: Rate;
  /** Overdue now, and not fixed. */
  readonly overdue: number;
  /** From report to strike-off, in ms; null while none is struck off. */
  readonly meanHandlingMs: number | null;
}

export function hazardFigures(cases: readonly Hazard[]): HazardFigures {
  const outcome = (name: string) => cases.filter((each) => each.closed?.outcome === name);
  const follows = (each: Hazard) => each.states[0]?.startsWith('duplicate') === true;
  const left = Object.fromEntries(
    excluded.map((name) => [name, name === 'duplicate' ? cases.filter(follows).length : outcome(name).length]),
  );
  const counted = cases.filter((each) => !follows(each) && !excluded.some((name) => each.closed?.outcome === name));
  const closed = counted.filter((each) => each.closed?.outcome === 'closed');
  const fixed = counted.filter((each) => each.context.rectifiedAtMs !== null);
  const open = counted.length - closed.length;
  const handled = closed.map((each) => each.closed!.atMs - each.openedAtMs);
  return {
    partition: reconcile(cases.length, { closed: closed.length, open, ...left }),
    closure: rate(text('闭环率', 'closure rate'), closed.length, counted.length, left),
    onTime: rate(text('按期整改率', 'on-time rectification rate'), fixed.filter((each) => !each.context.wasLate).length, fixed.length, {
      notRectifiedYet: counted.length - fixed.length,
      ...left,
    }),
    rework: rate(text('返工率', 'rework rate'), counted.filter((each) => each.context.rework > 0).length, counted.length, left),
    rebound: rate(text('反弹率', 'rebound rate'), counted.filter((each) => each.context.rebound > 0).length, counted.length, left),
    overdue: counted.filter((each) => each.states.includes('overdue')).length,
    meanHandlingMs: handled.length === 0 ? null : Math.round(handled.reduce((sum, ms) => sum + ms, 0) / handled.length),
  };
}

/** A line of the ledger people keep in spreadsheets (台账). Times in epoch ms. */
export interface HazardLedgerRow {
  readonly id: string;
  readonly unit: string;
  readonly place: string;
  readonly category: string;
  readonly description: string;
  readonly grade: string;
  readonly foundAtMs: number;
  readonly owner: string | null;
  readonly measures: string | null;
  readonly dueAtMs: number | null;
  readonly rectifiedAtMs: number | null;
  readonly state: Text;
  readonly lookBackRound: number;
}

export function hazardLedger(cases: readonly Hazard[]): readonly HazardLedgerRow[] {
  return cases.map(({ id, unit, context, openedAtMs, timers, states }) => ({
    id,
    unit,
    place: context.place,
    category: context.category,
    description: context.description,
    grade: context.grade,
    foundAtMs: openedAtMs,
    owner: context.owner,
    measures: context.measures,
    dueAtMs: Object.values(timers).find((timer) => timer.deadline === 'rectify')?.dueAtMs ?? null,
    rectifiedAtMs: context.rectifiedAtMs,
    state: labels.states[states[0] as keyof typeof labels.states],
    lookBackRound: context.round,
  }));
}
