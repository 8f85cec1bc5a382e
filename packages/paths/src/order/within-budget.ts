// As much of a suite as there is time for: the best of it first, cut at the budget, and what falls out counted as not covered.
import type { Obligation, Suite, TestPath } from '../cases/suite.ts';
import { idOf } from '../generate/path-of.ts';
import { requirementsIn, withRequirements } from '../generate/requirements.ts';
import { optionInvalid } from '../option-invalid.ts';
import { alike, coveringInTurn, gainOf, orderByGain, type Worth } from './order-by-gain.ts';
import { type Shown, shownBy } from './shown-by-steps.ts';

/** Whichever is reached first. */
export interface Budget {
  readonly steps?: number;
  readonly tests?: number;
  readonly seconds?: number;
  /** What `seconds` are counted with. Generators measure it on the engine while they walk the paths: a system with screens is slower. */
  readonly stepsPerSecond?: number;
}

/**
 * The suite ordered by gain and cut: whole paths as long as they fit, then the beginnings of others that still add something. What is no longer come by
 * is not covered, and `totals.notExplored` says how much that is. Throws `OPTION_INVALID` for a budget of nothing.
 */
export function withinBudget(suite: Suite, budget: Budget, worth: Worth = alike): Suite {
  const { tests = Number.POSITIVE_INFINITY } = budget;
  const mostSteps = stepsOf(budget);
  const ordered = orderByGain(suite, worth);
  const shown = shownBy(ordered);
  const kept: TestPath[] = [];
  let steps = 0;
  for (const path of ordered.paths) {
    if (kept.length >= tests || steps + path.steps.length > mostSteps) break;
    kept.push(path);
    steps += path.steps.length;
  }
  if (kept.length === ordered.paths.length) return ordered;
  const covered = new Set(kept.flatMap((path) => shown(path).flat()));
  const rest = new Set(ordered.paths.slice(kept.length));
  const cut = new Map<TestPath, Shown>();
  while (kept.length < tests) {
    const found = bestBeginning(rest, mostSteps - steps, covered, shown, worth);
    if (!found) break;
    rest.delete(found.path);
    const begun = beginning(ordered.process, found.path, found.length);
    // Another path may begin alike, and be kept as a whole.
    if (kept.some(({ id }) => id === begun.id)) continue;
    const shows = shown(found.path).slice(0, found.length);
    cut.set(begun, shows);
    kept.push(begun);
    steps += found.length;
    for (const id of shows.flat()) covered.add(id);
  }
  return cutTo(
    ordered,
    coveringInTurn(kept, (path) => cut.get(path) ?? shown(path)),
    budget,
  );
}

/** The beginning of a path, no longer than `most` steps, that adds the most; none where none adds anything. */
function bestBeginning(
  paths: ReadonlySet<TestPath>,
  most: number,
  covered: ReadonlySet<string>,
  shown: (path: TestPath) => Shown,
  worth: Worth,
) {
  let best: { readonly path: TestPath; readonly length: number; readonly gain: number } | undefined;
  for (const path of paths) {
    const shows = shown(path).slice(0, most);
    const gain = gainOf(shows, covered, worth);
    if (gain <= (best?.gain ?? 0)) continue;
    best = { path, gain, length: shows.findLastIndex((ids) => ids.some((id) => !covered.has(id))) + 1 };
  }
  return best;
}

function beginning(process: string, path: TestPath, length: number): TestPath {
  if (length === path.steps.length) return path;
  const steps = path.steps.slice(0, length);
  const { zh, en } = path.title;
  return { ...path, id: idOf(process, steps), title: { zh: `${zh}(前 ${length} 步)`, en: `${en} (the first ${length} steps)` }, steps };
}

function cutTo(whole: Suite, paths: TestPath[], budget: Budget): Suite {
  const met = new Set(paths.flatMap(({ covers }) => covers));
  const isMet = ({ id, parts }: Obligation) => parts?.every((part) => met.has(part)) ?? met.has(id);
  const obligations = whole.obligations.map((each) => ({ ...each, covered: each.covered && isMet(each) }));
  const covered = obligations.filter((each) => each.covered).length;
  const { gap: _gap, ...totals } = whole.totals;
  return {
    ...whole,
    paths: paths.map(({ requirements: _all, ...path }) => withRequirements(path, requirementsIn(obligations))),
    obligations,
    totals: {
      ...totals,
      paths: paths.length,
      steps: paths.reduce((sum, { steps }) => sum + steps.length, 0),
      // A bound on covering the whole is none on covering this.
      lowerBound: covered < whole.totals.covered ? null : totals.lowerBound,
      covered,
      notExplored: [...totals.notExplored, inWords(budget, whole.totals, covered)],
    },
  };
}

function inWords(budget: Budget, { paths, steps, covered: before }: Suite['totals'], covered: number): string {
  const { tests, seconds, stepsPerSecond } = budget;
  const parts = [
    ...(budget.steps === undefined ? [] : [`${budget.steps} steps`]),
    ...(tests === undefined ? [] : [`${tests} tests`]),
    ...(seconds === undefined
      ? []
      : [`${seconds} s, taken for ${Math.floor(seconds * stepsPerSecond!)} steps at ${inShort(stepsPerSecond!)} a second`]),
  ];
  const whole = `the whole suite takes ${paths} paths and ${steps} steps`;
  return `the budget (${parts.join('; ')}) leaves out ${before - covered} of ${before} obligations that can be covered: ${whole}`;
}

function stepsOf({ steps, tests, seconds, stepsPerSecond }: Budget): number {
  const given = Object.entries({ steps, tests, seconds, stepsPerSecond }).filter(([, value]) => value !== undefined);
  const wrong = given.find(([, value]) => !(Number(value) > 0));
  if (wrong) throw optionInvalid('budget', wrong[0], 'a number above 0');
  if (steps === undefined && tests === undefined && seconds === undefined)
    throw optionInvalid('budget', 'budget', 'steps, tests or seconds');
  if (seconds !== undefined && stepsPerSecond === undefined) throw optionInvalid('budget', 'stepsPerSecond', 'needed to count seconds');
  return Math.min(steps ?? Number.POSITIVE_INFINITY, seconds === undefined ? Number.POSITIVE_INFINITY : seconds * stepsPerSecond!);
}

const inShort = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
