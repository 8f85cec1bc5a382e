// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import { type AnyProcess, BihuanError, type Calendar, type JsonObject, type Process, systemRole } from '@bihuan/core';
import { namesFromLabels } from '../cases/names.ts';
import type { Obligation, Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { ExploreLimits } from '../explore/explore.ts';
import type { Place } from '../explore/place-key.ts';
import { showingsOf } from '../explore/showings.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import { bestTours } from './best-tours.ts';
import { boundOf } from './bound-of.ts';
import { controlGraph } from './control-graph.ts';
import { everybody, explorations } from './explorations.ts';
import { guardsOf, reasonObligations } from './guards.ts';
import { boundariesOf, guideFor, untilDue } from './guide.ts';
import { possibleWords, remembering } from './history-graph.ts';
import { loopObligations, loopsOf } from './loops.ts';
import { type Criterion, criteria, obligationsOf, transitionsOf, type Wanted } from './obligations.ts';
import { pathOf, sketchesOf } from './path-of.ts';
import { roundTripsOf } from './round-trips.ts';
import { seekDeadlines } from './seek-deadlines.ts';
import { seekLoops } from './seek-loops.ts';
import { seekReasons } from './seek-reasons.ts';
import { seekRefusals } from './seek-refusals.ts';
import { seekTrips } from './seek-trips.ts';
import type { Tour } from './tour.ts';
import { switchesIn } from './words.ts';

export interface GenerateOptions {
  /** Default: transitions. */
  readonly cover?: readonly Criterion[];
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
}

/** Throws `OPTION_INVALID` for a criterion there is none of. */
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
  const { seed = 1, resetCost = 1, exclude = {}, calendar = everyDayCalendar } = options;
  const showings = options.with ? showingsOf(options.with) : {};
  const probing = cover.some((each) => ['rules', 'reasons', 'roles', 'negatives', 'payloads'].includes(each));
  const plain = explorations(process, { ...options, seed, showings }, probing, options.limits);
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
  const { walked, met } = bestTours(explored, wanted, resetCost, (each, found, met) =>
    guideFor(each, new Set(cover), found, excluded, met),
  );
  const round = trips.length > 0 ? seekTrips(plain, walked, trips, untilDue, excluded, met) : walked;
  const looped = loops.length > 0 ? seekLoops(plain, round, loops, excluded, met) : round;
  const inTime = cover.includes('deadlines') ? seekDeadlines(model, looped, wanted, excluded, met) : looped;
  const seeks = cover.filter((each) => each === 'rules' || each === 'negatives');
  const withEverybody =
    seeks.length > 0 || cover.includes('reasons') ? [...plain, everybody(process, { ...options, seed, showings })] : plain;
  const told = cover.includes('reasons') ? seekReasons(process, withEverybody, inTime, wanted, excluded, met) : inTime;
  const sought = seekRefusals(seeks.length > 0 ? withEverybody : [], new Set(seeks), wanted, excluded, met);
  const last = explored.at(-1)!;
  const whole = last.wholeModel && last.notExplored.length === 0;
  /** What the whole model does can happen, whether it was walked or not. */
  const possible = possibleWords([last]);
  const canHappen = ({ id, criterion }: Wanted) => met.has(id) || possible.has(id) || criterion === 'roundTrips';

  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const paths: TestPath[] = [];
  const lost: string[] = [];
  for (const { steps: walk, covers: shown } of [...told, ...sought]) {
    const covers = shown.filter((id) => id === 'probe' || wanted.has(id));
    // Walked to show something that nobody asked for.
    if (covers.length === 0) continue;
    const tour = { steps: walk, covers };
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, tour.steps));
    if (steps && isAsPlanned(tour, steps)) paths.push(pathOf(process as Process, steps, tour.covers));
    else lost.push(...tour.covers);
  }
  for (const id of lost) met.delete(id);

  const obligations = [...wanted.values()].map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (canHappen(each) ? undefined : unmet(each, whole));
    return { ...each, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const steps = paths.flatMap((path) => path.steps);
  const bound = boundOf(explored, cover, transitionsOf(process as Process), met, resetCost);
  const cost = steps.length + (resetCost - 1) * paths.length;
  const missed = obligations.filter((each) => !each.covered && each.excluded === undefined).length;
  const planned = `${missed} obligations were not reached. The cases were planned on a reduced model, one set of counters at a time; options.limits.states explores the whole one`;
  const notExplored = [...(last.wholeModel ? last.notExplored : []), ...(missed > 0 && !whole ? [planned] : [])];
  const lostText = lost.length === 0 ? [] : [`${lost.length} obligations could not be walked on the engine`];
  return {
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
      notExplored: [...notExplored, ...lostText, ...(left === undefined ? [] : [left])],
      ...(bound !== null && cost > bound && { gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes' }),
    },
  };
}

/** A real calendar, or a linked process, may lead a case elsewhere than the model: then it shows nothing of what was planned. */
const isAsPlanned = (tour: Tour<Place>, steps: readonly Step[]): boolean =>
  tour.steps.every(({ before, after }, index) => {
    const planned = (after ?? before)?.record.states;
    return planned === undefined || `${planned}` === `${steps[index]!.expect.states}`;
  });

const unmet = ({ id }: Wanted, whole: boolean): string | undefined =>
  whole ? `cannot happen: no state of the whole model leads to ${id}` : undefined;
