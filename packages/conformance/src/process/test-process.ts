// The process suite, for vitest: what shipped processes and those of vendors are held to.
import type { AnyProcess } from '@bihuan/core';
import { describe, test } from 'vitest';
import { equal } from '../check.ts';
import type { Coverage } from './coverage.ts';
import { labelFaults } from './label-faults.ts';
import { structureFaults } from './structure-faults.ts';
import type { ProcessTrial } from './trial.ts';
import { walkProcess } from './walk-process.ts';

/** Registers the suite. The coverage of its walks is there for tests registered after it. */
export function testProcess(process: AnyProcess, trial: ProcessTrial = {}): { readonly coverage: () => Coverage | undefined } {
  let coverage: Coverage | undefined;
  describe(`${process.id} as a process`, () => {
    test('reaches every state, and an end from each, and never waits for nobody or for ever (law 12)', () => {
      equal(structureFaults(process), [], 'faults in the structure');
    });

    test('has labels in Chinese and in English (law 17)', () => {
      equal(labelFaults(process), [], 'faults in the labels');
    });

    test('keeps the laws at every step of random walks (laws 1, 4, 5, 8, 11, 15)', async () => {
      coverage = await walkProcess(process, trial);
    });

    if (trial.expectAllStates) {
      test('comes by every state on those walks', () => {
        equal(coverage?.states.missed, [], 'states that were never visited');
      });
    }
  });
  return { coverage: () => coverage };
}
