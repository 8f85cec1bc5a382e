import { BihuanError } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { Failure, printTrouble, troubleOf } from './failure.ts';

const text = { zh: '不行', en: 'no' };

describe('the exit code', () => {
  it.each([
    [new Failure('FILE_MISSING', text), 2],
    [new Failure('CASE_NOT_VISIBLE', text, {}, 1), 1],
    [new BihuanError('PROCESS_UNSOUND', text), 1],
    [new BihuanError('CASE_CORRUPT', text), 1],
    [new BihuanError('ACTOR_INVALID', text), 2],
    [new BihuanError('STORE_SCHEMA', text), 2],
    [new BihuanError('SUITE_INVALID', text), 2],
    [new BihuanError('STORE_BUSY', text), 70],
    [new TypeError('no'), 70],
    ['no', 70],
  ])('of %s is %i', (error, exitCode) => {
    expect(troubleOf(error).exitCode).toBe(exitCode);
  });

  it('is the same for an error of another copy of core', () => {
    const foreign = Object.assign(new Error('no'), { name: 'BihuanError', code: 'PROCESS_UNSOUND', text, details: {} });
    expect(troubleOf(foreign)).toMatchObject({ code: 'PROCESS_UNSOUND', exitCode: 1 });
  });
});

it('tells people the code first, then both languages', () => {
  expect(printTrouble(troubleOf(new Failure('X', text)))).toBe('X: 不行 / no\n');
});

it('adds what to do to what the library says', () => {
  const trouble = troubleOf(new BihuanError('PROCESS_CHANGED', text, { case: 'c' }));
  expect(trouble).toMatchObject({
    text: { en: 'no. Give the definition the case was opened with: --process FILE.ts' },
    details: { case: 'c' },
  });
});

it('prints lines that both languages share once, and others in turn', () => {
  expect(printTrouble(troubleOf(new Failure('X', { zh: '甲\n  1', en: 'a\n  1' })))).toBe('X: 甲 / a\n  1\n');
  expect(printTrouble(troubleOf(new Failure('X', { zh: '甲\n乙', en: 'a\nb' })))).toBe('X: 甲 / a\n乙\nb\n');
});
