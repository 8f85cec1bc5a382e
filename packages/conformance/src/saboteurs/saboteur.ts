// What a saboteur is: a store that passes every law, with one thing broken on purpose.
import type { Store } from '@bihuan/core';
import type { StoreHarness, StoreUnderTest } from '../store/law.ts';
import { rehearsalStore } from '../store/rehearsal-store.ts';

export interface Saboteur {
  /** What it does wrong, in a few words. */
  readonly name: string;
  /** The laws it breaks, all of them and no others. */
  readonly breaks: readonly string[];
  readonly sabotage: (sound: StoreUnderTest) => StoreUnderTest;
}

/** Overrides some methods of the sound store; they may call the sound ones. */
export function saboteur(name: string, breaks: readonly string[], override: (sound: Store<any>) => Partial<Store<any>>): Saboteur {
  return {
    name,
    breaks,
    sabotage: (sound) => {
      const store = { ...sound.store, ...override(sound.store) };
      return { ...sound, store, reopen: async () => store };
    },
  };
}

/** A harness that hands out the broken store. `shrink` is off: that a law fails is enough. */
export const harnessOf = ({ sabotage }: Pick<Saboteur, 'sabotage'>): StoreHarness => ({ create: async () => sabotage(rehearsalStore()) });
