// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import type { AnyProcess, Calendar, JsonObject, Process } from '@bihuan/core';
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
import { checkCover } from './check-cover.ts';
import { counting, everybody, explorations, shortest, wholeModel } from './explorations.ts';
import { guideFor } from './guide.ts';
import { type Criterion, criteria, obligationsOf, transitionsOf, type Wanted } from './obligations.ts';
import { distinct, pathOf, sketchesOf } from './path-of.ts';
import { checkRequirements, criteriaOf, type Requirements, requirementObligations, withRequirements } from './requirements.ts';
import { isPossible } from './round-trips.ts';
import { seek } from './seek.ts';
import { targetsOf } from './targets.ts';
import type { Walked } from './tour.ts';
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
  /** For the criterion `requirements`: the obligations that each asks for, by id. */
  readonly requirements?: Requirements;
  /** Obligations left out, by id, and why. */
  readonly exclude?: Readonly<Record<string, string>>;
  /** The calendar the cases are walked on. Default: every day is a working day. */
  readonly calendar?: Calendar;
  /** Which walks to make. Default: tours, as few steps as there can be. */
  readonly by?: By;
  /** As much as there is time for, the best first. Default: all. */
  readonly budget?: Budget;
}

/** Throws `OPTION_INVALID` for a criterion there is none of, and for requirements that ask for what there is not. */
export async function generate(process: AnyProcess, options: GenerateOptions = {}): Promise<Suite> {
  const asked = options.cover ?? ['transitions'];
  checkCover(asked, criteria, { zh: '流程', en: 'A process' });
  const { by = 'tours', seed = 1, resetCost = 1, exclude = {}, calendar = everyDayCalendar } = options;
  const requirements = asked.includes('requirements') ? (options.requirements ?? {}) : undefined;
  const cover = [...new Set([...asked, ...(requirements ? criteriaOf(requirements) : [])])];
  const modelOptions = { ...options, seed, showings: showingsOf(linkedWith(process, options.with ?? [])) };
  const probing = cover.some((each) => ['rules', 'reasons', 'roles', 'negatives', 'payloads'].includes(each));
  const small = explorations(process, modelOptions, probing ? 'apart' : 'one', options.limits, by === 'shortest' ? shortest : undefined);
  // Whether rows of steps can happen is only known of the whole model: it is explored where somebody says how far.
  const inARow = cover.includes('roundTrips') || switchesIn(cover).length > 0;
  const lacksWhole = inARow && options.limits?.states !== undefined && !small.at(-1)!.wholeModel;
  const targets = targetsOf(process, cover, lacksWhole ? [...small, wholeModel(process, modelOptions, options.limits!)] : small);
  const { explored, wanted, left } = targets;
  if (requirements) checkRequirements(requirements, wanted);
  const { model } = explored[0]!;
  const excluded = new Map(Object.entries(exclude));
  const { walked, met, possible, stopped, worth } = walksBy(by, {
    ...{ explored, plain: targets.plain, wanted, excluded, resetCost, seed, clock: options.limits?.clock ?? (() => performance.now()) },
    guideFor: (each, found, met) => guideFor(each, new Set(cover), found, excluded, met),
    named: obligationsOf(process as Process, ['states', 'transitions']).map(({ id }) => id),
  });
  const found = isByItself(by)
    ? walked
    : seek(process, walked, {
        ...{ ...targets, cover, excluded, met, mayGrow: by === 'tours' },
        everybody: () => everybody(process, modelOptions),
        counting: () => counting(process, modelOptions, model),
      });
  const last = explored.at(-1)!;
  const impure = impuritiesOf(process as Process, modelOptions, last).map(otherwise);
  const faults = explored.flatMap((each) => each.model.limits);
  const whole = last.wholeModel && last.notExplored.length === 0 && impure.length === 0;
  const parts = new Set(Object.values(requirements ?? {}).flat());
  const isAsked = ({ id, criterion }: Wanted) => asked.includes(criterion) || parts.has(id);

  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const kept: TestPath[] = [];
  const lost: string[] = [];
  const shown = new Set<string>();
  const startedMs = performance.now();
  for (const { steps: walk, covers: all } of found) {
    const covers = all.filter((id) => wanted.has(id) && isAsked(wanted.get(id)!));
    // Walked to show something that nobody asked for.
    if (covers.length === 0 && by === 'tours') continue;
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, walk));
    if (!steps || !isAsPlanned(walk, steps)) {
      lost.push(...covers);
      continue;
    }
    kept.push(withRequirements(pathOf(process as Process, steps, covers), requirements ?? {}));
    for (const id of walk.flatMap(({ meets = [] }) => meets)) shown.add(id);
  }
  const walkedMs = performance.now() - startedMs;
  for (const id of lost) if (!shown.has(id)) met.delete(id);
  const paths = distinct(kept, worth !== undefined);

  const trips = targets.trips.filter((trip) => isPossible(targets.plain.at(-1)! as never, trip)).map(({ id }) => id);
  const canHappen = new Set([...possible, ...trips, ...met]);
  const single = [...wanted.values()].filter(isAsked).map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (whole && isProvable(each) && !canHappen.has(each.id) ? impossible : undefined);
    const { id, criterion, label } = each;
    return { id, criterion, label, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const obligations = [...single, ...(requirements ? requirementObligations(requirements, single) : [])];
  const steps = paths.flatMap((path) => path.steps);
  const bound = by === 'tours' ? boundOf(explored, asked, transitionsOf(process as Process), met, resetCost) : null;
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
    cover: [...asked],
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
      notExplored: [...new Set([...faults, ...notExplored, ...lostText, ...impure, ...left])],
      ...(bound !== null && cost > bound && { gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes' }),
    },
  };
  const stepsPerSecond = (steps.length / walkedMs) * 1000;
  if (options.budget) return withinBudget(suite, { stepsPerSecond, ...options.budget }, worth);
  return worth ? orderByGain(suite, worth) : suite;
}

/** A real calendar, or a linked process, may lead a case elsewhere than the model: then it shows nothing of what was planned. */
const isAsPlanned = (walk: readonly Walked<Place>[], steps: readonly Step[]): boolean =>
  walk.every(({ before, after }, index) => {
    const planned = (after ?? before)?.record.states;
    return planned === undefined || `${planned}` === `${steps[index]!.expect.states}`;
  });

const impossible = 'cannot happen: no state of the whole model leads to it';
/** What a whole model that does not show it proves impossible. Of the rest, only so many places were looked into. */
const isProvable = ({ id, criterion }: Wanted): boolean =>
  ['states', 'transitions', 'roundTrips', ...switchesIn(criteria)].includes(criterion) ||
  (criterion === 'deadlines' && id.endsWith(':fired'));
