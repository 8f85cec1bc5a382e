import { describe, expect, test } from 'vitest';
import type { StoreHarness } from '../store/law.ts';
import { rehearsalStore } from '../store/rehearsal-store.ts';
import { storeLaws } from '../store/store-laws.ts';
import { testStore } from '../store/test-store.ts';
import { harnessOf } from './saboteur.ts';
import { saboteurs } from './saboteurs.ts';

testStore('the sound store under every saboteur', { create: async () => rehearsalStore() });

describe('the suite', () => {
  test.each(saboteurs.map((each) => [each.name, each] as const))('finds a store that %s', async (_, each) => {
    expect(await lawsBroken(harnessOf(each))).toEqual(each.breaks);
  });

  test('has laws of different names, each of them broken by somebody', () => {
    const names = storeLaws.map((law) => law.name);
    expect(new Set(names).size).toBe(names.length);
    const broken = new Set(saboteurs.flatMap((each) => each.breaks));
    expect(names.filter((name) => !broken.has(name))).toEqual([]);
  });
});

async function lawsBroken(harness: StoreHarness): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const law of storeLaws) {
    try {
      await law.run(harness);
    } catch {
      broken.push(law.name);
    }
  }
  return broken;
}
