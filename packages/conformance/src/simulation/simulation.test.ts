import { memoryStore, type Store } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { LawBroken } from '../check.ts';
import { simulate } from './simulate.ts';

const seeds = Number(process.env.BIHUAN_SIMULATION_SEEDS ?? 10_000);

describe('a simulated installation', () => {
  it(`keeps every law under ${seeds} seeds of crashes, lost calls and lost answers`, async () => {
    const totals = { steps: 0, crashes: 0, acknowledged: 0, received: 0 };
    for (let seed = 1; seed <= seeds; seed++) {
      const report = await simulate(seed).catch((error) => {
        throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
      });
      for (const each of Object.keys(totals) as (keyof typeof totals)[]) totals[each] += report[each];
    }
    console.log(`${seeds} seeds: ${JSON.stringify(totals)}`);
    expect(totals.crashes).toBeGreaterThan(seeds / 2);
    expect(totals.acknowledged).toBeGreaterThan(seeds * 5);
  });

  it('is the same again from the same seed', async () => {
    for (const seed of [7, 77]) expect(await simulate(seed)).toEqual(await simulate(seed));
  });
});

describe('the simulation finds a store that', () => {
  const broken = (override: (sound: Store<never>) => Partial<Store<never>>) => () => {
    const sound = memoryStore();
    return { ...sound, ...override(sound) };
  };
  it.each([
    [
      'forgets keys',
      broken((sound) => ({
        load: async (at, tx) => ({ ...(await sound.load(at, tx)), keyed: undefined }),
        commit: (commit, tx) =>
          sound.commit(
            {
              ...commit,
              entries: commit.entries.map((entry) => ({ ...entry, key: entry.key && `${entry.key} ${commit.case.id} ${entry.revision}` })),
            },
            tx,
          ),
      })),
    ],
    [
      'loses messages that were leased',
      broken((sound) => ({
        claim: async (query) => {
          const taken = await sound.claim(query);
          for (const each of taken) await sound.settle(each);
          return taken;
        },
      })),
    ],
    [
      'writes whatever revision was expected',
      broken((sound) => ({
        commit: async (commit, tx) => {
          const { case: row } = await sound.load({ tenant: commit.case.tenant, id: commit.case.id });
          return sound.commit({ ...commit, expectedRevision: row?.revision ?? 0 }, tx);
        },
      })),
    ],
    [
      'loses its timers now and then',
      broken((sound) => {
        let count = 0;
        return {
          commit: (commit, tx) =>
            sound.commit(++count % 5 === 0 ? { ...commit, timers: { put: [], drop: commit.timers.drop } } : commit, tx),
        };
      }),
    ],
    [
      'keeps work that is done',
      broken((sound) => ({ commit: (commit, tx) => sound.commit({ ...commit, workItems: { put: commit.workItems.put, drop: [] } }, tx) })),
    ],
  ] as const)('%s', async (_, createStore) => {
    let found: unknown;
    for (let seed = 1; seed <= 300 && !found; seed++)
      found = await simulate(seed, { createStore: createStore as never }).then(
        () => undefined,
        (error) => error,
      );
    expect(found).toBeInstanceOf(LawBroken);
  });
});
