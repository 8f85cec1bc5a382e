// What a run came by: states, transitions and obligations, with counts. What a suite is meant to come by is in the suite.
import type { Suite, TestPath } from '../cases/suite.ts';
import type { RunReport } from './run-report.ts';
import { edgesOfStep, type GraphEdge } from './suite-graph.ts';

export interface Passes {
  readonly passed: number;
  readonly failed: number;
}

export interface CriterionCoverage {
  readonly criterion: string;
  /** Met by a step that passed. */
  readonly met: number;
  /** Met by the suite as it is written. */
  readonly covered: number;
  /** Not excluded. */
  readonly coverable: number;
  readonly excluded: number;
}

export interface Coverage {
  state(path: string): Passes;
  edge(edge: Pick<GraphEdge, 'id' | 'from' | 'to'>): Passes;
  readonly criteria: readonly CriterionCoverage[];
}

const none: Passes = { passed: 0, failed: 0 };

/**
 * Counts what the steps of a run came by; without a report, what they would. A failed path counts up to the step that failed, a skipped one not at all. An obligation
 * counts as met by a step that passed, or by a path that passed as a whole; what a path met after others is only known of states and transitions.
 */
export function coverageFromRun(suite: Suite, report?: RunReport): Coverage {
  const counts = new Map<string, Passes>();
  const met = new Set<string>();
  const count = (key: string, kind: keyof Passes) => {
    const before = counts.get(key) ?? none;
    counts.set(key, { ...before, [kind]: before[kind] + 1 });
  };
  for (const { path, end, failed } of runs(suite, report)) {
    for (const [index, step] of path.steps.slice(0, end).entries()) {
      const kind = failed && index === end - 1 ? 'failed' : 'passed';
      for (const edge of edgesOfStep(step)) count(keyOf(edge), kind);
      for (const state of step.expect.states) count(`state:${state}`, kind);
      if (kind === 'failed') continue;
      for (const state of step.expect.states) for (const around of withAround(state)) met.add(`state:${around}`);
      for (const transition of step.transitions) met.add(`transition:${transition}`);
    }
    if (!failed) for (const id of path.covers) met.add(id);
  }
  for (const { id, parts } of suite.obligations) if (parts?.every((part) => met.has(part))) met.add(id);
  const names = [...new Set(suite.obligations.map(({ criterion }) => criterion))];
  const criteria = names.map((criterion) => {
    const own = suite.obligations.filter((each) => each.criterion === criterion);
    const counted = own.filter(({ excluded }) => excluded === undefined);
    return {
      criterion,
      met: counted.filter(({ id, covered }) => covered && met.has(id)).length,
      covered: counted.filter(({ covered }) => covered).length,
      coverable: counted.length,
      excluded: own.length - counted.length,
    };
  });
  return { state: (path) => counts.get(`state:${path}`) ?? none, edge: (edge) => counts.get(keyOf(edge)) ?? none, criteria };
}

interface Run {
  readonly path: TestPath;
  /** Steps that were done. */
  readonly end: number;
  readonly failed: boolean;
}

function runs(suite: Suite, report: RunReport | undefined): Run[] {
  if (!report) return suite.paths.map((path) => ({ path, end: path.steps.length, failed: false }));
  const paths = new Map(suite.paths.map((path) => [path.id, path]));
  return report.results.flatMap(({ path: id, outcome, failure }) => {
    const path = paths.get(id);
    if (!path || outcome === 'skipped') return [];
    const failed = outcome === 'failed';
    return [{ path, failed, end: failed ? Math.min(failure?.step ?? 1, path.steps.length) : path.steps.length }];
  });
}

const keyOf = ({ id, from, to }: Pick<GraphEdge, 'id' | 'from' | 'to'>): string => JSON.stringify([id, from, to]);

/** A state and the states around it. */
function withAround(state: string): string[] {
  const names = state.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}
