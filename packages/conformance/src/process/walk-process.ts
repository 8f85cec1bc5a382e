// Random walks through a process, every step checked; what they came by is reported.
import type { AnyProcess } from '@bihuan/core';
import fc from 'fast-check';
import { LawBroken } from '../check.ts';
import { defaultSeed } from '../laws/model.ts';
import { type Coverage, CoverageCount } from './coverage.ts';
import { stroll } from './stroll.ts';
import type { ProcessTrial } from './trial.ts';
import { Walk } from './walk.ts';

/**
 * Walks through a process and reports what was visited. Throws when a law is broken at some step, with the shortest walk found that breaks it.
 *
 * Held at every step: deciding is pure, a record survives JSON, the journal verifies and folds to the record, a refusal changes nothing, and what
 * is explained as allowed or refused is.
 */
export async function walkProcess(process: AnyProcess, trial: ProcessTrial = {}): Promise<Coverage> {
  const { walks = 30, stepsPerWalk = 25, seed = defaultSeed } = trial;
  const count = new CoverageCount(process);
  const property = fc.asyncProperty(fc.gen(), async (gen) => {
    const walk = new Walk(process, trial);
    try {
      await stroll(walk, (arbitrary) => gen(() => arbitrary), trial, stepsPerWalk);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new LawBroken(`${message}\nafter:\n${walk.trace.map((line) => `  ${line}`).join('\n')}`, { cause: error });
    }
    count.walks += 1;
    count.steps += walk.steps;
    for (const { record } of await walk.cases()) count.note(record, await walk.journalOf(record.id));
  });
  await fc.assert(property, { seed, numRuns: walks, unbiased: true, endOnFailure: true });
  return count.result();
}
