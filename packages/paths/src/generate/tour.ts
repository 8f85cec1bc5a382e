// Walks a process from obligation to obligation: always to the nearest that is open, on from here or from a new opening, whichever is shorter.
// Planned on the graph, walked on the case itself: where it turns out otherwise, the plan is made again.
import type { Exploration } from '../explore/explore.ts';
import type { Label } from '../explore/label.ts';
import type { Move } from '../explore/model.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';

/** One step of a tour, as it was walked. */
export interface Walked {
  readonly label: Label;
  readonly before: Place | null;
  readonly transitions: readonly string[];
  /** For `time`: how long it takes, and how far from the due time it ends. */
  readonly waitMs: number;
  readonly offsetMs: number;
  /** A request that changes nothing, and what it comes to. */
  readonly refused?: string;
}

export interface TourGuide {
  /** Ids that a move meets, by edge of the graph. */
  readonly ofEdge: (edge: number) => readonly string[];
  /** Called after every move: steps to add before it (waiting), and what the move met. */
  readonly walked: (before: Place | null, move: Move<Place>) => { readonly before: readonly Walked[]; readonly met: readonly string[] };
  /** Called at every place: refusals to try there. */
  readonly probes: (place: Place) => readonly Walked[];
  readonly open: ReadonlySet<string>;
  readonly meet: (id: string) => boolean;
}

export interface Tour {
  readonly steps: readonly Walked[];
  readonly covers: readonly string[];
}

/** Tours until nothing open can be reached, or `mostSteps` are walked. */
export function tours(
  { model, graph, arrivedBy }: Exploration<Place> & { readonly model: ProcessModel },
  guide: TourGuide,
  mostSteps: number,
): readonly Tour[] {
  const nodeOf = new Map<string, number>();
  for (let node = 1; node < graph.exploredCount; node++) nodeOf.set(model.key(model.unpack(graph.packed[node]!)), node);
  const blocked = new Set<number>();
  const done: Tour[] = [];
  let steps: Walked[] = [];
  let covers: string[] = [];
  let place: Place | null = null;
  let count = 0;

  const finish = () => {
    if (covers.length > 0) done.push({ steps, covers });
    steps = [];
    covers = [];
    place = null;
  };
  const take = (label: Label, expected: readonly string[]): boolean => {
    const move =
      label.kind === 'open'
        ? model.starts().find((each) => JSON.stringify(each.label) === JSON.stringify(label))
        : model.step(place!, label);
    if (!move || `${move.transitions}` !== `${expected}`) return false;
    const { before, met } = guide.walked(place, move);
    const waited = before.reduce((sum, each) => sum + each.waitMs, 0);
    const at = waited > 0 ? model.later(place!, waited) : place;
    const again = waited > 0 ? model.step(at!, label) : move;
    const kept = again && `${again.transitions}` === `${expected}` ? again : move;
    if (kept === again && before.length > 0) steps.push(...before);
    const from = kept === again ? at : place;
    steps.push({
      label,
      before: from,
      transitions: kept.transitions,
      waitMs: label.kind === 'time' ? untilDue(from!, label) : 0,
      offsetMs: 0,
    });
    for (const id of met) if (guide.meet(id)) covers.push(id);
    place = kept.to;
    for (const probe of guide.probes(place)) steps.push(probe);
    count += 1;
    return true;
  };

  while (guide.open.size > 0 && count < mostSteps) {
    const here: number | undefined = place === null ? undefined : nodeOf.get(model.key(place));
    const onward: readonly number[] | undefined = here === undefined ? undefined : nearest(graph, here, guide, blocked);
    const anew = nearest(graph, 0, guide, blocked);
    if (!anew && !onward) break;
    const plan = onward && (!anew || onward.length <= anew.length) ? onward : anew!;
    if (plan !== onward) finish();
    for (const [index, edge] of plan.entries()) {
      if (take(graph.labelOf(edge), graph.transitionsOf(edge))) continue;
      // Merged with another, this state differs. The way it was first found is sure: at the second failure that one is taken.
      const target = plan.at(-1)!;
      if (blocked.has(edge) || index === plan.length - 1) {
        blocked.add(target);
        finish();
        for (const sure of firstWay(graph, arrivedBy, target)) if (!take(graph.labelOf(sure), graph.transitionsOf(sure))) break;
      } else blocked.add(edge);
      break;
    }
  }
  finish();
  return done;
}

const untilDue = ({ record }: Place, { name, state }: Label): number => {
  const timer = record.timers[`${state}#${name}`];
  return timer ? Math.max(0, timer.dueAtMs - record.atMs) : 0;
};

/** The shortest way, as edges, to one that meets something open. */
function nearest(
  graph: Exploration<Place>['graph'],
  start: number,
  guide: TourGuide,
  blocked: ReadonlySet<number>,
): readonly number[] | undefined {
  const cameBy = new Map<number, number>([[start, -1]]);
  const cameFrom = new Map<number, number>();
  let ring = [start];
  while (ring.length > 0) {
    const beyond: number[] = [];
    let best: { readonly edge: number; readonly gain: number; readonly node: number } | undefined;
    for (const node of ring) {
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        if (blocked.has(edge)) continue;
        const gain = guide.ofEdge(edge).reduce((sum, id) => sum + (guide.open.has(id) ? 1 : 0), 0);
        if (gain > 0 && (!best || gain > best.gain)) best = { edge, gain, node };
        const to = graph.edgeTo.at(edge);
        if (cameBy.has(to)) continue;
        cameBy.set(to, edge);
        cameFrom.set(to, node);
        beyond.push(to);
      }
    }
    if (best) {
      const way = [best.edge];
      for (let node = best.node; cameBy.get(node)! >= 0; node = cameFrom.get(node)!) way.unshift(cameBy.get(node)!);
      return way;
    }
    ring = beyond;
  }
  return undefined;
}

/** The way an edge was first come to, from an opening; every step of it was walked as it is. */
function firstWay(graph: Exploration<Place>['graph'], arrivedBy: Int32Array, edge: number): readonly number[] {
  const sourceOf = (each: number): number => {
    let [low, high] = [0, graph.exploredCount - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (graph.firstEdge.at(middle) <= each) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const way = [edge];
  for (let node = sourceOf(edge); node > 0; node = sourceOf(arrivedBy[node]!)) way.unshift(arrivedBy[node]!);
  return way;
}
