// Which walks a suite is made of: the fewest that cover all, or others that a tester asks for. What they meet is read off the walks themselves.

import type { Wanted } from '../generate/obligations.ts';
import { optionInvalid } from '../option-invalid.ts';
import type { Worth } from '../order/order-by-gain.ts';
import { bestTours } from '../tours/best-tours.ts';
import type { Explored, Tour, TourGuide } from '../tours/tour.ts';
import { walkerOf } from '../tours/walker.ts';
import { type RandomWalks, randomWalks } from './random-walks.ts';
import { riskTours, type Weights, weightless, weightsOf } from './risk.ts';
import { shortestPaths } from './shortest.ts';
import { type SimplePaths, simplePaths } from './simple-paths.ts';

/**
 * `tours`: as few steps as there can be. `shortest`: a shortest path to each obligation. `random`: walks by chance, from `seed`. `simple`: every path that comes by no
 * state twice. `risk`: tours that come by each obligation as many times as it weighs.
 */
export type By =
  | 'tours'
  | 'shortest'
  | 'random'
  | 'simple'
  | { readonly random: RandomWalks }
  | { readonly simple: SimplePaths }
  | { readonly risk: Weights };

/** What walks are planned on, and what they are for. Obligations found on the way are added to `wanted`; what is left out, with its reason, to `excluded`. */
export interface Ground<State, Each extends Explored<State> = Explored<State>> {
  readonly explored: readonly Each[];
  /** The same, states not told apart by what led there. */
  readonly plain: readonly Each[];
  readonly wanted: Map<string, Wanted>;
  readonly excluded: Map<string, string>;
  readonly guideFor: (explored: Each, wanted: Map<string, Wanted>, met: Set<string>) => TourGuide<State>;
  readonly resetCost: number;
  readonly seed: number;
  /** Ids of all states and transitions of the definition, whether or not they are to be covered. */
  readonly named: readonly string[];
  readonly clock: () => number;
}

export interface Walks<State> {
  readonly walked: readonly Tour<State>[];
  /** Ids of what they meet. */
  readonly met: Set<string>;
  /** Ids that some move of what was explored meets. */
  readonly possible: ReadonlySet<string>;
  /** In words, what is not in though it could be. */
  readonly stopped: readonly string[];
  /** By which the paths are ordered; absent where their order is theirs. */
  readonly worth?: Worth;
}

/** Whether walks are what was asked for, whatever they leave uncovered: then none are added. */
export const isByItself = (by: By): boolean =>
  by === 'random' || by === 'simple' || (typeof by === 'object' && ('random' in by || 'simple' in by));

/** Throws `OPTION_INVALID` for a way to generate that there is not, and for what it cannot be told. */
export function walksBy<State, Each extends Explored<State>>(by: By, ground: Ground<State, Each>): Walks<State> {
  const { explored, plain, wanted, excluded, guideFor, seed, clock } = ground;
  const chosen = by === 'random' ? { random: {} } : by === 'simple' ? { simple: {} } : by;
  const worth = typeof chosen === 'object' && 'risk' in chosen ? weightsOf(chosen.risk, ground.named) : undefined;
  if (worth) for (const id of wanted.keys()) if (worth(id) === 0 && !excluded.has(id)) excluded.set(id, weightless);
  const guide = (each: Each) => guideFor(each, wanted, new Set());
  // Reduced models suppose more than can happen: the whole one is asked where there is one.
  const asked = explored.at(-1)!.wholeModel ? explored.slice(-1) : explored;
  const possible = new Set(asked.flatMap((each) => [...carriedBy(each, guideFor(each, new Map(wanted), new Set()))]));
  const counts = (id: string) => wanted.has(id) && !excluded.has(id);
  const read = (tours: readonly Tour<State>[], ...stopped: readonly string[]): Walks<State> => {
    const walked = coversInTurn(tours, counts);
    return { walked, met: new Set(walked.flatMap(({ covers }) => covers)), possible, stopped, ...(worth && { worth }) };
  };

  if (chosen === 'tours') return { ...bestTours(explored, wanted, ground.resetCost, guideFor), possible, stopped: [] };
  const base = plain.at(-1)!;
  if (chosen === 'shortest') {
    const reduced = base.wholeModel ? [] : ['the paths are the shortest of reduced models: in the whole process there may be shorter ones'];
    return read(shortestPaths(explored, explored.map(guide), counts), ...reduced);
  }
  if (typeof chosen !== 'object') throw optionInvalid('generate', 'by', 'tours, shortest, random, simple or risk');
  if ('random' in chosen) {
    positive('random', chosen.random, { until: 1 });
    const baseGuide = guide(base);
    const aim = new Set([...wanted.keys()].filter((id) => !excluded.has(id) && (possible.has(id) || !base.wholeModel)));
    const { paths, ended } = randomWalks(base, baseGuide, chosen.random, seed, aim);
    return read(paths, ...(ended === undefined ? [] : [ended]));
  }
  if ('simple' in chosen) {
    positive('simple', chosen.simple);
    const { ways, stopped } = simplePaths(base.graph, targetsIn(base, chosen.simple.to, ground.named), chosen.simple, clock);
    const walked = waysWalked(base, guide(base), ways);
    const unlike = ways.length - walked.length;
    return read(
      walked,
      ...[
        ...(base.wholeModel ? [] : ['the paths are simple in a reduced model, in which counters make no difference']),
        ...(stopped === undefined ? [] : [stopped]),
        ...(unlike > 0 ? [`${unlike} simple paths of that model cannot be walked`] : []),
        ...(ways.length === 0 ? ['no simple path leads to where they should'] : []),
      ],
    );
  }
  const { paths, missing } = riskTours(ground, guide, worth!);
  const seldom = [...missing.keys()].filter((id) => possible.has(id)).length;
  return read(paths, ...(seldom > 0 ? [`${seldom} obligations were come by less often than they weigh`] : []));
}

/** Ids that some edge meets. */
export function carriedBy<State>({ graph }: Explored<State>, guide: TourGuide<State>): ReadonlySet<string> {
  const carried = new Set<string>();
  for (let edge = 0; edge < graph.edgeCount; edge++) for (const id of guide.ofEdge(edge)) carried.add(id);
  return carried;
}

/** Tours with what each is the first to meet. */
export function coversInTurn<State>(tours: readonly Tour<State>[], counts: (id: string) => boolean): readonly Tour<State>[] {
  const met = new Set<string>();
  return tours.map(({ steps }) => {
    const covers = [...new Set(steps.flatMap(({ meets = [] }) => meets))].filter((id) => counts(id) && !met.has(id));
    for (const id of covers) met.add(id);
    return { steps, covers };
  });
}

function waysWalked<State>(
  { model, graph }: Explored<State>,
  guide: TourGuide<State>,
  ways: readonly (readonly number[])[],
): readonly Tour<State>[] {
  const walker = walkerOf(model, guide);
  return ways.flatMap((way) => {
    const whole = way.every((edge) => walker.takeAsPlanned(graph.labelOf(edge), graph.transitionsOf(edge)));
    const path = walker.finish();
    return whole && path ? [path] : [];
  });
}

/** Nodes in one of the states; without any, those that end a case, and where none does, those that nothing leads on from. */
function targetsIn<State>({ graph }: Explored<State>, to: SimplePaths['to'], named: readonly string[]): (node: number) => boolean {
  if (to === undefined) {
    if (graph.ended.size > 0) return (node) => graph.ended.has(node);
    return (node) => node < graph.exploredCount && graph.edgesOf(node)[0] === graph.edgesOf(node)[1];
  }
  const states = [to].flat();
  const isIn = (path: string, state: string) => path === state || path.startsWith(`${state}.`);
  for (const state of states)
    if (!named.some((id) => id.startsWith('state:') && isIn(id.slice(6), state))) throw optionInvalid('simple', 'to', `no state: ${state}`);
  return (node) => graph.leavesOf(node).some((path) => states.some((state) => isIn(path, state)));
}

function positive(where: string, options: object, most: Readonly<Record<string, number>> = {}): void {
  for (const [option, value] of Object.entries(options)) {
    if (option === 'to' || value === undefined) continue;
    const limit = most[option] ?? Number.POSITIVE_INFINITY;
    if (!(Number(value) > 0 && Number(value) <= limit))
      throw optionInvalid(where, option, `a number above 0${limit < Infinity ? `, up to ${limit}` : ''}`);
  }
}

/** What the totals say of obligations that were not come by, of which nothing shows that they cannot be. */
export const notIn = (stopped: readonly string[], missed: number): readonly string[] =>
  missed === 0
    ? stopped
    : [...stopped, `obligations not come by: ${missed}; that these paths do not come by them does not say that none can`];
