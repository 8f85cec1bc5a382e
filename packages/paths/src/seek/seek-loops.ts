// Loops that no tour took as often as wanted: a case each, which goes round until it has.
import type { Label } from '../explore/label.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { controlOf, kindOf } from '../tours/control-graph.ts';
import { untilDue } from '../tours/guide.ts';
import type { Explored, Tour } from '../tours/tour.ts';
import { Cursor, wayTo } from './cursor.ts';
import { type Loop, loopId, loopsMet, loopTimes, turnedBy } from './loops.ts';
import { asked } from './seek-reasons.ts';

type Exploration = Explored<Place, ProcessModel>;

/** Rounds after which a counter is taken to have no limit. */
const mostRounds = 12;
/** Places a loop is begun at, and ways back that turned out otherwise. */
const mostStarts = 6;
const mostDetours = 6;

/** Adds to `met` what tours came by and what it finds; cases of its own come after the tours. */
export function seekLoops(
  explored: readonly Exploration[],
  walked: readonly Tour<Place>[],
  loops: readonly Loop[],
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const show = (tour: Tour<Place>): Tour<Place> => {
    const fresh = [...loopsMet(explored[0]!.model, loops, tour)].filter((id) => !met.has(id) && !excluded.has(id));
    for (const id of fresh) met.add(id);
    return fresh.length === 0 ? tour : { ...tour, covers: [...tour.covers, ...fresh] };
  };
  const told = walked.map(show);
  const own: Tour<Place>[] = [];
  // The most rounds first: on the way others are met.
  for (const times of [...loopTimes].reverse()) {
    for (const loop of loops) {
      const id = loopId(loop, times);
      for (const each of explored) {
        if (met.has(id) || excluded.has(id)) break;
        for (const [node, label] of startsOf(each, loop)) {
          const steps = goRound(each, loop, times, node, label, explored);
          if (steps) own.push(show({ steps, covers: [] }));
          if (met.has(id)) break;
        }
      }
    }
  }
  return [...told, ...own.filter(({ covers }) => covers.length > 0)];
}

/** The first explored places where a loop is taken, and how. */
function startsOf({ graph }: Exploration, { kind }: Loop): readonly (readonly [node: number, label: Label])[] {
  const found: [number, Label][] = [];
  for (let node = 1; node < graph.exploredCount && found.length < mostStarts; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      if (kindOf(graph.transitionsOf(edge)) !== kind) continue;
      found.push([node, graph.labelOf(edge)]);
      break;
    }
  }
  return found;
}

function goRound(
  explored: Exploration,
  loop: Loop,
  times: (typeof loopTimes)[number],
  node: number,
  label: Label,
  all: readonly Exploration[],
): Tour<Place>['steps'] | undefined {
  const { model } = explored;
  const cursor = new Cursor<Place>(explored, untilDue);
  if (!cursor.arrive(node)) return undefined;
  if (times === 'zero') return goOn(cursor, loop);
  const isCounted = loop.gates.length > 0;
  for (let round = 0, taken = 0; round < mostRounds; round++) {
    if (taken > 0 && isCounted && times === 'limit' && turn(cursor, loop)) return cursor.steps;
    const move = cursor.take(label, loop.kind) ? undefined : (againAt(cursor, loop.kind) ?? model.step(cursor.place!, label));
    if (!move || kindOf(move.transitions) === loop.kind) taken += 1;
    // An earlier branch of the same request goes first until its counter is used up.
    if (move) cursor.add(move);
    if (taken === (times === 'once' ? 1 : 2) && !(isCounted && times === 'limit')) break;
    if (!comeBack(cursor, loop, [explored, ...all]))
      return taken > 0 && times === 'limit' && isCounted && turn(cursor, loop) ? cursor.steps : undefined;
  }
  return cursor.steps;
}

const againAt = ({ explored: { model }, place }: Cursor<Place>, kind: string) =>
  model.moves(place!).find(({ transitions }) => kindOf(transitions) === kind);

/** Goes on otherwise, or ends there. */
function goOn(cursor: Cursor<Place>, { kind }: Loop): Tour<Place>['steps'] {
  const otherwise = cursor.explored.model
    .moves(cursor.place!)
    .find(({ transitions }) => transitions.length > 0 && kindOf(transitions) !== kind);
  if (otherwise) cursor.add(otherwise);
  return cursor.steps;
}

/** What the counter keeps from going round again: refused, or led elsewhere. */
function turn(cursor: Cursor<Place>, { gates }: Loop): boolean {
  const guards = new Map(gates.map(({ guard }) => [guard.id, guard]));
  for (const { step, ...evaluation } of asked(cursor.explored.model as ProcessModel, guards, cursor.place!)) {
    const gate = gates.find(({ guard }) => guard.id === evaluation.guard.id)!;
    if (!turnedBy(evaluation, gate.counting)) continue;
    cursor.steps.push(step);
    return true;
  }
  return false;
}

/** Back to where the loop leads back from, best to where it can be taken, as planned on any of the explored graphs. */
function comeBack(cursor: Cursor<Place>, { sources, kind, gates }: Loop, explored: readonly Exploration[]): boolean {
  const isSource = (control: string) => sources.has(control);
  const isBack = () => isSource(controlOf(cursor.place!.record.states));
  // A counter is used up on the shortest way round; without one, the loop has to be taken again.
  for (const taking of gates.length > 0 ? [false] : [true, false]) {
    for (const { graph, model, nodeOf } of explored) {
      const wanted = (node: number) =>
        isSource(controlOf(graph.leavesOf(node))) &&
        (!taking || edgesAt(graph, node).some((edge) => kindOf(graph.transitionsOf(edge)) === kind));
      const blocked = new Set<number>();
      for (let detour = 0; detour < mostDetours; detour++) {
        if (isBack() && (!taking || againAt(cursor, kind))) return true;
        const here = nodeOf(model.key(cursor.place!));
        const way = here === undefined ? undefined : wayTo(graph, here, wanted, blocked);
        if (!way || way.length === 0) break;
        for (const edge of way) {
          const taken = kindOf(graph.transitionsOf(edge));
          if (taken !== kind && cursor.take(graph.labelOf(edge), taken)) continue;
          blocked.add(edge);
          break;
        }
      }
    }
  }
  return isBack();
}

const edgesAt = (graph: Exploration['graph'], node: number): readonly number[] => {
  const [first, end] = graph.edgesOf(node);
  return Array.from({ length: end - first }, (_, index) => first + index);
};
