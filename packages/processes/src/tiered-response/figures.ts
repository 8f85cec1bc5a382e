// Figures of the three levels: where matters were settled (小事不出楼栋、大事不出社区), and how many were.
import type { CaseOf } from '@bihuan/core';
import { type Rate, type Reconciliation, rate, reconcile } from '../builders/rate.ts';
import { text } from '../builders/text.ts';
import type { tieredResponse } from './process.ts';

type Response = CaseOf<typeof tieredResponse>;

/** Ends that say nothing of the response: left out of every rate, by reason. */
const excluded = ['withdrawn', 'voided', 'cancelled'] as const;

export interface ResponseFigures {
  readonly partition: Reconciliation;
  /** Resolved at level 1, 2, 3: 当即处理, 联席会议, 吹哨. */
  readonly settledAt: { readonly 1: number; readonly 2: number; readonly 3: number };
  /** 解决率: resolved, of those that ended. */
  readonly resolved: Rate;
  /** 确认率: confirmed by the reporter side, not by silence, of those resolved. */
  readonly confirmed: Rate;
}

export function responseFigures(cases: readonly Response[]): ResponseFigures {
  const ended = (outcome: string) => cases.filter((each) => each.closed?.outcome === outcome);
  const left = Object.fromEntries(excluded.map((name) => [name, ended(name).length]));
  const [resolved, noAction, closedUnmet] = [ended('resolved'), ended('noAction').length, ended('closedUnmet').length];
  const open = cases.filter((each) => each.closed === null).length;
  const at = (level: number) => resolved.filter((each) => each.context.level === level).length;
  return {
    partition: reconcile(cases.length, { resolved: resolved.length, noAction, closedUnmet, open, ...left }),
    settledAt: { 1: at(1), 2: at(2), 3: at(3) },
    resolved: rate(text('解决率', 'resolved'), resolved.length, resolved.length + noAction + closedUnmet, { open, ...left }),
    confirmed: rate(
      text('确认率', 'confirmed by the reporter side'),
      resolved.filter((each) => each.context.confirmedBy === 'reporter').length,
      resolved.length,
    ),
  };
}
