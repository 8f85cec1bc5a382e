import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { printTable } from './print-table.ts';

it('lines columns up where Chinese characters are two wide', () => {
  const lines = printTable([
    ['登记', 'x'],
    ['record', 'y'],
    ['登记 / Record', 'z'],
  ]).split('\n');
  expect(lines.map((line) => stringWidth(line.slice(0, -1)))).toEqual([15, 15, 15]);
});

it('indents every line, takes rows of different lengths, and leaves no blanks at the end', () => {
  expect(printTable([['a', 'b', ''], ['longer']], '  ')).toBe('  a       b\n  longer');
  expect(printTable([])).toBe('');
});
