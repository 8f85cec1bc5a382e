// Which obligations the steps of a path show, read off the path itself: what makes it possible to reorder and to cut a suite without its process.
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { type Switch, switches, wordsEnding } from '../tours/words.ts';

const inARow = Object.keys(switches) as Switch[];

/** Ids that each step is seen to meet, by step. */
export type Shown = readonly (readonly string[])[];

/**
 * For any path of a suite, which of the obligations that the suite covers each of its steps meets. Answers of rules, reasons, contents at an edge and
 * deadlines that were moved do not show in a step: they are counted for the path whose `covers` says so, at its last step. So a path may meet more than is said here, never less.
 */
export function shownBy({ obligations, cast, paths }: Pick<Suite, 'obligations' | 'cast' | 'paths'>): (path: TestPath) => Shown {
  const covered = new Set(obligations.filter((each) => each.covered).map(({ id }) => id));
  const onlyRole = new Map(cast.flatMap(({ id, roles }) => (roles.length === 1 ? [[id, roles[0]!] as const] : [])));
  const shown = new Map(paths.map((path) => [path, shownIn(path, covered, onlyRole)]));
  return (path) => shown.get(path) ?? shownIn(path, covered, onlyRole);
}

function shownIn({ steps, covers }: TestPath, covered: ReadonlySet<string>, onlyRole: ReadonlyMap<string, string>): Shown {
  const seen = new Set<string>();
  const byStep = steps.map((_step, index) => {
    const ids = idsOf(steps, index, onlyRole).filter((id) => covered.has(id));
    for (const id of ids) seen.add(id);
    return ids;
  });
  byStep.at(-1)?.push(...covers.filter((id) => covered.has(id) && !seen.has(id)));
  return byStep;
}

function idsOf(steps: readonly Step[], index: number, onlyRole: ReadonlyMap<string, string>): string[] {
  const step = steps[index]!;
  const { kind, command, actor, transitions, from, time, expect } = step;
  const role = actor === null ? undefined : onlyRole.get(actor);
  const isCommand = kind === 'command' || kind === 'together';
  if (kind === 'retry') {
    const again = steps.slice(0, index).findLast((each) => !each.negative && each.kind !== 'time')?.command;
    return [`negative:${again}:again`];
  }
  if (step.negative) {
    const why = expect.reasons?.map(({ code, rule }) => rule ?? code).join('+') ?? '';
    const states = from.join(' ');
    return [
      `negative:${states}:${command}:${expect.outcome === 'forbidden' ? 'forbidden' : why}`,
      ...(expect.outcome === 'forbidden' && role !== undefined ? [`role:${role}:${command}:forbidden`] : []),
    ];
  }
  const before = steps.slice(0, index).flatMap((each) => each.transitions);
  const waited = steps[index - 1]?.time;
  const metInTime = isCommand && waited?.offsetMs === -1 && !expect.timers?.includes(`${waited.state}#${waited.deadline}`);
  return [
    ...transitions.map((id) => `transition:${id}`),
    ...expect.states.map((path) => `state:${path}`),
    ...wordsEnding(inARow, before, transitions).map(({ id }) => id),
    ...(time && time.offsetMs >= 0 ? [`deadline:${time.state}#${time.deadline}:${time.offsetMs === 0 ? 'fired' : 'late'}`] : []),
    ...(metInTime ? [`deadline:${waited.state}#${waited.deadline}:met`] : []),
    ...(isCommand && role !== undefined ? [`role:${role}:${command}:allowed`] : []),
    ...(kind === 'together' ? [`negative:${command}:twice`] : []),
  ];
}
