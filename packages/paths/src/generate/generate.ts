// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import { type AnyProcess, BihuanError, type Calendar, type JsonObject, type Process, systemRole } from '@bihuan/core';
import { namesFromLabels } from '../cases/names.ts';
import type { Obligation, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import type { ExploreLimits } from '../explore/explore.ts';
import { showingsOf } from '../explore/showings.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import { impuritiesOf, otherwise } from '../verify/determinism.ts';
import { bestTours } from './best-tours.ts';
import { everybody, explorations } from './explorations.ts';
import { boundariesOf, guideFor } from './guide.ts';
import { lowerBound } from './lower-bound.ts';
import { type Criterion, criteria, obligationsOf, transitionsOf, type Wanted } from './obligations.ts';
import { pathOf, sketchesOf } from './path-of.ts';
import { seekRefusals } from './seek-refusals.ts';

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
  const probing = cover.some((each) => ['rules', 'roles', 'negatives', 'payloads'].includes(each));
  const explored = explorations(process, { ...options, seed, showings }, probing, options.limits);
  const { model } = explored[0]!;
  const wanted = new Map(obligationsOf(process as Process, cover).map((each) => [each.id, each]));
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
  const seeks = cover.filter((each) => each === 'rules' || each === 'negatives');
  const seekIn = seeks.length > 0 ? [...explored, everybody(process, { ...options, seed, showings })] : [];
  const sought = seekRefusals(seekIn, new Set(seeks), wanted, excluded, met);
  const last = explored.at(-1)!;
  const impure = impuritiesOf(process as Process, { ...options, seed, showings }, last).map(otherwise);
  const faults = explored.flatMap((each) => each.model.limits);
  const whole = last.wholeModel && last.notExplored.length === 0 && impure.length === 0;

  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const paths: TestPath[] = [];
  const lost: string[] = [];
  for (const tour of [...walked, ...sought]) {
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, tour.steps));
    if (steps) paths.push(pathOf(process as Process, steps, tour.covers));
    else lost.push(...tour.covers);
  }
  for (const id of lost) met.delete(id);

  const obligations = [...wanted.values()].map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (met.has(each.id) ? undefined : unmet(each, whole));
    return { ...each, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const steps = paths.flatMap((path) => path.steps);
  const onlyTransitions = cover.every((each) => each === 'transitions' || each === 'states');
  const required = new Set(transitionsOf(process as Process).filter((id) => met.has(`transition:${id}`)));
  const bound =
    onlyTransitions && cover.includes('transitions')
      ? lowerBound(
          explored.map(({ graph }) => graph),
          required,
          resetCost,
        )
      : null;
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
      notExplored: [...new Set([...faults, ...notExplored, ...lostText, ...impure])],
      ...(bound !== null && cost > bound && { gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes' }),
    },
  };
}

const unmet = ({ id }: Wanted, whole: boolean): string | undefined =>
  whole ? `cannot happen: no state of the whole model leads to ${id}` : undefined;
