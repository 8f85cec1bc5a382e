// What of a record makes a difference: the state, what rules read of context and case, and what runs against time.
import type { CaseRecord, Process, StateNodeConfig } from '@bihuan/core';
import { type Abstraction, type Abstractions, abstracted } from './abstraction.ts';
import { modelNowMs } from './codec.ts';
import { isInstant, relative } from './label.ts';
import type { Reads } from './watch.ts';

/** Whether two deadlines of different states can ever run at once. Where they cannot, how long the one that runs has left makes no difference. */
export function overlaps({ statechart }: Pick<Process, 'statechart'>): boolean {
  /** Whether a state has deadlines in it or below it; sets `found` when two of them may run at once. */
  let found = false;
  const timed = (config: StateNodeConfig<any>): boolean => {
    const below = Object.values(config.states ?? {}).map((child) => timed(child as StateNodeConfig<any>));
    const own = Object.keys(config.after ?? {}).length > 0;
    if (own && below.includes(true)) found = true;
    if (config.type === 'parallel' && below.filter(Boolean).length > 1) found = true;
    return own || below.includes(true);
  };
  timed(statechart as StateNodeConfig<any>);
  return found;
}

/** A case, and which group of people handles it. */
export interface Place {
  readonly world: number;
  readonly record: CaseRecord;
}

export interface KeyParts {
  readonly reads: Reads;
  /** How long each deadline has left matters, not only which is first. */
  readonly exactTime: boolean;
  readonly supervised: boolean;
  /** Types of links whose news this process reacts to. */
  readonly reacting: ReadonlySet<string>;
  /** Instants longer ago than this are as long ago as this. */
  readonly horizonMs: number;
  /** Whether the active states react to news of linked cases. */
  readonly listening: (record: CaseRecord) => boolean;
  /** Which counters are told apart; undefined for all, and for who opened the case, the order of names, and links that nobody waits for. */
  readonly counters: ReadonlySet<string> | undefined;
  readonly abstraction: Abstractions;
  /** Fields to leave out for once. */
  readonly masked: ReadonlySet<string> | undefined;
}

const isCounter = (value: unknown): boolean => typeof value === 'number' && !isInstant(value);

export function placeKey(
  record: CaseRecord,
  { reads, exactTime, supervised, reacting, horizonMs, masked, counters, listening, abstraction }: KeyParts,
): string {
  const { state, history, closed, suspended, context, timers } = record;
  const told = (value: unknown): unknown =>
    counters && Array.isArray(value) && value.every((each) => typeof each === 'string')
      ? [...value].sort()
      : isInstant(value)
        ? Math.max(value - modelNowMs, -horizonMs)
        : typeof value === 'object'
          ? relative(value, modelNowMs)
          : value;
  const facts = [...reads.facts]
    .sort()
    .flatMap((fact) =>
      fact === 'states' || fact === 'id' || fact === 'unit' || (counters && fact === 'openedBy')
        ? []
        : [factOf(record, fact, told, abstraction[`case.${fact}`])],
    );
  const links =
    reads.facts.has('links') || (counters && !listening(record))
      ? []
      : Object.values(record.links).filter(({ type }) => reacting.has(type));
  return JSON.stringify([
    state,
    Object.keys(history).length > 0 ? history : 0,
    closed?.outcome ?? 0,
    suspended ? 1 : 0,
    supervised ? record.supervisions : 0,
    facts,
    links.map(({ type, status, rollUp }) => [type, status, rollUp?.outcome ?? 0]),
    [...reads.fields]
      .sort()
      .map((field) =>
        masked?.has(field) || (counters && isCounter(context[field]) && !counters.has(field))
          ? 0
          : told(abstracted(context[field], abstraction[field])),
      ),
    timersKey(timers, exactTime),
  ]);
}

function factOf(record: CaseRecord, fact: string, told: (value: unknown) => unknown, rule: Abstraction | undefined): unknown {
  if (rule !== undefined) {
    const value = (record as unknown as Record<string, unknown>)[fact];
    return told(abstracted(fact === 'links' ? Object.values(value as object) : value, rule));
  }
  if (fact === 'links')
    return Object.values(record.links).map(({ type, direction, status, rollUp }) => [
      type,
      direction,
      status,
      rollUp?.outcome ?? 0,
      told(rollUp?.data ?? 0),
    ]);
  return told((record as unknown as Record<string, unknown>)[fact]);
}

function timersKey(timers: CaseRecord['timers'], exactTime: boolean): unknown {
  const running = Object.entries(timers).sort(([, a], [, b]) => a.dueAtMs - b.dueAtMs);
  const first = running[0]?.[1].dueAtMs ?? 0;
  return running.map(([key, { dueAtMs, stoppedAtMs }]) => [
    key,
    stoppedAtMs === null ? 0 : 1,
    exactTime ? dueAtMs - modelNowMs : [dueAtMs - first, dueAtMs <= modelNowMs ? 1 : 0],
  ]);
}

export const isDue = ({ timers }: CaseRecord): boolean =>
  Object.values(timers).some(({ dueAtMs, stoppedAtMs }) => stoppedAtMs === null && dueAtMs <= modelNowMs);
