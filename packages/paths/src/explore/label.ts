// One move of a model as data: what is done, by whom, with what. Instants in payloads are kept relative to the moment of the move.
import type { JsonValue } from '@bihuan/core';

export interface Label {
  readonly kind: 'open' | 'command' | 'control' | 'time' | 'news';
  /** The command, act or event; for `time` the deadline, for `news` what happened to a link. */
  readonly name: string;
  readonly actor: string | null;
  readonly payload?: JsonValue;
  /** For `time`: the state the deadline belongs to. */
  readonly state?: string;
  /** For `time`: how far from the due time it ends, before it; absent for the due time itself. */
  readonly offsetMs?: number;
}

/** Numbers from here on are instants in epoch ms (from 1973): counters do not get that far. */
export const firstInstant = 100_000_000_000;

export const isInstant = (value: unknown): value is number => typeof value === 'number' && value >= firstInstant;

interface Relative {
  readonly $instant: number;
}

/** A value with its instants relative to `nowMs`. */
export const relative = (value: unknown, nowMs: number): JsonValue =>
  mapDeep(
    value,
    (each) => isInstant(each),
    (each) => ({ $instant: (each as number) - nowMs }),
  );

/** A value with its relative instants in epoch ms again. */
export const absolute = (value: unknown, nowMs: number): JsonValue =>
  mapDeep(
    value,
    (each) => typeof each === 'object' && each !== null && '$instant' in each,
    (each) => nowMs + (each as Relative).$instant,
  );

function mapDeep(value: unknown, matches: (value: unknown) => boolean, map: (value: unknown) => JsonValue): JsonValue {
  if (matches(value)) return map(value);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if (Array.isArray(value)) return value.map((each) => mapDeep(each, matches, map));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapDeep(each, matches, map)]));
}
