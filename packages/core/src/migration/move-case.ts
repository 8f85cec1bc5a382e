// One case moved to another version, and moved back. Pure: claims and running deadlines go along, and the journal says what was done.
import type { Current, Env } from '../decide.ts';
import { foldJournal } from '../journal.ts';
import { stepInto } from '../kernel.ts';
import type { Process } from '../process.ts';
import { type CaseRecord, type JournalEntry, type Timer, timerKey, type WorkItem } from '../record.ts';
import { commitOf, seal } from '../seal.ts';
import { settle } from '../settle.ts';
import { standingAt } from '../standing.ts';
import type { Commit, JournalRow } from '../store.ts';
import { takeStep, turnOn } from '../turn.ts';
import { configAt } from './configurations.ts';
import { activePaths, contextFor, isDeclared, type MigrationSpec, timerTarget } from './plan.ts';
import { renamed, targetOf } from './targets.ts';

export type Moved = { readonly commit: Commit } | { readonly problem: string };

/** The case under the new version. What was due by now is applied first, under the old one, in the same commit. */
export function moveCase(spec: MigrationSpec, current: Current, env: Env): Moved {
  const { from, to, states = {}, endsWork = [] } = spec;
  const { record, head, sealed } = settle(from, current, env);
  if (record.closed?.final) return { problem: 'it has ended, or a deadline that is due ends it' };
  const target = targetOf(
    to,
    record.states.map((path) => renamed(states, path)),
  );
  if ('problem' in target) return target;
  const active = activePaths(to, target.value);

  const timers: Record<string, Timer> = {};
  for (const [key, timer] of Object.entries(record.timers)) {
    const next = timerTarget(spec, timer.state, timer.deadline);
    if (next === null) continue;
    if (!isDeclared(to, active, next)) return { problem: `its deadline ${key} has no target` };
    timers[timerKey(next.state, next.deadline)] = { ...timer, ...next };
  }
  const workItems: Record<string, WorkItem> = {};
  for (const [path, item] of Object.entries(record.workItems)) {
    if (endsWork.includes(path)) continue;
    const state = renamed(states, path);
    if (!active.includes(state)) return { problem: `its work item ${path} has no target` };
    workItems[state] = { ...item, state };
  }
  const context = contextFor(spec, record);
  if (context instanceof Error) return { problem: `its context: ${context.message}` };

  const step = stepInto(to, target.value, context);
  const begun = timersDeclared(spec, record);
  const effects = step.effects.filter((effect) =>
    effect.kind === 'timer-set'
      ? !begun.has(timerKey(effect.state, effect.deadline))
      : effect.kind !== 'entered' || !Object.hasOwn(workItems, effect.state),
  );
  const history = historyIn(to, states, record.history);
  const { by, grantsFor } = standingAt(env.standing, to.id, record.unit, env.nowMs);
  const moved = { ...record, version: to.version, hash: to.hash, timers, workItems };
  const turn = takeStep(turnOn(to, moved, by, Math.max(env.nowMs, record.atMs), env.calendar), { ...step, effects, history });
  const entry = seal(record, head, turn, migrated(from, to, grantsFor('anyone')), env);
  return { commit: commitOf(to, current.record, [...sealed, entry], from) };
}

const migrated = (from: Process, to: Process, grants: readonly string[]) => ({
  kind: 'control' as const,
  type: 'migrate',
  payload: { from: from.version, to: to.version },
  grants,
  key: null,
  occurredAtMs: null,
});

/** What the old version had set where this case is, whether it runs still or has passed: it does not begin again. */
function timersDeclared(spec: MigrationSpec, record: CaseRecord): ReadonlySet<string> {
  const places = activePaths(spec.from, record.state).flatMap((state) =>
    Object.keys(configAt(spec.from.statechart, state)?.after ?? {}).map((deadline) => timerTarget(spec, state, deadline)),
  );
  return new Set(places.flatMap((place) => (place === null ? [] : [timerKey(place.state, place.deadline)])));
}

/** What the new version remembers of states that were left: those that still exist. */
function historyIn(to: Process, states: Readonly<Record<string, string>>, history: CaseRecord['history']): CaseRecord['history'] {
  const pathOf = (node: string) => renamed(states, node.slice(to.id.length + 1));
  const exists = (node: string) => configAt(to.statechart, pathOf(node)) !== undefined;
  const moved = (node: string) => (node === to.id ? node : `${to.id}.${pathOf(node)}`);
  const kept = Object.entries(history).map(([node, left]) => [moved(node), left.filter(exists).map(moved)] as const);
  return Object.fromEntries(kept.filter(([, left]) => left.length > 0));
}

/** The case as it was before it was moved, unless something that the move touched has changed since. */
export function moveBack(spec: Pick<MigrationSpec, 'from' | 'to'>, current: Current, rows: readonly JournalRow[], env: Env): Moved {
  const entries = rows.map((row) => JSON.parse(row.entry) as JournalEntry);
  const index = entries.findLastIndex((entry) => entry.type === 'migrate' && entry.kind === 'control');
  const moved = index < 0 ? undefined : (entries[index]!.payload as { readonly from: number; readonly to: number });
  if (moved?.from !== spec.from.version || moved.to !== spec.to.version) return { problem: 'it was not moved by this migration' };
  const touched = ['state', 'context', 'timers', 'workItems', 'closed', 'suspended'];
  const since = entries
    .slice(index + 1)
    .find(({ patch }) => touched.some((field) => Object.hasOwn(patch.set, field) || Object.hasOwn(patch.maps, field)));
  if (since) return { problem: `it went on under version ${spec.to.version}: ${since.type}` };
  const before = foldJournal(rows.slice(0, index))!;
  const { version, hash, state, states, tags, history, context, timers, workItems } = before;
  const { record, head } = current;
  const here = standingAt(env.standing, spec.from.id, record.unit, env.nowMs);
  const restored = { ...record, version, hash, state, states, tags, history, context, timers, workItems };
  const turn = turnOn(spec.from, restored, here.by, Math.max(env.nowMs, record.atMs), env.calendar);
  const entry = seal(record, head, turn, migrated(spec.to, spec.from, here.grantsFor('anyone')), env);
  return { commit: commitOf(spec.from, record, [entry], spec.to) };
}
