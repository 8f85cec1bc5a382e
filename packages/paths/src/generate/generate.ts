// The smallest set of executable cases that covers what a tester chooses: explored, toured, and walked once on the engine before it is handed out.
import { type AnyProcess, BihuanError, type Calendar, type JsonObject, type JsonValue, type Process } from '@bihuan/core';
import { namesFromLabels } from '../cases/names.ts';
import type { Obligation, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModel, processModel } from '../explore/process-model.ts';
import { showingsOf } from '../explore/showings.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import { lowerBound } from './lower-bound.ts';
import { type Criterion, criteria, obligationsOf, transitionsOf, type Wanted } from './obligations.ts';
import { pathOf, sketchesOf } from './path-of.ts';
import { refusalsAt } from './refusals.ts';
import { type Tour, type TourGuide, tours, type Walked } from './tour.ts';

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

const mostSteps = 20_000;
/** What a tour of a large process is planned on; more is explored only when asked for. */
const plannedStates = 12_000;

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
  const model = processModel(process, { ...options, seed, showings });
  const found = explore(model, { states: plannedStates, ...options.limits });
  const exploration = { ...found, model };
  const wanted = new Map(obligationsOf(process as Process, cover).map((each) => [each.id, each]));
  const met = new Set<string>();
  const excluded = new Map(Object.entries(exclude));
  const guide = guideFor(exploration, new Set(cover), wanted, excluded, met);
  const walked = tours(exploration, guide, mostSteps);

  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const paths: TestPath[] = [];
  const lost: string[] = [];
  for (const tour of withoutNeedless(walked)) {
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, tour.steps));
    if (steps) paths.push(pathOf(process as Process, steps, tour.covers));
    else lost.push(...tour.covers);
  }
  for (const id of lost) met.delete(id);

  const obligations = [...wanted.values()].map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (met.has(each.id) ? undefined : unmet(each, found.notExplored.length === 0));
    return { ...each, ...(reason !== undefined && { excluded: reason }), covered: met.has(each.id) };
  });
  const steps = paths.flatMap((path) => path.steps);
  const onlyTransitions = cover.every((each) => each === 'transitions' || each === 'states');
  const required = new Set(transitionsOf(process as Process).filter((id) => met.has(`transition:${id}`)));
  const bound = onlyTransitions && cover.includes('transitions') ? lowerBound(found.graph, required, resetCost) : null;
  const cost = steps.length + (resetCost - 1) * paths.length;
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
      notExplored: [...found.notExplored, ...lostText],
      ...(bound !== null && cost > bound && { gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes' }),
    },
  };
}

const unmet = ({ id }: Wanted, whole: boolean): string | undefined =>
  whole ? `cannot happen: no state of the whole model leads to ${id}` : undefined;

function guideFor(
  exploration: { readonly model: ProcessModel; readonly graph: ReturnType<typeof explore>['graph'] },
  cover: ReadonlySet<Criterion>,
  wanted: Map<string, Wanted>,
  excluded: ReadonlyMap<string, string>,
  met: Set<string>,
): TourGuide {
  const { model, graph } = exploration;
  const open = new Set([...wanted.keys()].filter((id) => !excluded.has(id)));
  const payloads = new Map<string, JsonValue>();
  const probed = new Set<string>();
  const { commands } = model.process.spec;
  const metByEdge = new Map<string, readonly string[]>();
  const ofEdge = (edge: number): readonly string[] => {
    const key = `${graph.edgeLabel.at(edge)} ${graph.edgeTransitions.at(edge)} ${graph.configuration.at(graph.edgeTo.at(edge))}`;
    const known = metByEdge.get(key);
    if (known) return known;
    const label = graph.labelOf(edge);
    const by: readonly string[] = label.kind === 'command' ? (commands[label.name]?.by ?? []) : [];
    const person = model.cast.people.find(({ id }) => id === label.actor);
    const ids = [
      ...graph.transitionsOf(edge).map((id) => `transition:${id}`),
      ...graph.leavesOf(graph.edgeTo.at(edge)).map((path) => `state:${path}`),
      ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
      ...(person?.roles.length === 1 && by.includes(person.roles[0]!) ? [`role:${person.roles[0]}:${label.name}:allowed`] : []),
    ].filter((id) => open.has(id));
    metByEdge.set(key, ids);
    return ids;
  };
  const meet = (id: string): boolean => {
    if (!open.delete(id)) return false;
    met.add(id);
    return true;
  };
  let previous: string | undefined;
  return {
    open,
    ofEdge,
    meet,
    walked(before, move) {
      const { label, transitions, to } = move;
      if (label.kind === 'command' && label.payload !== undefined) payloads.set(label.name, label.payload);
      model.answers();
      if (before && label.kind !== 'open') model.step(before, label);
      const answers = model.answers();
      const person = model.cast.people.find(({ id }) => id === label.actor);
      const ids = [
        ...transitions.map((id) => `transition:${id}`),
        ...to.record.states.map((path) => `state:${path}`),
        ...answers.map((answer) => `rule:${answer}`),
        ...(label.kind === 'time' ? [`deadline:${label.state}#${label.name}:fired`] : []),
        ...(label.kind === 'command' && person?.roles.length === 1 ? [`role:${person.roles[0]}:${label.name}:allowed`] : []),
      ];
      if (label.kind === 'open') previous = undefined;
      if (cover.has('pairs')) {
        for (const id of transitions) {
          if (previous !== undefined) {
            const pair = `pair:${previous}>${id}`;
            if (!wanted.has(pair))
              wanted.set(pair, { id: pair, criterion: 'pairs', label: { zh: `${previous} → ${id}`, en: `${previous} → ${id}` } });
            open.add(pair);
            ids.push(pair);
          }
          previous = id;
        }
      }
      const wait = before && label.kind === 'command' ? waitBefore(before, to, open) : undefined;
      return { before: wait ? [wait] : [], met: wait ? [...ids, `deadline:${wait.label.state}#${wait.label.name}:met`] : ids };
    },
    probes(place) {
      if (!['rules', 'roles', 'negatives', 'payloads'].some((each) => cover.has(each as Criterion))) return [];
      const key = `${place.record.states} ${place.world} ${cover.has('rules') ? JSON.stringify(place.record.context) : ''}`;
      if (probed.has(key) || place.record.suspended) return [];
      probed.add(key);
      return refusalsAt(model, place, cover, (command) => payloads.get(command) ?? firstPayload(model, command)).flatMap(
        ({ step, met: shows }) => {
          const fresh = shows.filter((each) => !met.has(each.id) && !excluded.has(each.id));
          for (const each of fresh) {
            if (!wanted.has(each.id)) wanted.set(each.id, each);
            open.delete(each.id);
            met.add(each.id);
          }
          return fresh.length > 0 ? [step] : [];
        },
      );
    },
  };
}

const firstPayload = (model: ProcessModel, command: string): JsonValue | undefined => model.plainPayload(command);

/** A step that waits until 1 ms before the first deadline that a move leaves behind, where that is still wanted. */
function waitBefore({ record }: Place, to: Place, open: ReadonlySet<string>): Walked | undefined {
  const running = Object.values(record.timers).filter(({ stoppedAtMs }) => stoppedAtMs === null);
  const first = running.sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  if (!first || !open.has(`deadline:${first.state}#${first.deadline}:met`)) return undefined;
  const waitMs = first.dueAtMs - record.atMs - 1;
  const goesOn = to.record.timers[`${first.state}#${first.deadline}`]?.dueAtMs === first.dueAtMs;
  if (waitMs <= 0 || goesOn) return undefined;
  return {
    label: { kind: 'time', name: first.deadline, state: first.state, actor: null },
    before: { world: 0, record },
    transitions: [],
    waitMs,
    offsetMs: -1,
  };
}

/** Tours without those that show nothing the others do not. */
const withoutNeedless = (all: readonly Tour[]): readonly Tour[] => all.filter(({ covers }) => covers.length > 0);
