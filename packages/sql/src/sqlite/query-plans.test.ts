import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { ddl } from '../index.ts';
import { findQuery } from './find-query.ts';
import { statementTexts } from './statements.ts';

const database = new DatabaseSync(':memory:');
database.exec(ddl({ dialect: 'sqlite' }));

const scans = (text: string): readonly string[] => {
  const steps = database
    .prepare(`explain query plan ${text}`)
    .all()
    .map((step) => String(step['detail']));
  return steps.filter((step) => /^SCAN (bihuan_|d\b|w\b|c\b|j\b|earlier\b)/.test(step) && !step.includes('USING'));
};

const texts = Object.entries(statementTexts('bihuan_')).filter(([, text]) => /^\s*(select|insert|update|delete|with)/.test(text));

test.each(texts)('%s reads no table from end to end', (_, text) => {
  expect(scans(text)).toEqual([]);
});

test.each([
  ['the whole tenant', { units: [''] }],
  ['a few units', { units: ['a', 'b/c'], process: 'p', state: 's' }],
  ['many units', { units: Array.from({ length: 40 }, (_, index) => `u${index}`) }],
  ['a subject', { units: [''], subject: { type: 'house', id: '3' } }],
])('finding cases by %s reads no table from end to end', (_, query) => {
  expect(scans(findQuery('bihuan_', { tenant: 't', limit: 10, ...query }).sql)).toEqual([]);
});
