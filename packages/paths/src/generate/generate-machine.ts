// Cases of a plain XState machine: states, transitions and transitions in a row, in the order its events and delays allow, each walked on a real actor.
import type { AnyStateMachine } from 'xstate';
import type { Suite } from '../cases/suite.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import { type MachineModelOptions, type MachineState, machineModel } from '../explore/machine-model.ts';
import { orderByGain } from '../order/order-by-gain.ts';
import { type Budget, withinBudget } from '../order/within-budget.ts';
import { roundTripsOf } from '../seek/round-trips.ts';
import { seekTrips } from '../seek/seek-trips.ts';
import { boundOf } from '../tours/bound-of.ts';
import { controlGraph } from '../tours/control-graph.ts';
import { possibleWords, remembering } from '../tours/history-graph.ts';
import { machineGuide, machineObligations } from '../tours/machine-guide.ts';
import { actorAgrees } from '../tours/walk-actor.ts';
import { switchesIn } from '../tours/words.ts';
import { impuritiesOfMachine, otherwise } from '../verify/determinism.ts';
import { type By, isByItself, walksBy } from '../walks/walks-by.ts';
import { checkCover } from './check-cover.ts';
import { machinePath, machineSuite } from './machine-suite.ts';
import { transitionsOf } from './obligations.ts';
import { distinct } from './path-of.ts';

export const machineCriteria = ['states', 'transitions', 'pairs', 'triples', 'quadruples', 'roundTrips'] as const;
export type MachineCriterion = (typeof machineCriteria)[number];

export interface GenerateMachineOptions extends MachineModelOptions {
  /** Default: transitions. */
  readonly cover?: readonly MachineCriterion[];
  /** Default: tours, as few steps as there can be. */
  readonly by?: By;
  readonly seed?: number;
  readonly limits?: ExploreLimits;
  readonly resetCost?: number;
  readonly exclude?: Readonly<Record<string, string>>;
  /** As much as there is time for, the best first. Default: all. */
  readonly budget?: Budget;
}

/** Throws `OPTION_INVALID` for a criterion a plain machine has not (it knows no roles and no rules with reasons), and for what `by` cannot be. */
export function generateMachine(machine: AnyStateMachine, options: GenerateMachineOptions = {}): Suite {
  const { cover = ['transitions'], by = 'tours', seed = 1, resetCost = 1, exclude = {} } = options;
  checkCover(cover, machineCriteria, { zh: '状态机', en: 'A plain machine' });
  const model = machineModel(machine, options);
  const plain = { ...explore(model, { refine: false, ...options.limits }), model, wholeModel: true };
  const inARow = switchesIn(cover);
  const found = inARow.length > 0 ? remembering(plain, inARow) : plain;
  const words = possibleWords([found]).values();
  const { trips, left } = cover.includes('roundTrips')
    ? roundTripsOf(controlGraph(model.machine, [plain.graph]), [plain as never])
    : { trips: [], left: undefined };
  const wanted = new Map([...machineObligations(model.machine, cover), ...words, ...trips].map((each) => [each.id, each]));
  const excluded = new Map(Object.entries(exclude));
  const walks = walksBy(by, {
    ...{ explored: [found], plain: [plain], wanted, excluded, resetCost, seed, clock: options.limits?.clock ?? (() => performance.now()) },
    guideFor: (each, all, seen) => machineGuide(each, cover, all, excluded, seen),
    named: machineObligations(model.machine, ['states', 'transitions']).map(({ id }) => id),
  });
  const { met, possible, worth } = walks;
  const stopped = [...walks.stopped, ...(left === undefined ? [] : [left])];
  const waits = (place: MachineState, { state }: { readonly state?: string }) => place.delays[state!] ?? 0;
  const walked = trips.length === 0 || isByItself(by) ? walks.walked : seekTrips([plain], walks.walked, trips, waits, excluded, met);

  const paths = distinct(
    walked.map((tour) => machinePath(machine.id, tour)),
    worth !== undefined,
  );
  const startedMs = performance.now();
  const unlike = walked.filter((tour) => !actorAgrees(model, tour.steps)).length;
  const walkedMs = performance.now() - startedMs;
  const impure = impuritiesOfMachine(plain).map(otherwise);
  const suite = machineSuite({
    ...{ model, cover, seed, wanted, excluded, met, possible, paths, resetCost, explored: [...found.notExplored, ...impure], stopped },
    lowerBound: by === 'tours' ? boundOf([found], cover, transitionsOf(model), met, resetCost) : null,
    unlike: unlike === 0 ? [] : [`${unlike} paths could not be walked again on an actor with a simulated clock`],
  });
  const stepsPerSecond = (suite.totals.steps / walkedMs) * 1000;
  if (options.budget) return withinBudget(suite, { stepsPerSecond, ...options.budget }, worth);
  return worth ? orderByGain(suite, worth) : suite;
}
