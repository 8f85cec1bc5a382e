// Walks a process from obligation to obligation: always to the nearest that is open, on from here or from a new opening, whichever is shorter.
// Planned on the graph, walked on the case itself: where it turns out otherwise, the plan is made again.
import type { Exploration } from '../explore/explore.ts';
import type { Label } from '../explore/label.ts';
import type { Model, Move } from '../explore/model.ts';
import type { History } from './history-graph.ts';
import { firstWay, nearest } from './way.ts';

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
}

/** What a guide says of a move. */
export interface Noted<State> {
  readonly met: readonly string[];
  /** Waiting to do before it, and what that meets. */
  readonly before: readonly Walked<State>[];
  readonly metByWaiting: readonly string[];
  /** Sent twice at once: one of the two has to find that the case has changed. */
  readonly twice?: boolean;
  /** The same request again, afterwards. */
  readonly again?: boolean;
}

export interface TourGuide<State> {
  /** Ids that an edge of the graph meets. */
  readonly ofEdge: (edge: number) => readonly string[];
  /** Called after every move: steps to add before it (waiting), and what the move met. */
  readonly walked: (before: State | null, move: Move<State>) => Noted<State>;
  /** By whom, or with what, it might be done rather than as planned; the first that moves alike is taken. */
  readonly alternatives: (place: State | null, planned: Label, tours: number) => readonly Label[];
  /** Called at every place: refusals to try there. */
  readonly probes: (place: State) => { readonly steps: readonly Walked<State>[]; readonly met: readonly string[] };
  /** The same place a while later; nothing may fall due until then. */
  readonly later: (place: State, waitMs: number) => State;
  /** How long it takes until what a `time` move waits for. */
  readonly waitMs: (place: State, label: Label) => number;
  /** A case opened as said, by whoever is named. */
  readonly begin: (label: Label) => Move<State> | undefined;
  readonly open: ReadonlySet<string>;
  readonly meet: (id: string) => boolean;
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

/** Tours until nothing open can be reached, or `mostSteps` are walked. `turn` changes which of equally near ones comes first; `routes` are followed before. */
export function tours<State>(
  { model, graph, arrivedBy, nodeOf, history }: Explored<State>,
  guide: TourGuide<State>,
  mostSteps: number,
  turn: number,
  routes: readonly (readonly number[])[] = [],
): readonly Tour<State>[] {
  const blocked = new Set<number>();
  const done: Tour<State>[] = [];
  let steps: Walked<State>[] = [];
  let covers: string[] = [];
  let place: State | null = null;
  let taken: readonly string[] = [];
  let count = 0;
  const starts = model.starts();
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

  const finish = () => {
    if (covers.length > 0) done.push({ steps, covers });
    steps = [];
    covers = [];
    place = null;
  };
  const probe = () => {
    const tried = guide.probes(place!);
    steps.push(...tried.steps);
    covers.push(...tried.met);
  };
  /** The move, by another person or with other content where that meets more. */
  const moveFor = (planned: Label, expected: readonly string[]): Move<State> | undefined => {
    const alike = (move: Move<State> | undefined) => (move && `${move.transitions}` === `${expected}` ? move : undefined);
    for (const label of guide.alternatives(place, planned, done.length)) {
      const move = alike(place ? model.step(place, label) : guide.begin(label));
      if (move) return move;
    }
    return alike(place ? model.step(place, planned) : starts.find((each) => JSON.stringify(each.label) === JSON.stringify(planned)));
  };
  const take = (planned: Label, expected: readonly string[]): boolean => {
    const move = moveFor(planned, expected);
    if (!move) return false;
    const { label } = move;
    const { before, met, metByWaiting, twice, again: retried } = guide.walked(place, move);
    const waited = before.reduce((sum, each) => sum + each.waitMs, 0);
    const at: State | null = waited > 0 ? guide.later(place!, waited) : place;
    const again = waited > 0 ? model.step(at!, label) : move;
    const waits = again !== undefined && `${again.transitions}` === `${expected}`;
    if (waits) steps.push(...before);
    const from = waits ? at : place;
    const after = waits ? again.to : move.to;
    steps.push({
      label,
      before: from,
      after,
      transitions: move.transitions,
      waitMs: label.kind === 'time' ? guide.waitMs(from!, label) : 0,
      offsetMs: 0,
      ...(twice && { manner: 'twice' as const }),
    });
    if (retried) steps.push({ label, before: after, transitions: [], waitMs: 0, offsetMs: 0, manner: 'again', refused: 'replayed' });
    for (const id of waits ? [...met, ...metByWaiting] : met) if (guide.meet(id)) covers.push(id);
    place = after;
    taken = label.kind === 'open' ? move.transitions : [...taken, ...move.transitions];
    probe();
    count += 1;
    return true;
  };

  for (const route of routes) {
    for (const edge of route) if (!take(graph.labelOf(edge), graph.transitionsOf(edge))) break;
    finish();
  }
  while (guide.open.size > 0 && count < mostSteps) {
    const here: number | undefined = place === null ? undefined : nodeOf(model.key(place), taken);
    const gain = (edge: number) => guide.ofEdge(edge).reduce((sum, id) => sum + (isOpen(id) ? 1 : 0), 0);
    const search = { graph, gain, blocked, turn };
    const onward: readonly number[] | undefined = here === undefined ? undefined : nearest(search, here);
    const anew = nearest(search, 0);
    if (!anew && !onward) break;
    const plan = onward && (!anew || onward.length <= anew.length) ? onward : anew!;
    if (plan !== onward) finish();
    const openBefore = guide.open.size;
    for (const [index, edge] of plan.entries()) {
      if (take(graph.labelOf(edge), graph.transitionsOf(edge))) continue;
      // Merged with another, this state differs. The way it was first found is sure: it is taken when the planned one leads elsewhere.
      const target = plan.at(-1)!;
      if (blocked.has(edge) || index === plan.length - 1) {
        blocked.add(target);
        finish();
        for (const sure of firstWay(graph, arrivedBy, target)) if (!take(graph.labelOf(sure), graph.transitionsOf(sure))) break;
      } else blocked.add(edge);
      break;
    }
    if (guide.open.size === openBefore) fruitless(plan.at(-1)!);
  }
  finish();
  return done;
}
