// Walks a process from obligation to obligation: always to the nearest that is open, on from here or from a new opening, whichever is shorter.
// Planned on the graph, walked on the case itself: where it turns out otherwise, the plan is made again.
import type { Exploration } from '../explore/explore.ts';
import type { Label } from '../explore/label.ts';
import type { Model, Move } from '../explore/model.ts';
import type { History } from './history-graph.ts';
import { walkerOf } from './walker.ts';
import { type Finder, firstWay, nearest } from './way.ts';

/** One step of a tour, as it was walked. */
export interface Walked<State = unknown> {
  readonly label: Label;
  readonly before: State | null;
  /** Where it leads; absent for waiting and refusals. */
  readonly after?: State;
  readonly transitions: readonly string[];
  /** For `time`: how long it takes, and how far from the due time it ends. */
  readonly waitMs: number;
  readonly offsetMs: number;
  /** Otherwise than once: the last request `again` with its key, or this one `twice` at the same time. */
  readonly manner?: 'again' | 'twice';
  /** A request that changes nothing, and what it comes to. */
  readonly refused?: string;
  /** Ids of all that it meets, whether or not for the first time. */
  readonly meets?: readonly string[];
}

/** What a guide says of a move. */
export interface Noted<State> {
  readonly met: readonly string[];
  /** Waiting to do before it, and what that meets. */
  readonly before: readonly Walked<State>[];
  readonly metByWaiting: readonly string[];
  /** Sent twice at once: one of the two has to find that the case has changed. */
  readonly twice?: boolean;
  /** The same request again, afterwards, and the id that this meets. */
  readonly again?: string;
}

export interface TourGuide<State> {
  /** Ids that an edge of the graph meets. */
  readonly ofEdge: (edge: number) => readonly string[];
  /** Called after every move: steps to add before it (waiting), and what the move met. */
  readonly walked: (before: State | null, move: Move<State>) => Noted<State>;
  /** By whom, or with what, it might be done rather than as planned; the first that moves alike is taken. */
  readonly alternatives: (place: State | null, planned: Label, tours: number) => readonly Label[];
  /** Called at every place: refusals to try there. */
  readonly probes: (place: State) => readonly Walked<State>[];
  /** The same place a while later; nothing may fall due until then. */
  readonly later: (place: State, waitMs: number) => State;
  /** How long it takes until what a `time` move waits for. */
  readonly waitMs: (place: State, label: Label) => number;
  /** A case opened as said, by whoever is named. */
  readonly begin: (label: Label) => Move<State> | undefined;
  /** What is still to be met, and how much that is. */
  readonly open: Pick<ReadonlySet<string>, 'has' | 'size'>;
  /** Whether that counted. */
  readonly meet: (id: string) => boolean;
  /** How much an open id is worth. Default: all alike. */
  readonly worth?: (id: string) => number;
}

export interface Tour<State = unknown> {
  readonly steps: readonly Walked<State>[];
  readonly covers: readonly string[];
}

export interface Explored<State, Of extends Model<State> = Model<State>> extends Omit<Exploration<State>, 'nodeOf'> {
  readonly model: Of;
  /** Whether everything that matters was told apart. */
  readonly wholeModel: boolean;
  /** The node of a state, by its key, and by the transitions that led there where they are told apart. */
  readonly nodeOf: (key: string, taken?: readonly string[]) => number | undefined;
  /** Where nodes are told apart by the last transitions. */
  readonly history?: History;
}

/** Ids of what an edge takes: its transitions, and those in a row. */
export const idsOf = ({ graph, history }: Pick<Explored<never>, 'graph' | 'history'>, edge: number): readonly string[] => [
  ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
  ...(history?.wordsOf(edge).map(({ id }) => id) ?? []),
];

/** Edges on which a row of transitions may fail to follow. */
const mostFruitless = 6;

export interface ToursOptions {
  readonly mostSteps: number;
  /** Changes which of equally near ones comes first. */
  readonly turn?: number;
  /** Followed before anything is looked for. */
  readonly routes?: readonly (readonly number[])[];
  /** Default: the nearest that is open. */
  readonly find?: Finder;
}

/** Tours until nothing open can be reached, or `mostSteps` are walked. */
export function tours<State>(
  { model, graph, arrivedBy, nodeOf, history }: Explored<State>,
  guide: TourGuide<State>,
  { mostSteps, turn = 0, routes = [], find = nearest }: ToursOptions,
): readonly Tour<State>[] {
  const blocked = new Set<number>();
  const done: Tour<State>[] = [];
  const tries = new Map<number, number>();
  /** Rows of transitions that other rows promise where they cannot follow: given up after a few edges. */
  const givenUp = new Map<string, number>();
  /** What did not meet what it promised is given a few more chances, from other places. */
  const fruitless = (edge: number) => {
    tries.set(edge, (tries.get(edge) ?? 0) + 1);
    if (tries.get(edge)! >= 3 || history) blocked.add(edge);
    for (const { id } of history?.wordsOf(edge) ?? []) givenUp.set(id, (givenUp.get(id) ?? 0) + 1);
  };
  const isOpen = (id: string) => guide.open.has(id) && (givenUp.get(id) ?? 0) < mostFruitless;
  const walker = walkerOf(model, guide);
  const take = (edge: number) => walker.take(graph.labelOf(edge), graph.transitionsOf(edge));
  const finish = () => {
    const tour = walker.finish();
    if (tour && tour.covers.length > 0) done.push(tour);
  };

  for (const route of routes) {
    for (const edge of route) if (!take(edge)) break;
    finish();
  }
  while (guide.open.size > 0 && walker.moves < mostSteps) {
    const here = walker.place === null ? undefined : nodeOf(model.key(walker.place), walker.taken);
    const gain = (edge: number) => guide.ofEdge(edge).reduce((sum, id) => sum + (isOpen(id) ? (guide.worth?.(id) ?? 1) : 0), 0);
    const search = { graph, gain, blocked, turn };
    const onward = here === undefined ? undefined : find(search, here);
    const anew = find(search, 0);
    const plan = onward && (!anew || onward.score >= anew.score) ? onward : anew;
    if (!plan) break;
    if (plan !== onward) finish();
    const openBefore = guide.open.size;
    const target = plan.edges.at(-1)!;
    for (const [index, edge] of plan.edges.entries()) {
      if (take(edge)) continue;
      // Merged with another, this state differs. The way it was first found is sure: it is taken when the planned one leads elsewhere.
      if (blocked.has(edge) || index === plan.edges.length - 1) {
        blocked.add(target);
        finish();
        for (const sure of firstWay(graph, arrivedBy, target)) if (!take(sure)) break;
      } else blocked.add(edge);
      break;
    }
    if (guide.open.size === openBefore) fruitless(target);
  }
  finish();
  return done;
}
