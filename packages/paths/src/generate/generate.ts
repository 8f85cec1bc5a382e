// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import { type AnyProcess, BihuanError, type Calendar, type JsonObject, type Process, systemRole } from '@bihuan/core';
import { namesFromLabels } from '../cases/names.ts';
import type { Obligation, Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { ExploreLimits } from '../explore/explore.ts';
import type { Place } from '../explore/place-key.ts';
import { linkedWith, showingsOf } from '../explore/showings.ts';
import { orderByGain } from '../order/order-by-gain.ts';
import { type Budget, withinBudget } from '../order/within-budget.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import { impuritiesOf, otherwise } from '../verify/determinism.ts';
import { type By, isByItself, notIn, walksBy } from '../walks/walks-by.ts';
import { boundOf } from './bound-of.ts';
import { controlGraph } from './control-graph.ts';
import { everybody, explorations, shortest } from './explorations.ts';
import { guardsOf, reasonObligations } from './guards.ts';
import { boundariesOf, guideFor, untilDue } from './guide.ts';
import { possibleWords, remembering } from './history-graph.ts';
import { loopObligations, loopsOf } from './loops.ts';
import { type Criterion, criteria, obligationsOf, transitionsOf, type Wanted } from './obligations.ts';
import { distinct, pathOf, sketchesOf } from './path-of.ts';
import { roundTripsOf } from './round-trips.ts';
import { seekDeadlines } from './seek-deadlines.ts';
import { seekLoops } from './seek-loops.ts';
import { seekReasons } from './seek-reasons.ts';
import { seekRefusals } from './seek-refusals.ts';
import { seekTrips } from './seek-trips.ts';
import { seekUpdates } from './seek-updates.ts';
import type { Tour } from './tour.ts';
import { switchesIn } from './words.ts';

export interface GenerateOptions {
  /** Default: transitions. */
  readonly cover?: readonly Criterion[];
  /** Default: tours, as few steps as there can be. */
  readonly by?: By;
  readonly seed?: number;
  readonly limits?: ExploreLimits;
  /** Processes at the other end of links: what they may tell is found by exploring them. */
  readonly with?: readonly AnyProcess[];
  /** People of a role, where a rule needs several. */
  readonly people?: Readonly<Record<string, number>>;
  /** Exactly these people, by id, with their roles. */
  readonly directory?: Readonly<Record<string, readonly string[]>>;
  /** Payloads tried first, by command; `open` for the input. */
  readonly payloads?: Readonly<Record<string, readonly JsonObject[]>>;
  /** What beginning anew costs, in steps. Default 1: the opening. */
  readonly resetCost?: number;
  /** Obligations left out, by id, and why. */
  readonly exclude?: Readonly<Record<string, string>>;
  /** The calendar the cases are walked on. Default: every day is a working day. */
  readonly calendar?: Calendar;
  /** As much as there is time for, the best first. Default: all. */
  readonly budget?: Budget;
}

/** Throws `OPTION_INVALID` for a criterion there is none of, and for what `by` cannot be. */
export async function generate(process: AnyProcess, options: GenerateOptions = {}): Promise<Suite> {
  const cover = options.cover ?? ['transitions'];
  const unknown = cover.find((each) => !criteria.includes(each));
  if (unknown !== undefined || cover.length === 0) {
    const known = criteria.join(', ');
    throw new BihuanError(
      'OPTION_INVALID',
      { zh: `没有覆盖准则 ${unknown ?? ''};有 ${known}`, en: `There is no criterion ${unknown ?? ''}; there are ${known}` },
      { option: 'cover', criterion: unknown ?? null },
    );
  }
  const { by = 'tours', seed = 1, resetCost = 1, exclude = {}, calendar = everyDayCalendar } = options;
  const showings = showingsOf(linkedWith(process, options.with ?? []));
  const probing = cover.some((each) => ['rules', 'reasons', 'roles', 'negatives', 'payloads'].includes(each));
  const plain = explorations(
    process,
    { ...options, seed, showings },
    probing ? 'apart' : 'one',
    options.limits,
    by === 'shortest' ? shortest : undefined,
  );
  const inARow = switchesIn(cover);
  const explored = inARow.length > 0 ? plain.map((each) => remembering(each, inARow)) : plain;
  const { model } = explored[0]!;
  const words = possibleWords(explored).values();
  const control = controlGraph(
    process.machine,
    plain.map(({ graph }) => graph),
  );
  const { trips, left } = cover.includes('roundTrips') ? roundTripsOf(control, plain as never) : { trips: [], left: undefined };
  const models = plain.map((each) => each.model);
  const loops = cover.includes('loops') || cover.includes('reasons') ? loopsOf(process, control, guardsOf(process), models) : [];
  const wantedLoops = cover.includes('loops') ? loopObligations(loops) : [];
  const reasons = cover.includes('reasons') ? reasonObligations(process as Process) : [];
  const wanted = new Map(
    [...obligationsOf(process as Process, cover), ...words, ...reasons, ...wantedLoops, ...trips].map((each) => [each.id, each]),
  );
  if (cover.includes('payloads')) {
    for (const [command, { by }] of Object.entries((process as Process).spec.commands)) {
      if (by.every((role) => role === systemRole)) continue;
      for (const { id } of boundariesOf(model, command)) wanted.set(id, { id, criterion: 'payloads', label: { zh: id, en: id } });
    }
  }
  const excluded = new Map(Object.entries(exclude));
  const { walked, met, possible, stopped, worth } = walksBy(by, {
    ...{ explored, plain, wanted, excluded, resetCost, seed, clock: options.limits?.clock ?? (() => performance.now()) },
    guideFor: (each, found, met) => guideFor(each, new Set(cover), found, excluded, met),
    named: obligationsOf(process as Process, ['states', 'transitions']).map(({ id }) => id),
  });
  const seeking = (criterion: Criterion) => cover.includes(criterion) && !isByItself(by);
  const round = trips.length > 0 && seeking('roundTrips') ? seekTrips(plain, walked, trips, untilDue, excluded, met) : walked;
  const looped = loops.length > 0 && seeking('loops') ? seekLoops(plain, round, loops, excluded, met) : round;
  // Only tours may be made longer: other walks are what was asked for.
  const [open, asked] = by === 'tours' ? [looped, []] : [[], looped];
  const inTime = seeking('deadlines') ? [...asked, ...seekDeadlines(model, open, looped, wanted, excluded, met)] : looped;
  const seeks = cover.filter((each) => (each === 'rules' || each === 'negatives') && seeking(each));
  const withEverybody = seeks.length > 0 || seeking('reasons') ? [...plain, everybody(process, { ...options, seed, showings })] : plain;
  const told = seeking('reasons') ? seekReasons(process, withEverybody, inTime, wanted, excluded, met) : inTime;
  const written = seeking('updates') ? seekUpdates(process, { ...options, seed, showings }, plain, told, wanted, excluded, met) : told;
  const sought = seekRefusals(seeks.length > 0 ? withEverybody : [], new Set(seeks), wanted, excluded, met);
  const last = explored.at(-1)!;
  const impure = impuritiesOf(process as Process, { ...options, seed, showings }, last).map(otherwise);
  const faults = explored.flatMap((each) => each.model.limits);
  const whole = last.wholeModel && last.notExplored.length === 0 && impure.length === 0;

  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const kept: TestPath[] = [];
  const lost: string[] = [];
  const shown = new Set<string>();
  const startedMs = performance.now();
  for (const { steps: walk, covers: all } of [...written, ...sought]) {
    const covers = all.filter((id) => wanted.has(id));
    // Walked to show something that nobody asked for.
    if (covers.length === 0 && by === 'tours') continue;
    const tour = { steps: walk, covers };
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, tour.steps));
    if (!steps || !isAsPlanned(tour, steps)) {
      lost.push(...tour.covers);
      continue;
    }
    kept.push(pathOf(process as Process, steps, tour.covers));
    for (const id of tour.steps.flatMap(({ meets = [] }) => meets)) shown.add(id);
  }
  const walkedMs = performance.now() - startedMs;
  for (const id of lost) if (!shown.has(id)) met.delete(id);
  const paths = distinct(kept, worth !== undefined);

  const obligations = [...wanted.values()].map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (met.has(each.id) ? undefined : unmet(each, whole && !possible.has(each.id)));
    return { ...each, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const steps = paths.flatMap((path) => path.steps);
  const bound = by === 'tours' ? boundOf(explored, cover, transitionsOf(process as Process), met, resetCost) : null;
  const cost = steps.length + (resetCost - 1) * paths.length;
  const missed = obligations.filter((each) => !each.covered && each.excluded === undefined).length;
  const planned = `${missed} obligations were not reached. The cases were planned on a reduced model, one set of counters at a time; options.limits.states explores the whole one`;
  const notMet = isByItself(by) || whole ? notIn(stopped, missed) : [...stopped, ...(missed > 0 ? [planned] : [])];
  const notExplored = [...(last.wholeModel ? last.notExplored : []), ...notMet];
  const lostText = lost.length === 0 ? [] : [`${lost.length} obligations could not be walked on the engine`];
  const suite: Suite = {
    format: 'bihuan-paths/1',
    process: process.id,
    version: process.version,
    hash: process.hash,
    title: model.title,
    names: namesFromLabels(process.spec.labels),
    cover: [...cover],
    seed,
    cast,
    startMs: modelNowMs,
    calendar: calendar.id,
    paths,
    obligations,
    totals: {
      paths: paths.length,
      steps: steps.length,
      lowerBound: bound,
      covered: obligations.filter((each) => each.covered).length,
      coverable: obligations.filter((each) => each.covered || each.excluded === undefined).length,
      notExplored: [...new Set([...faults, ...notExplored, ...lostText, ...impure, ...(left === undefined ? [] : [left])])],
      ...(bound !== null && cost > bound && { gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes' }),
    },
  };
  const stepsPerSecond = (steps.length / walkedMs) * 1000;
  if (options.budget) return withinBudget(suite, { stepsPerSecond, ...options.budget }, worth);
  return worth ? orderByGain(suite, worth) : suite;
}

/** A real calendar, or a linked process, may lead a case elsewhere than the model: then it shows nothing of what was planned. */
const isAsPlanned = (tour: Tour<Place>, steps: readonly Step[]): boolean =>
  tour.steps.every(({ before, after }, index) => {
    const planned = (after ?? before)?.record.states;
    return planned === undefined || `${planned}` === `${steps[index]!.expect.states}`;
  });

/** What a move itself is seen to meet, and no move of the whole model does, cannot happen. Of the rest, that it was not found shows nothing. */
const unmet = ({ id }: Wanted, nowhere: boolean): string | undefined =>
  nowhere && /^(state|transition|pair|triple|quadruple):|:(fired|allowed)$/.test(id)
    ? `cannot happen: no state of the whole model leads to ${id}`
    : undefined;
