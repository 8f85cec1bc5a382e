import { DatabaseSync } from 'node:sqlite';
import type { CaseQuery, WorkQuery } from '@bihuan/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { namesOf } from '../dialect.ts';
import { sqliteDialect } from '../dialects.ts';
import { manyRows } from '../many-rows.fixture.ts';
import { sqliteStore } from './index.ts';

const database = new DatabaseSync(':memory:');
const store = sqliteStore({ database });
const names = namesOf({ tablePrefix: 'bihuan_' });

beforeAll(() => {
  for (const text of manyRows(sqliteDialect, names, 60_000)) database.exec(text);
  database.exec(`insert into bihuan_terms (tenant, term, case_id) select 't', 'tag:rare', id from bihuan_cases where id like '%00007'`);
});
afterAll(() => store.close());

/** Milliseconds, the median of several. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < 9; n++) {
    const begun = performance.now();
    await work();
    taken.push(performance.now() - begun);
  }
  return taken.sort((a, b) => a - b)[4]!;
}

const clerkAt = (...units: readonly string[]) => ({ grants: units.map((unit) => ({ role: 'clerk', unit })) });
const page = { tenant: 't', actor: 'u', which: 'all', limit: 50, ...clerkAt('') } as const;

/** Read from end to end, these take hundreds of times as long as a page in the order of an index. */
const most = 30;

test.each<readonly [string, Partial<WorkQuery>]>([
  ['one unit', clerkAt('u2')],
  ['several units', clerkAt('u2', 'u9/g1', 'u200')],
  ['one case', { case: 'c00000500' }],
  ['one case, of a unit', { ...clerkAt('u2'), case: 'c00000500' }],
  ['a subject', { subject: { type: 'house', id: 'c00000500' } }],
  ['a term that few cases have', { terms: ['tag:rare', 'state:waiting'] }],
  ['a term that few cases have, in a unit', { ...clerkAt('u2'), terms: ['tag:rare'] }],
  ['a term that all cases have', { terms: ['state:waiting'] }],
  ['a term that no case has', { terms: ['tag:none'] }],
])('a page of work of %s costs about what a plain page does, and so does its count', async (_, narrowed) => {
  const plain = await cost(() => store.work(page));
  expect(await cost(() => store.work({ ...page, ...narrowed }))).toBeLessThan(most * plain);
  expect(await cost(() => store.countWork({ ...page, ...narrowed }))).toBeLessThan(most * plain);
});

test.each<readonly [string, Partial<CaseQuery>]>([
  ['a subject', { subject: { type: 'house', id: 'c00050000' } }],
  ['a unit', { units: ['u299'] }],
  ['a unit without any', { units: ['u'] }],
  ['a correlation', { correlation: 'c00050000' }],
  ['terms', { terms: ['tag:rare', 'state:waiting'] }],
])('a page of cases of %s costs about what a plain page does', async (_, narrowed) => {
  const plain = await cost(() => store.find({ tenant: 't', units: [''], limit: 50 }));
  expect(await cost(() => store.find({ tenant: 't', units: [''], limit: 50, ...narrowed }))).toBeLessThan(10 * plain);
});
