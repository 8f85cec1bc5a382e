// The states and transitions that a suite shows, as a graph. How it is drawn, and what a run made of it, is decided elsewhere.
import type { Obligation, Step, Suite } from '../cases/suite.ts';

export interface GraphEdge {
  /** Id of the transition, or of the step where it takes none. */
  readonly id: string;
  readonly from: string;
  /** Null for a transition that has to be come by and that no step takes: only where it begins is known. */
  readonly to: string | null;
  /** The step that takes it, for its name. */
  readonly step?: Step;
  /** What it is called where no step takes it. */
  readonly label?: Obligation['label'];
}

export interface SuiteGraph {
  readonly initial: readonly string[];
  /** Leaf states, in the order the suite comes by them; those it never enters last. */
  readonly states: readonly string[];
  readonly edges: readonly GraphEdge[];
}

/** States and transitions of steps and of obligations. The same suite gives the same graph, in the same order. */
export function graphFromSuite(suite: Suite): SuiteGraph {
  const states = new Set<string>();
  const edges = new Map<string, GraphEdge>();
  const leaves = new Set(suite.paths.flatMap(({ steps }) => steps.flatMap(({ from, expect }) => [...from, ...expect.states])));
  const opening = suite.paths[0]?.steps[0];
  for (const { steps } of suite.paths) {
    for (const step of steps) {
      for (const state of [...step.from, ...step.expect.states]) states.add(state);
      for (const edge of edgesOfStep(step)) if (!edges.has(keyOf(edge))) edges.set(keyOf(edge), edge);
    }
  }
  const taken = new Set([...edges.values()].map(({ id }) => id));
  for (const { id, criterion, label } of suite.obligations) {
    const name = id.slice(criterion.length + 1);
    if (criterion === 'state' && !isAround(name, leaves)) states.add(name);
    const from = sourceOf(name);
    if (criterion !== 'transition' || from === '' || taken.has(name)) continue;
    const start = [...states].find((state) => isWithin(state, from)) ?? from;
    states.add(start);
    edges.set(name, { id: name, from: start, to: null, label });
  }
  const initial = opening ? (opening.kind === 'open' ? opening.expect.states : opening.from) : [];
  return { initial, states: [...states], edges: [...edges.values()] };
}

/**
 * What a step draws. Where it takes several transitions, each but the last ends where the next begins. A step that moves without naming a transition is an
 * edge of its own; a refusal is none.
 */
export function edgesOfStep({ transitions, from, expect, kind, ...step }: Step): GraphEdge[] {
  const whole: Step = { transitions, from, expect, kind, ...step };
  if (step.negative || kind === 'open' || expect.outcome !== 'applied') return [];
  const entered = expect.states.filter((state) => !from.includes(state));
  const targets = entered.length > 0 ? entered : expect.states;
  if (transitions.length === 0) {
    const moved = entered.length > 0 && from.length > 0;
    return moved ? targets.map((to) => ({ id: `${from[0]}|${step.command ?? kind}|`, from: from[0]!, to, step: whole })) : [];
  }
  return transitions.flatMap((id, index) => {
    const source = sourceOf(id);
    const start = from.find((state) => isWithin(state, source)) ?? source;
    const next = transitions[index + 1];
    if (next !== undefined) {
      const onward = sourceOf(next);
      const isOnward = onward !== '' && !from.some((state) => isWithin(state, onward));
      return [{ id, from: start, to: isOnward ? onward : targetOf(start, targets, from), step: whole }];
    }
    if (entered.length > 0) return entered.map((to) => ({ id, from: start, to, step: whole }));
    return [{ id, from: start, to: targetOf(start, targets, from), step: whole }];
  });
}

/** Of states that were all active before, a transition stays in its own. */
const targetOf = (start: string, targets: readonly string[], from: readonly string[]): string =>
  from.includes(start) && targets.includes(start) ? start : (targets[0] ?? start);

const keyOf = ({ id, from, to }: GraphEdge): string => JSON.stringify([id, from, to]);
const sourceOf = (transition: string): string => transition.split('|')[0]!;
const isWithin = (state: string, around: string): boolean => state === around || state.startsWith(`${around}.`);
const isAround = (name: string, leaves: ReadonlySet<string>): boolean => [...leaves].some((leaf) => leaf.startsWith(`${name}.`));
