// The strongest law: whatever is asked, in whatever order, the answers are those of the reference store.
import { memoryStore, type Store } from '@bihuan/core';
import fc from 'fast-check';
import { equal } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws, type StoreUnderTest } from '../store/law.ts';
import { callOf, type Progress, type Step, steps } from '../store/random-steps.ts';

export const defaultSeed = 20_261_122;

export const modelLaws = laws('model', [
  [
    2,
    'answers as the reference store does, whatever is asked',
    async (_, { create, random = {} }) => {
      const property = fc.asyncProperty(steps, async (sequence) => {
        const tried = await create();
        try {
          await compare(tried, sequence);
        } finally {
          await tried.close();
        }
      });
      await fc.assert(property, { seed: random.seed ?? defaultSeed, numRuns: random.runs ?? 100 });
    },
  ],
]);

async function compare({ store }: StoreUnderTest, sequence: readonly Step[]): Promise<void> {
  const reference: Store = memoryStore();
  const progress: Progress = { revisions: new Map(), timers: [], messages: [] };
  for (const [index, step] of sequence.entries()) {
    const { call, learn, shown = (answer) => answer } = callOf(step, progress);
    const expected = await call(reference);
    equal(shown(await call(store)), shown(expected), `answer to step ${index}, ${step.call}`);
    learn?.(expected);
  }
  const all = (of: Store) => everythingIn(of, ['north', 'south'], ['c0', 'c1', 'c2']);
  equal(await all(store), await all(reference), 'everything in the store at the end');
}
