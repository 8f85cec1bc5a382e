// Whether two processes can be told apart at all: walked in step, from the same openings, by the same people, until one does what the other does not.
import type { AnyProcess, CaseRecord, Process } from '@bihuan/core';
import { type AttemptEnv, attempt, attemptOpening, type LinkNews, type Moved } from '@bihuan/core/model';
import { Areas } from '../explore/areas.ts';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { absolute, isInstant, type Label } from '../explore/label.ts';
import { passToNextDue } from '../explore/pass-time.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModel, type ProcessModelOptions, processModel } from '../explore/process-model.ts';

export interface Compared {
  /** What to do, from the opening on, to see them differ; absent where no difference was seen. */
  readonly steps?: readonly Label[];
  /** Pairs of states that were looked at. */
  readonly states: number;
  /** Whether these were all there are: then the two are equivalent, as far as the model tells states apart. */
  readonly whole: boolean;
}

export interface CompareOptions extends ProcessModelOptions {
  /** The most pairs of states looked at. */
  readonly states: number;
}

/** Counts above this are taken to be like this. */
const mostCounted = 4;

interface Pair {
  readonly one: Place;
  readonly other: Place;
  readonly by: readonly [pair: number, label: Label];
}

/** Compares all that is seen of a case: outcome and reasons, states, context, deadlines, messages. Looks at `states` pairs, the least known kind of state first. */
export function differenceOf(one: AnyProcess, other: AnyProcess, { states, ...options }: CompareOptions): Compared {
  const models = [processModel(one, { hats: 'mixed', ...options }), processModel(other, { hats: 'mixed', ...options })] as const;
  const pairs: Pair[] = [];
  const known = new Set<string>();
  const orders = kinds.map(() => new Areas());
  const done = new Set<number>();

  /** The pair that a label leads to; false when the two differ in it. */
  const follow = (from: Pair | undefined, index: number, label: Label): boolean => {
    const [a, b] = [seenOf(models[0], from?.one, label), seenOf(models[1], from?.other, label)];
    if (a !== b) return false;
    const [to, twin] = [stepOf(models[0], from?.one, label), stepOf(models[1], from?.other, label)];
    if (!to || !twin) return true;
    const key = `${models[0].key(to)} ${models[1].key(twin)}`;
    if (known.has(key)) return true;
    known.add(key);
    pairs.push({ one: to, other: twin, by: [index, label] });
    for (const [order, areas] of orders.entries()) areas.add(kinds[order]!(to), pairs.length - 1);
    return true;
  };
  /** By one order and the other in turn. */
  const next = () => orders[done.size % orders.length]!.next(Number.POSITIVE_INFINITY, (pair) => done.has(pair));
  const askedIn = new Map<string, number>();
  /** Everybody is asked for everything twice in a state. */
  const isAsked = ({ record: { states } }: Place): boolean => {
    const times = askedIn.get(`${states}`) ?? 0;
    askedIn.set(`${states}`, times + 1);
    return times < 2;
  };
  const wayTo = (index: number, last: Label): readonly Label[] => {
    const steps = [last];
    for (let at = index; at >= 0; at = pairs[at]!.by[0]) steps.unshift(pairs[at]!.by[1]);
    return steps;
  };

  for (const { label } of [...models[0].starts(), ...models[1].starts()])
    if (!follow(undefined, -1, label)) return { steps: [label], states: 0, whole: false };
  for (let index = next(); index !== undefined && done.size < states; index = next()) {
    done.add(index);
    const pair = pairs[index]!;
    const labels = [...models[0].moves(pair.one), ...models[1].moves(pair.other)].map(({ label }) => label);
    for (const label of [...labels, ...(isAsked(pair.one) ? askings(models[0]) : [])])
      if (!follow(pair, index, label)) return { steps: wayTo(index, label), states: done.size, whole: false };
  }
  return { states: done.size, whole: done.size === pairs.length };
}

/** What makes states likely to behave alike: where they are; and how far their counters have got, so that what differs once one is full is come to. */
const kinds: readonly ((place: Place) => string)[] = [
  ({ record: { states } }) => `${states}`,
  ({ record: { states, context } }) =>
    `${states} ${Object.values(context).map((value) => (typeof value === 'number' && !isInstant(value) ? Math.min(value, mostCounted) : ''))}`,
];

/** Every command, by everybody. */
const askings = (model: ProcessModel): readonly Label[] =>
  Object.entries(model.process.spec.commands).flatMap(([name, { payload }]) =>
    model.cast.people.map(
      ({ id }): Label => ({ kind: 'command', name, actor: id, ...(payload && { payload: model.plainPayload(name) ?? {} }) }),
    ),
  );

const stepOf = (model: ProcessModel, place: Place | undefined, label: Label): Place | undefined =>
  (place ? model.step(place, label) : model.begin(label))?.to;

/** All that can be seen of a step, as text. */
function seenOf(model: ProcessModel, place: Place | undefined, label: Label): string {
  const env: AttemptEnv = { nowMs: modelNowMs, calendar: everyDayCalendar, standing: model.cast.standing(label.actor ?? '') };
  try {
    return JSON.stringify(summary(result(model.process as Process, place?.record, label, env)));
  } catch (cause) {
    return `threw ${(cause as Error).name}`;
  }
}

function result(process: Process, record: CaseRecord | undefined, label: Label, env: AttemptEnv): object | undefined {
  const payload = label.payload === undefined ? undefined : absolute(label.payload, modelNowMs);
  if (!record) return attemptOpening(process, { id: 'case', unit: '', input: payload ?? {} }, env);
  if (label.kind === 'time') return passToNextDue(process, record)?.moved;
  if (label.kind === 'news') return attempt(process, record, { kind: 'link', news: payload as unknown as LinkNews, key: '@' }, env);
  return attempt(process, record, { kind: label.kind as 'command', type: label.name, payload } as never, env);
}

function summary(result: object | undefined): unknown {
  if (!result || !('record' in result)) return refusal(result as Refusal | undefined);
  const { record, emissions } = result as Moved;
  const { states, closed, context, timers, workItems, links } = record;
  return [
    states,
    closed?.outcome,
    context,
    timers,
    Object.values(workItems).map(({ state, roles, assignee }) => [state, roles, assignee]),
    Object.keys(links),
    emissions,
  ];
}

interface Refusal {
  readonly outcome: string;
  readonly reasons?: readonly { readonly code: string; readonly rule?: string }[];
  readonly issues?: readonly { readonly path: string }[];
}

/** As far as cases compare it: codes and rules, in whichever order. */
const refusal = (result: Refusal | undefined): unknown => [
  result?.outcome,
  [...new Set(result?.reasons?.map(({ code, rule }) => `${code} ${rule}`))].sort(),
  result?.issues?.map(({ path }) => path).sort(),
];
