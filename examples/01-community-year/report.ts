// What the demo prints.
import type { Actor, CaseOf, Outcome } from '@bihuan/core';
import {
  type fourLists,
  fourListsOf,
  type hazard,
  hazardFigures,
  itemsOf,
  rankByDemand,
  reconcile,
  responseFigures,
  roundFigures,
  tieredResponse,
} from '@bihuan/processes';
import { actor } from './cast.ts';
import { published, wishes } from './input.ts';
import { both, due, rateLine, reconciliationLine, section, tally, when } from './print.ts';
import type { Stage } from './stage.ts';

const auditor = actor('auditor');

export async function printCases({ engine }: Stage): Promise<void> {
  const all = await engine.find({ by: auditor, limit: 1000 });
  const lines = tally(all, (each) => `${each.process} ${each.closed?.outcome ?? `open: ${each.states.join(' ')}`}`);
  section(
    '案件 | cases by process and outcome',
    lines.map(([what, count]) => `${String(count).padStart(3)} ${what}`),
  );
}

export async function printWorklist({ engine, clock }: Stage, by: Actor): Promise<void> {
  const items = await engine.worklist({ by });
  section(
    `待办 | worklist of ${by.id} on ${when(clock.nowMs())}`,
    items.map(
      (item) =>
        `${item.case} ${both(item.title)} · ${both(item.stateLabel)} · due ${due(item.dueAtMs)}${item.assignee === by.id ? ' · mine' : ''}`,
    ),
  );
}

export function printRefusal(title: string, outcome: Outcome): void {
  section(`${title}: ${outcome.outcome}`, 'reasons' in outcome ? outcome.reasons.map((reason) => both(reason.text)) : []);
}

export async function printExplanation({ engine }: Stage, ref: { readonly id: string }, by: Actor): Promise<void> {
  const { commands } = (await engine.explain(ref, { by }))!;
  const lines = ['record', 'submit', 'pass', 'fail'].map((name) => {
    const { label, status, reasons } = commands[name]!;
    return `${both(label)}: ${status}${reasons.map((reason) => ` · ${both(reason.text)}`).join('')}`;
  });
  section(`能做什么 | what ${by.id} may do with it, and why not`, lines);
}

export async function printTimers({ engine }: Stage): Promise<void> {
  const all = await engine.find({ by: auditor, limit: 1000 });
  const histories = await Promise.all(
    all.map(async (each) => (await engine.history(each, { by: auditor })).map((entry) => ({ entry, process: each.process }))),
  );
  const timers = histories.flat().filter(({ entry }) => entry.kind === 'timer');
  const lines = tally(timers, ({ entry, process }) => `${due(entry.atMs)} ${process} ${entry.type}`);
  section(
    '期限 | deadlines that took effect, at their own time',
    lines.map(([what, count]) => `${what} × ${count}`),
  );
}

export async function printLists({ engine }: Stage, ref: CaseOf<typeof fourLists>): Promise<void> {
  const round = (await engine.get(ref, { by: auditor }))!;
  const items = itemsOf(Object.values(round.links));
  const lists = fourListsOf(items);
  const name = (id: string) => items.find((item) => item.id === id)?.wish ?? id;
  section(
    '愿景清单 | list of wishes',
    lists.wishes.map((row) => `${row.wish} · ${row.theme} · ${row.disposition}${row.reason === null ? '' : ` → ${name(row.reason)}`}`),
  );
  section(
    '任务清单 | list of tasks',
    lists.tasks.map((row) => `${row.wish} · ${row.parties.map((party) => `${party.party}:${party.task}`).join(',')} · ${row.route}`),
  );
  section(
    '项目认领清单 | list of claimed projects',
    lists.claims.map((row) => `${row.project} · ${row.undertaker} · ${row.voluntary ? '认领 claimed' : '按职责 by duty'}`),
  );
  section(
    '效果评估清单 | list of evaluations',
    lists.evaluations.map((row) => `${row.wish} · ${row.result} · ${row.ratings.met}/${row.ratings.count}`),
  );
  const figures = roundFigures(items);
  section(`本轮 | the round: ${round.closed?.outcome ?? round.states.join(' ')}`, [
    reconciliationLine(figures.partition),
    rateLine(figures.claimed),
    rateLine(figures.met),
    `需求量前三 | most wanted: ${rankByDemand(items, 3)
      .map((item) => item.wish)
      .join(' > ')}`,
    wishes.demandNote,
  ]);
}

export async function printFigures({ engine }: Stage): Promise<void> {
  const cases = (await engine.find({ by: auditor, process: 'hazard', limit: 1000 })) as unknown as readonly CaseOf<typeof hazard>[];
  const { partition, closure, onTime, rework, rebound, overdue } = hazardFigures(cases);
  section('隐患 | hazard figures', [
    reconciliationLine(partition),
    ...[closure, onTime, rework, rebound].map(rateLine),
    `超期未整改 | overdue: ${overdue}`,
  ]);
  const responses = (await engine.find({ by: auditor, process: tieredResponse.id, limit: 1000 })) as unknown as readonly CaseOf<
    typeof tieredResponse
  >[];
  const figures = responseFigures(responses);
  const { settledAt } = figures;
  section('三级响应 | responses, and the level they were settled at', [
    reconciliationLine(figures.partition),
    `一级 level 1: ${settledAt[1]} · 二级 level 2: ${settledAt[2]} · 三级 level 3: ${settledAt[3]}`,
    ...[figures.resolved, figures.confirmed].map(rateLine),
  ]);
  const { safety, urban, fire } = published.responses;
  section('来源公布 | published by 004', [
    `安全类 ${safety} · 城市管理类 ${urban} · 火情 ${fire}(按类型公布,未按级别 | by kind, not by level)`,
  ]);
  const { found, resolved, toResolve } = published.campaign;
  section('百日攻坚对账 | reconciling what 002 published', [reconciliationLine(reconcile(found, { 已化解: resolved, 待化解: toResolve }))]);
}

export async function printJournal({ engine }: Stage, ref: { readonly id: string }, alter: () => void): Promise<void> {
  const lines = async () => {
    const report = (await engine.verifyJournal(ref, { by: auditor }))!;
    return [
      `${report.entries} entries, ${report.faults.length} faults`,
      ...report.faults.map((fault) => `revision ${fault.revision}: ${fault.problem}: ${fault.detail}`),
    ];
  };
  section('日志校验 | journal verified', await lines());
  alter();
  section('改动一行之后 | after one row was altered behind its back', await lines());
}
