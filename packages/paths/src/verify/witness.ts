// The shortest case that comes to a node of a graph, walked on the engine, as anybody can run it again.
import type { Process } from '@bihuan/core';
import type { TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import type { Model } from '../explore/model.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { machinePath } from '../generate/machine-suite.ts';
import { pathOf, sketchesOf } from '../generate/path-of.ts';
import type { Explored, Walked } from '../generate/tour.ts';
import { firstWay } from '../generate/way.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';

export async function processWitness(
  process: Process,
  exploration: Explored<Place, ProcessModel>,
  node: number,
  way: readonly number[],
): Promise<TestPath | undefined> {
  const steps = stepsTo(exploration, node, way, ({ record }, state, deadline) =>
    Math.max(0, (record.timers[`${state}#${deadline}`]?.dueAtMs ?? record.atMs) - record.atMs),
  );
  const cast = exploration.model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar: everyDayCalendar });
  const walked = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process, steps));
  return walked && pathOf(process, walked, []);
}

export function machineWitness(
  id: string,
  exploration: Explored<MachineState, MachineModel>,
  node: number,
  way: readonly number[],
): TestPath {
  return machinePath(id, { steps: stepsTo(exploration, node, way, (state, event) => state.delays[event] ?? 0), covers: [] });
}

/** The way a node was first come to, and on from there; every state as the model has it. */
function stepsTo<State>(
  { model, graph, arrivedBy }: Explored<State, Model<State>>,
  node: number,
  way: readonly number[],
  waitMs: (state: State, name: string, deadline: string) => number,
): readonly Walked<State>[] {
  const edges = [...(node > 0 ? firstWay(graph, arrivedBy, arrivedBy[node]!) : []), ...way];
  let place: State | null = null;
  return edges.flatMap((edge): Walked<State>[] => {
    const label = graph.labelOf(edge);
    const move =
      place === null ? model.starts().find((each) => JSON.stringify(each.label) === JSON.stringify(label)) : model.step(place, label);
    if (!move) return [];
    const wait = label.kind === 'time' && place !== null ? waitMs(place, label.state!, label.name) : 0;
    const step = { label, before: place, after: move.to, transitions: move.transitions, waitMs: wait, offsetMs: 0 };
    place = move.to;
    return [step];
  });
}
