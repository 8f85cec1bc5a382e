// One piece of work of an engine, done over given facts. Time, chance, directory and subscribers are asked in here, so that a replay asks nobody.
import { createEngine, type Engine, type EngineOptions, type JsonValue, type Store, systemClock } from '@bihuan/core';
import { type Facts, givenStore, type Written } from './given-store.ts';
import type { Thrown } from './objects.ts';
import { thrownOf } from './wire.ts';

export interface CaseOptions extends Omit<EngineOptions<never>, 'store'> {
  /** Before the names of the virtual objects: installations of different names share a cluster and nothing else. Default `Bihuan`. */
  readonly name?: string;
  /** Where queries are answered: any store of `@bihuan/sql` that every node reaches. */
  readonly projection: Store<any>;
  /**
   * `later` (default): a command writes it before it is answered if that takes no longer than a moment; otherwise its commit follows in a call of its own,
   * and commands go on. `at once`: a command writes it before it is answered, and waits for it while it is away.
   */
  readonly queries?: 'later' | 'at once';
}

export interface Performed extends Written {
  readonly value: JsonValue;
  readonly thrown: Thrown | null;
  /** What the clock said. */
  readonly nowMs: number;
}

/** Never rejects: what is thrown is part of the result, and no reason to try again. */
export async function perform(options: CaseOptions, facts: Facts, work: (engine: Engine) => Promise<unknown>): Promise<Performed> {
  const { store, written } = givenStore(facts);
  const nowMs = (options.clock ?? systemClock).nowMs();
  try {
    // What fails for want of a fact is done again, and nobody needs to hear of it.
    const onError = (error: unknown) => void (written().missing || options.onError?.(error));
    const value = await work(createEngine<never>({ ...options, store, onError }));
    return { ...written(), value: withoutRecord(value), thrown: null, nowMs };
  } catch (error) {
    return { ...written(), value: null, thrown: thrownOf(error), nowMs };
  }
}

/** An applied outcome shows the record that its commit holds already: it need not be logged twice. */
const withoutRecord = (value: unknown): JsonValue =>
  (value as { outcome?: unknown } | null)?.outcome === 'applied' ? { ...(value as object), case: null } : ((value ?? null) as JsonValue);

export const withRecord = ({ value, commits }: Performed): JsonValue =>
  (value as { outcome?: unknown } | null)?.outcome === 'applied' && commits[0]
    ? { ...(value as object), case: JSON.parse(commits[0].case.record) as JsonValue }
    : value;
