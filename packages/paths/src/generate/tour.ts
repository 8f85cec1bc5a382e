// Walks a process from obligation to obligation: always to the nearest that is open, on from here or from a new opening, whichever is shorter.
// Planned on the graph, walked on the case itself: where it turns out otherwise, the plan is made again.
import type { Exploration } from '../explore/explore.ts';
import type { Label } from '../explore/label.ts';
import type { Move } from '../explore/model.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { firstWay, nearest } from './way.ts';

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
  /** Ids that an edge of the graph meets. */
  readonly ofEdge: (edge: number) => readonly string[];
  /** Called after every move: steps to add before it (waiting), and what the move met. */
  readonly walked: (before: Place | null, move: Move<Place>) => { readonly before: readonly Walked[]; readonly met: readonly string[] };
  /** Who might do it rather than the one planned, the first first. */
  readonly actors: (place: Place | null, planned: Label, tours: number) => readonly string[];
  /** Called at every place: refusals to try there. */
  readonly probes: (place: Place) => readonly Walked[];
  readonly open: ReadonlySet<string>;
  readonly meet: (id: string) => boolean;
}

export interface Tour {
  readonly steps: readonly Walked[];
  readonly covers: readonly string[];
}

export interface Explored extends Exploration<Place> {
  readonly model: ProcessModel;
  /** Whether everything that matters was told apart. */
  readonly wholeModel: boolean;
}

/** Tours until nothing open can be reached, or `mostSteps` are walked. `turn` changes which of equally near ones comes first. */
export function tours({ model, graph, arrivedBy, nodeOf }: Explored, guide: TourGuide, mostSteps: number, turn: number): readonly Tour[] {
  const blocked = new Set<number>();
  const done: Tour[] = [];
  let steps: Walked[] = [];
  let covers: string[] = [];
  let place: Place | null = null;
  let count = 0;
  const starts = model.starts();
  const tries = new Map<number, number>();
  /** What did not meet what it promised is given a few more chances, from other places. */
  const fruitless = (edge: number) => {
    tries.set(edge, (tries.get(edge) ?? 0) + 1);
    if (tries.get(edge)! >= 3) blocked.add(edge);
  };

  const finish = () => {
    if (covers.length > 0) done.push({ steps, covers });
    steps = [];
    covers = [];
    place = null;
  };
  const probe = () => {
    for (const each of guide.probes(place!)) {
      steps.push(each);
      covers.push('probe');
    }
  };
  /** The move, by another person where that meets more. */
  const moveFor = (planned: Label, expected: readonly string[]): Move<Place> | undefined => {
    const alike = (move: Move<Place> | undefined) => (move && `${move.transitions}` === `${expected}` ? move : undefined);
    for (const actor of guide.actors(place, planned, done.length)) {
      const move = alike(place ? model.step(place, { ...planned, actor }) : model.begin({ ...planned, actor }));
      if (move) return move;
    }
    return alike(place ? model.step(place, planned) : starts.find((each) => JSON.stringify(each.label) === JSON.stringify(planned)));
  };
  const take = (planned: Label, expected: readonly string[]): boolean => {
    const move = moveFor(planned, expected);
    if (!move) return false;
    const { label } = move;
    const { before, met } = guide.walked(place, move);
    const waited = before.reduce((sum, each) => sum + each.waitMs, 0);
    const at: Place | null = waited > 0 ? model.later(place!, waited) : place;
    const again = waited > 0 ? model.step(at!, label) : move;
    const waits = again !== undefined && `${again.transitions}` === `${expected}`;
    if (waits) steps.push(...before);
    const from = waits ? at : place;
    steps.push({
      label,
      before: from,
      transitions: move.transitions,
      waitMs: label.kind === 'time' ? untilDue(from!, label) : 0,
      offsetMs: 0,
    });
    for (const id of met) if (guide.meet(id)) covers.push(id);
    place = waits ? again.to : move.to;
    probe();
    count += 1;
    return true;
  };

  while (guide.open.size > 0 && count < mostSteps) {
    const here: number | undefined = place === null ? undefined : nodeOf(model.key(place));
    const gain = (edge: number) => guide.ofEdge(edge).reduce((sum, id) => sum + (guide.open.has(id) ? 1 : 0), 0);
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
    if (guide.open.size === openBefore && !blocked.has(plan.at(-1)!)) fruitless(plan.at(-1)!);
  }
  finish();
  return done;
}

const untilDue = ({ record }: Place, { name, state }: Label): number => {
  const timer = record.timers[`${state}#${name}`];
  return timer ? Math.max(0, timer.dueAtMs - record.atMs) : 0;
};
