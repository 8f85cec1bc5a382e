// Walks a model breadth first: every state once, every move from it, until nothing new is found or a limit is met, which is said.
import { Graph } from './graph.ts';
import type { Model } from './model.ts';

export interface ExploreLimits {
  /** Default 200,000. */
  readonly states?: number;
  /** Milliseconds. Default: none. */
  readonly timeMs?: number;
  /** Megabytes of heap (10⁶ bytes) that the whole program may use, looked at every thousand states. Default: none. */
  readonly megabytes?: number;
  /** Steps from an opening. Default: none. */
  readonly depth?: number;
  /** Whether to compare merged states and begin again where they behave differently. Default true. */
  readonly refine?: boolean;
  /** Enough is known: asked after every state, with the transitions taken and the number of states so far. */
  readonly enough?: (taken: ReadonlySet<string>, states: number) => boolean;
  readonly onProgress?: (states: number, open: number) => void;
  /** Where to look for the time. Default `performance.now`. */
  readonly clock?: () => number;
  /** Bytes of heap in use. Default: what Node says. */
  readonly heap?: () => number;
}

export interface Exploration<State> {
  readonly model: Model<State>;
  readonly graph: Graph;
  /** How each node was first reached: the edge, by node. Following them back gives a shortest path. */
  readonly arrivedBy: Int32Array;
  /** In words, what was not explored, and why; empty when all was. */
  readonly notExplored: readonly string[];
  /** The node of a state, by its key. */
  readonly nodeOf: (key: string) => number | undefined;
  /** States that were merged with another, and how many of those were checked to behave alike. */
  readonly merged: {
    readonly count: number;
    readonly checked: number /** Of those checked, how many behaved differently all the same. */;
    readonly unlike: number;
  };
}

const progressEvery = 1000;
/** Of the states merged with a known one, this share is compared move by move, the first ones all. */
const checkEvery = 50;
const checkedFirst = 300;
const mostRestarts = 60;

export function explore<State>(model: Model<State>, limits: ExploreLimits = {}): Exploration<State> {
  const clock = limits.clock ?? (() => performance.now());
  const until = limits.timeMs === undefined ? Number.POSITIVE_INFINITY : clock() + limits.timeMs;
  for (let restart = 0; ; restart++) {
    const walked = walk(model, limits, until, clock, restart < mostRestarts);
    if (walked !== 'again') return walked;
  }
}

function walk<State>(
  model: Model<State>,
  limits: ExploreLimits,
  until: number,
  clock: () => number,
  mayRefine: boolean,
): Exploration<State> | 'again' {
  const { states: mostStates = 200_000, depth: mostDepth = Number.POSITIVE_INFINITY, refine = true, enough } = limits;
  const { heap = () => process.memoryUsage().heapUsed } = limits;
  const mostBytes = (limits.megabytes ?? Number.POSITIVE_INFINITY) * 1e6;
  const taken = new Set<string>();
  const graph = new Graph();
  const nodes = new Map<string, number>();
  const arrivedBy: number[] = [-1];
  const depths: number[] = [0];
  const merged = { count: 0, checked: 0, unlike: 0 };
  const compared = new Set<string>();
  let stopped: string | undefined;
  const generation = model.generation();

  for (let node = 0; node < graph.nodeCount; node++) {
    const met =
      graph.nodeCount > mostStates
        ? `at ${graph.nodeCount} states (limit ${mostStates})`
        : node % 64 === 0 && clock() > until
          ? `after ${limits.timeMs} ms at ${graph.nodeCount} states`
          : limits.megabytes !== undefined && node % progressEvery === 0 && heap() > mostBytes
            ? `with ${Math.round(heap() / 1e6)} MB in use (limit ${limits.megabytes}) at ${graph.nodeCount} states`
            : undefined;
    if (met !== undefined) {
      stopped = `stopped ${met}: ${graph.nodeCount - node} of them were reached and not gone on from`;
      break;
    }
    if (node % progressEvery === 0) limits.onProgress?.(graph.nodeCount, graph.nodeCount - node);
    const tooDeep = depths[node]! >= mostDepth;
    const moves = tooDeep ? [] : node === 0 ? model.starts() : model.moves(model.unpack(graph.packed[node]!));
    if (model.generation() !== generation && mayRefine) return 'again';
    if (tooDeep) stopped = `no path longer than ${mostDepth} steps was followed`;
    for (const { label, to, transitions } of moves) {
      const key = model.key(to);
      const packed = model.pack(to);
      let target = nodes.get(key);
      if (target === undefined) {
        target = graph.addNode(packed, model.leaves(to), model.ended(to));
        nodes.set(key, target);
        arrivedBy.push(graph.edgeCount);
        depths.push(depths[node]! + 1);
      } else {
        merged.count += 1;
        const differs = sign(graph.packed[target]!, packed);
        const check =
          refine &&
          differs !== '' &&
          !compared.has(`${target} ${differs}`) &&
          (merged.checked < checkedFirst || merged.count % checkEvery === 0);
        if (check) {
          compared.add(`${target} ${differs}`);
          merged.checked += 1;
          const known = model.unpack(graph.packed[target]!);
          if (!alike(model, known, to)) {
            if (mayRefine && model.refine(known, to)) return 'again';
            merged.unlike += 1;
          }
        }
      }
      graph.addEdge(target, label, transitions);
      for (const id of transitions) taken.add(id);
    }
    graph.closeNode();
    if (enough?.(taken, node)) {
      stopped = `stopped at ${graph.nodeCount} states: nothing more was looked for`;
      break;
    }
  }
  const unlike = `${merged.unlike} of ${merged.checked} merged states that were compared did not behave like the one they were merged with`;
  const notExplored = [...model.limits, ...(stopped === undefined ? [] : [stopped]), ...(merged.unlike > 0 ? [unlike] : [])];
  return { model, graph, arrivedBy: Int32Array.from(arrivedBy), notExplored, merged, nodeOf: (key) => nodes.get(key) };
}

/** Where two packed states differ; empty when they do not. */
function sign(one: Int32Array | string, other: Int32Array | string): string {
  if (typeof one === 'string' || typeof other === 'string') return one === other ? '' : 'text';
  let places = '';
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) places += `${index} `;
  return places;
}

const alike = <State>(model: Model<State>, one: State, other: State): boolean => {
  const summary = (state: State) =>
    model
      .moves(state)
      .map(({ to, transitions }) => `${transitions.join(' ')} ${model.key(to)}`)
      .sort()
      .join('\n');
  // Asked twice where they differ: what is tried in a place grows with what made a difference elsewhere, even between these two.
  return summary(one) === summary(other) || summary(one) === summary(other);
};
