// The shortest case that comes to a node of a graph, walked on the engine, as anybody can run it again.
import type { Process } from '@bihuan/core';
import type { TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { Label } from '../explore/label.ts';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import type { Model } from '../explore/model.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { machinePath } from '../generate/machine-suite.ts';
import { pathOf, sketchesOf } from '../generate/path-of.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import type { Explored, Walked } from '../tours/tour.ts';
import { firstWay } from '../tours/way.ts';
import type { Found } from './graph-checks.ts';

type Acted = Model<Place> & Pick<ProcessModel, 'cast'>;

export async function processWitness(
  process: Process,
  exploration: Explored<Place, Acted>,
  node: number,
  { way = [], then }: Pick<Found, 'way' | 'then'>,
): Promise<TestPath | undefined> {
  const waitMs = ({ record }: Place, state: string, deadline: string) =>
    Math.max(0, (record.timers[`${state}#${deadline}`]?.dueAtMs ?? record.atMs) - record.atMs);
  const walked = stepsTo(exploration, node, way, waitMs);
  const steps = then ? [...walked, lastStep(exploration, node, then, waitMs)] : walked;
  const cast = exploration.model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar: everyDayCalendar });
  const seen = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process, steps));
  return seen && pathOf(process, seen, []);
}

/** What is tried at the end of the way: it moves the case, or is refused. */
function lastStep(
  { model, graph }: Explored<Place, Acted>,
  node: number,
  label: Label,
  waitMs: (place: Place, state: string, deadline: string) => number,
): Walked<Place> {
  const before = model.unpack(graph.packed[node]!);
  const move = model.step(before, label);
  const wait = label.kind === 'time' ? waitMs(before, label.state!, label.name) : 0;
  const step = { label, before, transitions: move?.transitions ?? [], waitMs: wait, offsetMs: 0 };
  return move ? { ...step, after: move.to } : { ...step, refused: 'refused' };
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
    const { offsetMs = 0 } = label;
    const wait = label.kind === 'time' && place !== null ? waitMs(place, label.state!, label.name) + offsetMs : 0;
    const step = { label, before: place, after: move.to, transitions: move.transitions, waitMs: wait, offsetMs };
    place = move.to;
    return [step];
  });
}
