// What cases of a process show to the cases they are linked with, taken from exploring it: one example of every shape.
import type { AnyProcess, JsonObject, Process } from '@bihuan/core';
import { rollUpOf } from '@bihuan/core/model';
import { explore } from './explore.ts';
import type { Showings } from './news.ts';
import { processModel } from './process-model.ts';

const mostStates = 1_500;
const mostExamples = 16;

/** Two showings have one shape when the same fields are empty and the same words stand in them. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, each]) => [key, shapeOf(each)]);
  return value === null || typeof value === 'boolean' ? value : typeof value;
};

export function showingsOf(processes: readonly AnyProcess[]): Showings {
  return Object.fromEntries(processes.map((process) => [process.id, examplesOf(process as Process)]));
}

function examplesOf(process: Process): Showings[string] {
  const { model, graph } = explore(processModel(process), { states: mostStates });
  const found = new Map<string, { readonly outcome: string | null; readonly data: JsonObject }>();
  for (let node = 1; node < graph.nodeCount && found.size < mostExamples; node++) {
    const { outcome, data } = rollUpOf(process, model.unpack(graph.packed[node]!).record);
    const shape = JSON.stringify([outcome, shapeOf(data)]);
    if (!found.has(shape)) found.set(shape, { outcome, data });
  }
  return [...found.values()];
}
