// Which path of one suite is which of another. What the differences mean is diff.ts.
import type { Step, TestPath } from './suite.ts';

/** What of a step is no longer the same; `request` stands for what is done, all else for what has to be seen. */
export interface StepChange {
  /** Counted from 1. */
  readonly step: number;
  readonly what: readonly string[];
}

export interface Match {
  readonly before: TestPath;
  readonly after: TestPath;
  readonly changes: readonly StepChange[];
}

export interface Matches {
  readonly same: readonly TestPath[];
  readonly changed: readonly Match[];
  readonly added: readonly TestPath[];
  readonly gone: readonly TestPath[];
}

/**
 * Pairs paths that do the same, and then the nearest of the rest by how many steps they begin with in common: at least half of the longer, and more than the
 * opening. Labels, titles and what a path is counted for play no part.
 */
export function matchPaths(before: readonly TestPath[], after: readonly TestPath[]): Matches {
  const requests = new Map([...before, ...after].map((path) => [path, path.steps.map(requestOf)]));
  const keyOf = (path: TestPath) => JSON.stringify(requests.get(path));
  const left = new Map<string, TestPath[]>();
  for (const path of before) left.set(keyOf(path), [...(left.get(keyOf(path)) ?? []), path]);
  const same: TestPath[] = [];
  const changed: Match[] = [];
  const unmatched: TestPath[] = [];
  for (const path of after) {
    const candidates = left.get(keyOf(path)) ?? [];
    const old = candidates.find(({ id }) => id === path.id) ?? candidates[0];
    if (!old) {
      unmatched.push(path);
      continue;
    }
    candidates.splice(candidates.indexOf(old), 1);
    const changes = changesOf(old, path);
    if (changes.length === 0) same.push(path);
    else changed.push({ before: old, after: path, changes });
  }
  const gone = new Set([...left.values()].flat());
  const added: TestPath[] = [];
  for (const path of unmatched) {
    const old = nearest(path, gone, requests);
    if (!old) {
      added.push(path);
      continue;
    }
    gone.delete(old);
    changed.push({ before: old, after: path, changes: changesOf(old, path) });
  }
  return { same, changed, added, gone: before.filter((path) => gone.has(path)) };
}

function nearest(path: TestPath, others: ReadonlySet<TestPath>, requests: ReadonlyMap<TestPath, readonly string[]>): TestPath | undefined {
  const own = requests.get(path)!;
  let best: TestPath | undefined;
  let most = 1;
  for (const other of others) {
    const its = requests.get(other)!;
    const differs = own.findIndex((request, index) => request !== its[index]);
    const common = differs === -1 ? own.length : differs;
    if (common > most && common * 2 >= Math.max(own.length, its.length)) [best, most] = [other, common];
  }
  return best;
}

/** What a step does, without what is expected of it. How long a deadline takes is not what is done, but what it comes to. */
export function requestOf({ kind, command, actor, payload, time }: Step): string {
  return canonical({ kind, command, actor, payload, state: time?.state, deadline: time?.deadline, offsetMs: time?.offsetMs });
}

function changesOf({ steps: before }: TestPath, { steps: after }: TestPath): StepChange[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => ({ step: index + 1, what: changed(before[index], after[index]) })).filter(
    ({ what }) => what.length > 0,
  );
}

function changed(before: Step | undefined, after: Step | undefined): string[] {
  if (!before || !after || requestOf(before) !== requestOf(after)) return ['request'];
  const seen = ({ from, transitions, time, negative, expect }: Step): Record<string, unknown> => ({
    ...{ from, transitions, waitMs: time?.waitMs, negative: negative ?? false },
    ...expect,
  });
  const [old, now] = [seen(before), seen(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => canonical(old[key]) !== canonical(now[key]));
}

/** JSON in which the order of keys says nothing. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}
