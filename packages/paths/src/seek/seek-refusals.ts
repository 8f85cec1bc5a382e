// What no tour came by: answers of rules, and rules that refuse a command in a state. Looked for in what was explored, the nearest first.
import type { Move } from '../explore/model.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion, Wanted } from '../generate/obligations.ts';
import type { Explored, Tour, Walked } from '../tours/tour.ts';
import { firstWay } from '../tours/way.ts';
import { refusalsAt } from './refusals.ts';

/** The most places looked into, of one exploration, and how many in one state after the last that brought anything. */
const mostPlaces = 3_000;
const patience = 40;

/** Adds to `met` what it finds. */
export function seekRefusals(
  explored: readonly Explored<Place, ProcessModel>[],
  cover: ReadonlySet<Criterion>,
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): readonly Tour<Place>[] {
  const open = new Set(
    [...wanted.values()].filter(({ id, criterion }) => criterion === 'rules' && !met.has(id) && !excluded.has(id)).map(({ id }) => id),
  );
  const found: Tour<Place>[] = [];
  const meet = (shows: readonly Wanted[]): readonly string[] =>
    shows.flatMap((show) => {
      if (met.has(show.id) || excluded.has(show.id)) return [];
      met.add(show.id);
      open.delete(show.id);
      if (!wanted.has(show.id)) wanted.set(show.id, show);
      return [show.id];
    });
  /** What rules answered since this was last asked, of those still open. */
  const answered = ({ answers }: ProcessModel): readonly Wanted[] =>
    answers().flatMap((answer) => (open.has(`rule:${answer}`) ? [wanted.get(`rule:${answer}`)!] : []));
  /** Answers of rules that are still open, and refusals by a rule that were not seen in this state. */
  const isWanted =
    (step: Walked<Place>) =>
    ({ id, criterion }: Wanted): boolean =>
      !met.has(id) &&
      !excluded.has(id) &&
      (criterion === 'rules' ? open.has(id) : step.refused === 'refused' && !id.endsWith(':state') && !id.endsWith(':closed'));
  for (const each of explored) {
    const { graph, model } = each;
    for (const { label } of open.size > 0 ? model.starts() : []) {
      model.answers();
      const move = model.begin(label);
      const covers = move ? meet(answered(model)) : [];
      if (move && covers.length > 0) found.push({ steps: [opening(move)], covers });
    }
    const inVain = new Map<number, number>();
    for (let node = 1; node < Math.min(graph.exploredCount, mostPlaces); node++) {
      const state = graph.configuration.at(node);
      const vain = inVain.get(state) ?? 0;
      if (vain > patience) continue;
      inVain.set(state, vain + 1);
      const place = model.unpack(graph.packed[node]!);
      if (isDue(place.record)) continue;
      const refusals = refusalsAt(model, place, cover, (command) => model.plainPayload(command)).map(({ step, met: shows }) => ({
        step,
        shows: shows.filter(isWanted(step)),
      }));
      const fresh = refusals.filter(({ shows }) => shows.length > 0);
      const moves = open.size > 0 ? movesTelling(each, node, place, answered) : [];
      if (fresh.length === 0 && moves.length === 0) continue;
      inVain.set(state, 0);
      model.answers();
      const steps = stepsTo(each, node);
      if (!steps) continue;
      const covers = [...meet(answered(model))];
      for (const { step, shows } of fresh) {
        const still = meet(shows);
        if (still.length > 0) steps.push(step);
        covers.push(...still);
      }
      const [last] = moves;
      if (last) steps.push(last.step);
      if (last) covers.push(...meet(last.shows));
      if (covers.length > 0) found.push({ steps, covers });
    }
  }
  return found;
}

/** Requests that are applied in a place, and what rules answered on the way. */
function movesTelling(
  { graph, model }: Explored<Place, ProcessModel>,
  node: number,
  before: Place,
  answered: (model: ProcessModel) => readonly Wanted[],
): readonly { readonly step: Walked<Place>; readonly shows: readonly Wanted[] }[] {
  const [first, end] = graph.edgesOf(node);
  return Array.from({ length: end - first }, (_, index) => graph.labelOf(first + index)).flatMap((label) => {
    model.answers();
    const move = model.step(before, label);
    const shows = move ? answered(model) : [];
    return move && shows.length > 0 ? [{ step: stepOf(before, move), shows }] : [];
  });
}

/** The way a place was first found, walked again. */
export function stepsTo({ model, graph, arrivedBy }: Explored<Place, ProcessModel>, node: number): Walked<Place>[] | undefined {
  const steps: Walked<Place>[] = [];
  let place: Place | null = null;
  for (const edge of firstWay(graph, arrivedBy, arrivedBy[node]!)) {
    const label = graph.labelOf(edge);
    const move: Move<Place> | undefined =
      place === null ? model.starts().find((start) => JSON.stringify(start.label) === JSON.stringify(label)) : model.step(place, label);
    if (!move) return undefined;
    steps.push(place === null ? opening(move) : stepOf(place, move));
    place = move.to;
  }
  return steps;
}

const opening = ({ label, to, transitions }: Move<Place>): Walked<Place> => ({
  ...{ label, before: null, after: to, transitions, waitMs: 0, offsetMs: 0 },
});

/** A move as a step of a tour: with how long it takes where it waits. */
export function stepOf(before: Place, { label, to, transitions }: Move<Place>): Walked<Place> {
  const { timers, atMs } = before.record;
  const dueAtMs = timers[`${label.state}#${label.name}`]?.dueAtMs ?? atMs;
  return { label, before, after: to, transitions, offsetMs: 0, waitMs: label.kind === 'time' ? Math.max(0, dueAtMs - atMs) : 0 };
}
