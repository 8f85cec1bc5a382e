// Round trips that no tour came by: from trip to trip, on from where the case is or on a new one, whichever is nearer.
import { kindOf } from '../tours/control-graph.ts';
import type { Explored, Tour } from '../tours/tour.ts';
import { Cursor, type WaitMs, wayTo } from './cursor.ts';
import { nodesIn, type RoundTrip, wayAlong } from './round-trips.ts';

/** Cases do not get longer than this for the sake of one more trip. */
const longestCase = 60;
/** What turned out otherwise on the way is tried again from this many other places. */
const mostTries = 5;

/** Adds to `met` what tours came by and what it finds; tours are walked besides. */
export function seekTrips<State, Each extends Explored<State>>(
  explored: readonly Each[],
  walked: readonly Tour<State>[],
  trips: readonly RoundTrip[],
  waitMs: WaitMs<State>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<State>[] {
  const open = new Map(trips.filter(({ id }) => !excluded.has(id) && !met.has(id)).map((trip) => [trip.id, trip]));
  /** What a case has come by so far. */
  const note = (steps: Tour<State>['steps'], covers: string[]) => {
    const taken = steps.map(({ transitions }) => kindOf(transitions)).filter((kind) => kind !== '');
    for (const { id, kinds } of open.values()) {
      if (!taken.some((_, at) => kinds.every((kind, index) => taken[at + index] === kind))) continue;
      open.delete(id);
      met.add(id);
      covers.push(id);
    }
  };
  const told = walked.map(({ steps, covers }) => {
    const more = [...covers];
    note(steps, more);
    return { steps, covers: more };
  });
  return [...told, ...explored.flatMap((each) => tripTours(each, open, waitMs, note))];
}

function tripTours<State>(
  explored: Explored<State>,
  open: ReadonlyMap<string, RoundTrip>,
  waitMs: WaitMs<State>,
  note: (steps: Tour<State>['steps'], covers: string[]) => void,
): readonly Tour<State>[] {
  const { graph } = explored;
  const own = explored as unknown as Explored<never>;
  const tries = new Map<string, number>();
  /** Trips by the nodes they may begin at. */
  const starts = new Map<number, Set<string>>();
  for (const { id, from, kinds } of open.values())
    for (const node of nodesIn(own, from)) if (wayAlong(own, node, kinds)) starts.set(node, (starts.get(node) ?? new Set()).add(id));
  const openAt = (node: number): string | undefined => [...(starts.get(node) ?? [])].find((id) => open.has(id));
  const given = (id: string, node: number) => {
    tries.set(id, (tries.get(id) ?? 0) + 1);
    if (tries.get(id)! >= mostTries) for (const ids of starts.values()) ids.delete(id);
    else starts.get(node)?.delete(id);
  };
  const found: Tour<State>[] = [];
  let cursor = new Cursor(explored, waitMs);
  let covers: string[] = [];
  const finish = () => {
    if (covers.length > 0) found.push({ steps: cursor.steps, covers });
    cursor = new Cursor(explored, waitMs);
    covers = [];
  };
  for (;;) {
    const here = cursor.steps.length > longestCase ? undefined : cursor.node;
    const anew = wayTo(graph, 0, (node) => openAt(node) !== undefined);
    if (!anew) break;
    const onward = here === undefined || here === 0 ? undefined : wayTo(graph, here, (node) => openAt(node) !== undefined);
    const goesOn = onward !== undefined && onward.length <= anew.length;
    if (!goesOn) finish();
    const way = goesOn ? onward : anew;
    const node = way.length === 0 ? here! : graph.edgeTo.at(way.at(-1)!);
    const id = openAt(node)!;
    const trip = wayAlong(own, node, open.get(id)!.kinds)!;
    let arrived = cursor.follow(way);
    if (!arrived) {
      finish();
      arrived = cursor.arrive(node);
    }
    if (arrived) cursor.follow(trip);
    note(cursor.steps, covers);
    if (open.has(id)) given(id, node);
  }
  finish();
  return found;
}
