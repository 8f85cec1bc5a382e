import { all, any, not } from '@bihuan/core';
import { expect, it } from 'vitest';
import { printBranches, printCondition } from './print-branches.ts';

const english = { language: 'en', timeZone: 'UTC' } as const;

it('prints where each branch leads and under which rule', () => {
  const branches = [
    { from: 'a', to: 'b', rule: 'isReady', actions: [] },
    { from: 'a.inner', to: null, rule: null, actions: [] },
    { from: '', to: 'c d', rule: null, actions: [] },
  ];
  expect(printBranches(branches, english, ' ')).toBe(' a → b            if isReady\n a.inner → stays\n * → c d');
});

it.each([
  ['if a & b', all('a', 'b')],
  ['if a | (b & !c)', any('a', all('b', not('c')))],
  ['if !(a | b)', not(any('a', 'b'))],
  ['if !a', not(all('a'))],
])('prints %s', (printed, rule) => {
  expect(printCondition(rule, english)).toBe(printed);
});
