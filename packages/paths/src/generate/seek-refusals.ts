// Refusals that no tour came by: answers of rules, and rules that refuse a command in a state. Looked for in what was explored, the nearest first.
import type { Move } from '../explore/model.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion, Wanted } from './obligations.ts';
import { refusalsAt } from './refusals.ts';
import type { Explored, Tour, Walked } from './tour.ts';
import { firstWay } from './way.ts';

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
  /** Answers of rules that are still open, and refusals by a rule that were not seen in this state. */
  const isWanted =
    (step: Walked<Place>) =>
    ({ id, criterion }: Wanted): boolean =>
      !met.has(id) &&
      !excluded.has(id) &&
      (criterion === 'rules' ? open.has(id) : step.refused === 'refused' && !id.endsWith(':state') && !id.endsWith(':closed'));
  for (const each of explored) {
    const { graph, model } = each;
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
      if (fresh.length === 0) continue;
      inVain.set(state, 0);
      const steps = stepsTo(each, node);
      if (!steps) continue;
      const covers: string[] = [];
      for (const { step, shows } of fresh) {
        const still = shows.filter(({ id }) => !met.has(id));
        if (still.length === 0) continue;
        steps.push(step);
        for (const show of still) {
          met.add(show.id);
          open.delete(show.id);
          if (!wanted.has(show.id)) wanted.set(show.id, show);
          covers.push(show.id);
        }
      }
      if (covers.length > 0) found.push({ steps, covers });
    }
  }
  return found;
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
    const timer: { readonly dueAtMs: number } | undefined = (place as Place | null)?.record.timers[`${label.state}#${label.name}`];
    const waitMs: number = label.kind === 'time' && timer ? Math.max(0, timer.dueAtMs - (place as unknown as Place).record.atMs) : 0;
    steps.push({ label, before: place, after: move.to, transitions: move.transitions, waitMs, offsetMs: 0 });
    place = move.to;
  }
  return steps;
}
