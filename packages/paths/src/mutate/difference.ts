// Whether two processes can be told apart at all: walked in step, from the same openings, by the same people, until one does what the other does not.
import type { AnyProcess, CaseRecord, Process } from '@bihuan/core';
import { type AttemptEnv, attempt, attemptOpening, type LinkNews, type Moved } from '@bihuan/core/model';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { absolute, type Label } from '../explore/label.ts';
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
  const open = new Map<string, { looked: number; readonly pairs: number[] }>();
  let looked = 0;

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
    const kind = to.record.states.join(' ');
    const area = open.get(kind) ?? { looked: 0, pairs: [] };
    open.set(kind, area);
    area.pairs.push(pairs.length - 1);
    return true;
  };
  const wayTo = (index: number, last: Label): readonly Label[] => {
    const steps = [last];
    for (let at = index; at >= 0; at = pairs[at]!.by[0]) steps.unshift(pairs[at]!.by[1]);
    return steps;
  };

  for (const { label } of [...models[0].starts(), ...models[1].starts()])
    if (!follow(undefined, -1, label)) return { steps: [label], states: 0, whole: false };
  for (; looked < states; looked++) {
    let area: { looked: number; readonly pairs: number[] } | undefined;
    for (const each of open.values()) if (each.pairs.length > 0 && (!area || each.looked < area.looked)) area = each;
    if (!area) break;
    const isNew = area.looked++ < 2;
    const index = area.pairs.shift()!;
    const pair = pairs[index]!;
    const labels = [...models[0].moves(pair.one), ...models[1].moves(pair.other)].map(({ label }) => label);
    for (const label of [...labels, ...(isNew ? askings(models[0]) : [])])
      if (!follow(pair, index, label)) return { steps: wayTo(index, label), states: looked, whole: false };
  }
  return { states: looked, whole: looked < states };
}

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
  if (!result || !('record' in result)) return result;
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
