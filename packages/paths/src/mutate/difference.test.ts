import { tieredResponse } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.ts';
import { type Mutant, mutantsOf } from './mutants-of.ts';

const { mutants } = mutantsOf(tieredResponse);
const first = (kind: Mutant['kind']) => mutants.find((each) => each.kind === kind)!.process;
const states = 300;

describe('two processes walked in step', () => {
  it('are alike when they are one', () => {
    expect(differenceOf(tieredResponse, tieredResponse, { states })).toEqual({ states, whole: false });
  });

  it.each([
    'transition-dropped',
    'retargeted',
    'guard-negated',
    'role-dropped',
    'role-missing',
    'action-dropped',
    'deadline-shifted',
    'deadline-removed',
  ] as const)('differ where one has %s, and the steps lead there', (kind) => {
    const { steps } = differenceOf(tieredResponse, first(kind), { states });
    expect(steps?.[0]?.kind).toBe('open');
    expect(steps!.length).toBeLessThan(15);
  });
});
