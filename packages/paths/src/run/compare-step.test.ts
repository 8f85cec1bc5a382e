import { describe, expect, it } from 'vitest';
import { compareStep } from './compare-step.ts';

const applied = { outcome: 'applied', states: ['rectified'] };
const answer = { outcome: 'applied' };

describe('an instant that a step writes down', () => {
  const expected = { ...applied, instants: ['rectifiedAtMs'] };
  const at = (rectifiedAtMs: number | null) => ({ context: { rectifiedAtMs } });

  it('may be any, as long as it is another', () => {
    expect(compareStep(expected, answer, at(1_767_600_000_000), at(null))).toBeUndefined();
    expect(compareStep(expected, answer, at(1_767_600_000_001), at(1_767_600_000_000))).toBeUndefined();
  });

  it('is missed when it is left as it was, or empty', () => {
    const missed = expect.objectContaining({ message: expect.stringContaining('an instant'), expected: 'rectifiedAtMs changes' });
    expect(compareStep(expected, answer, at(null), at(null))).toEqual(missed);
    expect(compareStep(expected, answer, at(1_767_600_000_000), at(1_767_600_000_000))).toEqual(missed);
  });

  it('is not asked for where a system does not show it', () => {
    expect(compareStep(expected, answer, {}, {})).toBeUndefined();
    expect(compareStep(expected, answer, { context: { place: '3栋' } }, {})).toBeUndefined();
  });
});
