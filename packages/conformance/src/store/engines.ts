// Engines over a store that is being tried: a manual clock, people with roles, and an end to everything that does not come to rest.
import { createEngine, directoryOf, type Engine, type EngineOptions, type ManualClock, manualClock, type Store } from '@bihuan/core';
import { LawBroken } from '../check.ts';
import { errand } from './errand.ts';

export const startMs = Date.UTC(2026, 2, 2, 1);
export const hourMs = 3_600_000;

export const clerk = { tenant: 'north', id: 'u1' };
export const chief = { tenant: 'north', id: 'boss' };
export const stranger = { tenant: 'south', id: 'u1' };
export const nobody = { tenant: 'north', id: 'nobody' };

const directory = directoryOf({
  u1: [{ role: 'clerk', unit: '' }],
  boss: [
    { role: 'chief', unit: '' },
    { role: 'operator', unit: '' },
  ],
});

export interface Desk {
  readonly engine: Engine<any>;
  readonly clock: ManualClock;
  /** Opens an errand at unit `a`. */
  readonly open: (more?: {
    readonly key?: string;
    readonly id?: string;
    readonly subject?: { type: string; id: string };
    readonly tx?: unknown;
  }) => Promise<any>;
}

/** An engine that runs errands. Ids are numbered, so that the same commands make the same rows. */
export function deskOn(
  store: Store<any>,
  options: Partial<EngineOptions<any>> & { readonly clock?: ManualClock; readonly name?: string } = {},
): Desk {
  const { clock = manualClock(startMs), name = 'e', ...more } = options;
  let count = 0;
  const engine = createEngine<any>({
    processes: [errand],
    store: restless(store),
    directory,
    newId: () => `${name}${++count}`,
    ...more,
    clock,
  });
  return {
    engine,
    clock,
    open: (opening = {}) => engine.open(errand, { by: clerk, unit: 'a', input: { title: 'post' }, ...opening }),
  };
}

/** More calls than any law needs. A broken store can keep an engine busy for ever, and no time-out would end that. */
const mostCalls = 3_000;

/** The store, until it was called too often. */
function restless(store: Store<any>): Store<any> {
  let calls = 0;
  return new Proxy(store, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (++calls > mostCalls) throw new LawBroken(`the engine does not come to rest: ${String(property)} was called without end`);
        return value.apply(target, args);
      };
    },
  });
}
