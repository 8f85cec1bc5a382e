// What a suite is to come by, where it was explored: what is known of a process beforehand, and what only the explored graphs tell.
import { type AnyProcess, type Process, systemRole } from '@bihuan/core';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { type Combination, combinationsOf } from '../seek/combinations.ts';
import { guardsOf, reasonObligations } from '../seek/guards.ts';
import { type Loop, loopObligations, loopsOf } from '../seek/loops.ts';
import { type RoundTrip, roundTripsOf } from '../seek/round-trips.ts';
import { controlGraph } from '../tours/control-graph.ts';
import { boundariesOf } from '../tours/guide.ts';
import { possibleWords, remembering } from '../tours/history-graph.ts';
import type { Explored } from '../tours/tour.ts';
import { switchesIn } from '../tours/words.ts';
import { type Criterion, obligationsOf, type Wanted } from './obligations.ts';

type Exploration = Explored<Place, ProcessModel>;

export interface Targets {
  /** As they were explored. */
  readonly plain: readonly Exploration[];
  /** The same, told apart by the last transitions where transitions in a row are wanted: what tours go by. */
  readonly explored: readonly Exploration[];
  readonly wanted: Map<string, Wanted>;
  readonly trips: readonly RoundTrip[];
  /** Loops also lead to where counters are used up, which reasons need. */
  readonly loops: readonly Loop[];
  readonly combinations: readonly Combination[];
  /** In words, what is not asked for. */
  readonly left: readonly string[];
}

export function targetsOf(process: AnyProcess, cover: readonly Criterion[], plain: readonly Exploration[]): Targets {
  const inARow = switchesIn(cover);
  const explored = inARow.length > 0 ? plain.map((each) => remembering(each, inARow)) : plain;
  const control = controlGraph(
    process.machine,
    plain.map(({ graph }) => graph),
  );
  const { trips, left } = cover.includes('roundTrips') ? roundTripsOf(control, plain as never) : { trips: [], left: undefined };
  const models = plain.map(({ model }) => model);
  const loops = cover.includes('loops') || cover.includes('reasons') ? loopsOf(process, control, guardsOf(process), models) : [];
  const combined = cover.includes('combinations') ? combinationsOf(process, plain[0]!.model) : { combinations: [], wanted: [], left: [] };
  const wanted = [
    ...obligationsOf(process as Process, cover),
    ...possibleWords(explored).values(),
    ...(cover.includes('reasons') ? reasonObligations(process as Process) : []),
    ...(cover.includes('loops') ? loopObligations(loops) : []),
    ...trips,
    ...(cover.includes('payloads') ? boundaryObligations(process as Process, plain[0]!.model) : []),
    ...combined.wanted,
  ];
  const said = [...(left === undefined ? [] : [left]), ...combined.left];
  return {
    ...{ plain, explored, trips, loops, combinations: combined.combinations },
    ...{ wanted: new Map(wanted.map((each) => [each.id, each])), left: said },
  };
}

function boundaryObligations({ spec }: Process, model: ProcessModel): readonly Wanted[] {
  const commands = Object.entries(spec.commands).filter(([, { by }]) => by.some((role) => role !== systemRole));
  return commands.flatMap(([command]) =>
    boundariesOf(model, command).map(({ id }): Wanted => ({ id, criterion: 'payloads', label: { zh: id, en: id } })),
  );
}
