// What cases of a process show to the cases they are linked with, taken from exploring it: one example of every shape.
import { type AnyProcess, BihuanError, type JsonObject, type Process } from '@bihuan/core';
import { rollUpOf } from '@bihuan/core/model';
import type { Showings } from './news.ts';
import type { Place } from './place-key.ts';
import { processModel } from './process-model.ts';
import { scout } from './scout.ts';

const mostStates = 1_500;
const areaVisits = 20;
const mostExamples = 16;

/** Those among `others` that a process is linked with, and those that these are linked with, in the order given. */
export function linkedWith({ id, spec }: AnyProcess, others: readonly AnyProcess[]): readonly AnyProcess[] {
  const near = partnersOf(spec);
  const far = others.filter((each) => near.has(each.id)).flatMap((each) => [...partnersOf(each.spec)]);
  return others.filter((each) => near.has(each.id) || (each.id !== id && far.includes(each.id)));
}

const partnersOf = ({ links = {}, linkedFrom = {} }: AnyProcess['spec']): ReadonlySet<string> =>
  new Set([...Object.values(links), ...Object.values(linkedFrom)].map((each) => (each as { process: string }).process));

/** Two showings have one shape when the same fields are empty and the same words stand in them. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, each]) => [key, shapeOf(each)]);
  return value === null || typeof value === 'boolean' ? value : typeof value;
};

/** A process that cannot be walked without what its own links tell shows nothing. */
export function showingsOf(processes: readonly AnyProcess[]): Showings {
  const known: Record<string, Showings[string]> = {};
  for (const process of processes) {
    try {
      known[process.id] = examplesOf(process as Process, known);
    } catch (cause) {
      if (!(cause instanceof BihuanError)) throw cause;
      known[process.id] = [];
    }
  }
  return known;
}

function examplesOf(process: Process, showings: Showings): Showings[string] {
  const model = processModel(process, { showings, counters: new Set() });
  const areaOf = ({ record }: Place) => record.states.join(' ');
  const { graph } = scout(model, { areaOf, visits: areaVisits, states: mostStates });
  const found = new Map<string, { readonly outcome: string | null; readonly data: JsonObject }>();
  for (let node = 1; node < graph.nodeCount && found.size < mostExamples; node++) {
    const { outcome, data } = rollUpOf(process, model.unpack(graph.packed[node]!).record);
    const shape = JSON.stringify([outcome, shapeOf(data)]);
    if (!found.has(shape)) found.set(shape, { outcome, data });
  }
  return [...found.values()];
}
