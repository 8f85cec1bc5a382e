import { memoryStore } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { LawBroken } from '../check.ts';
import { rehearsalStore } from '../store/rehearsal-store.ts';
import { engineLaws } from './engine-laws.ts';
import { engineSaboteurs, skewed } from './engine-saboteurs.ts';
import { equivalence } from './equivalence.ts';
import { engineOver } from './over-store.ts';

describe('the suite', () => {
  test.each(engineSaboteurs.map((each) => [each.name, each] as const))('finds an engine that %s', async (_, { breaks, harness }) => {
    const law = engineLaws.find(({ name }) => name === breaks);
    await expect(law?.run(harness)).rejects.toThrow(LawBroken);
  });

  test('has laws of different names', () => {
    expect(new Set(engineLaws.map(({ name }) => name)).size).toBe(engineLaws.length);
  });
});

describe('equivalence', () => {
  const memory = engineOver(memoryStore);

  test('holds for the engine over two stores', async () => {
    await equivalence({ memory, rehearsal: engineOver(() => rehearsalStore().store) });
  });

  test('finds an engine that differs by a millisecond', async () => {
    await expect(equivalence({ memory, skewed: skewed(memory) })).rejects.toHaveProperty(
      'cause.message',
      expect.stringContaining('skewed beside memory'),
    );
  });

  test.each(['forgets keys', 'swaps two messages', 'loses an update that it has answered'])('finds an engine that %s', async (name) => {
    const { harness } = engineSaboteurs.find((each) => each.name === name)!;
    await expect(equivalence({ memory, broken: harness }, { runs: 60 })).rejects.toThrow();
  });
});
