// Who has to do what now: one work item per active state that names an owner.
import type { Step } from './kernel.ts';
import type { CaseRecord, Timer, WorkItem } from './record.ts';
import { list, type StateMeta } from './statechart.ts';

/** Items of states just entered are new; those of states that stayed keep who claimed them, unless the process names someone else. */
export function workItemsAfter(before: CaseRecord, after: CaseRecord, step: Step, at: number): CaseRecord['workItems'] {
  if (step.done) return {};
  const entered = new Set(step.effects.flatMap((effect) => (effect.kind === 'entered' ? [effect.state] : [])));
  const items: Record<string, WorkItem> = {};
  for (const { path, meta } of step.active) {
    if (meta?.owner === undefined) continue;
    const old = entered.has(path) ? undefined : before.workItems[path];
    const named = assigneeOf(after, meta);
    const renamed = old !== undefined && meta.assignee !== undefined && before.context[meta.assignee] !== after.context[meta.assignee];
    items[path] = {
      state: path,
      roles: list(meta.owner),
      sinceMs: old?.sinceMs ?? at,
      dueAtMs: dueOf(after, path, meta),
      priority: meta.priority ?? 0,
      assignee: old && !renamed ? old.assignee : named,
      delegatedBy: old && !renamed ? old.delegatedBy : null,
    };
  }
  return items;
}

function assigneeOf(record: CaseRecord, meta: StateMeta): string | null {
  const value = meta.assignee === undefined ? null : record.context[meta.assignee];
  return typeof value === 'string' ? value : null;
}

/** The due times of items, after timers changed without a step (extended, suspended, resumed). */
export function workItemsRetimed(record: CaseRecord, metas: ReadonlyMap<string, StateMeta>): CaseRecord['workItems'] {
  return Object.fromEntries(
    Object.entries(record.workItems).map(([path, item]) => [path, { ...item, dueAtMs: dueOf(record, path, metas.get(path) ?? {}) }]),
  );
}

function dueOf(record: CaseRecord, path: string, meta: StateMeta): number | null {
  const over = (timer: Timer) => timer.state === '' || path === timer.state || path.startsWith(`${timer.state}.`);
  const running = Object.values(record.timers).filter((timer) => timer.stoppedAtMs === null && over(timer));
  const named = meta.due === undefined ? running : running.filter((timer) => timer.deadline === meta.due);
  return (named.length > 0 ? named : running).reduce<number | null>(
    (least, { dueAtMs }) => (least === null || dueAtMs < least ? dueAtMs : least),
    null,
  );
}
