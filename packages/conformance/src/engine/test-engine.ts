// The laws of the engine as a vitest suite: what an engine that is not over a store calls in its own tests.
import { describe, test } from 'vitest';
import type { EngineHarness } from './engine-law.ts';
import { engineLaws } from './engine-laws.ts';

/**
 * Registers every law as a test. Each makes an engine of its own.
 *
 *     testEngine('my engine', { create: async (options) => ({ engine: createEngine({ ...options, store }), capabilities, settled, close }) })
 */
export function testEngine(name: string, harness: EngineHarness): void {
  describe(`${name} as an engine`, () => {
    for (const { topic, name: law, law: number, run } of engineLaws) test(`${topic}: ${law} (law ${number})`, () => run(harness));
  });
}
