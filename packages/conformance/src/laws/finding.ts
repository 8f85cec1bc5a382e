// Laws of finding cases: every filter by itself and together, in order of id, page by page.
import type { CaseQuery, Store } from '@bihuan/core';
import { equal } from '../check.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

const found = async (store: Store, query: Partial<CaseQuery> = {}) =>
  (await store.find({ tenant: 'north', units: [''], limit: 100, ...query })).map((row) => row.id);

const units = ['', 'a', 'a/b', 'a/b/c', 'a-b', 'a0', 'ab', 'A', 'a_b', 'a%', '甲', '甲/乙', '甲乙'];
const below = (asked: readonly string[]) =>
  units.filter((unit) => asked.some((each) => each === '' || each === unit || unit.startsWith(`${each}/`))).sort();

export const findingLaws = laws('finding cases', [
  [
    13,
    'finds cases at a unit and below it, and no others',
    async ({ store }) => {
      for (const unit of units) await store.commit(sample(unit || 'root', { row: { unit } }));
      const name = (unit: string) => unit || 'root';
      for (const unit of [...units, 'c', 'a/'])
        equal(await found(store, { units: [unit] }), below([unit]).map(name).sort(), `cases below ${unit}`);
      equal(await found(store, { units: ['a/b', 'ab', 'a'] }), below(['a', 'ab']), 'cases below several, each once');
      equal(await found(store, { units: [] }), [], 'cases below none');
    },
  ],
  [
    2,
    'finds cases by all of the terms asked for, each by its whole text',
    async ({ store }) => {
      const terms = ['state:open', 'state:open.sub', 'state:Open', 'tag:open', 'text:楼道', 'text:道堆', 'state:op%n', 'state:open '];
      for (const [index, term] of terms.entries()) await store.commit(sample(`c${index}`, { terms: [term] }));
      for (const [index, term] of terms.entries()) equal(await found(store, { terms: [term] }), [`c${index}`], `cases with ${term}`);
      await store.commit(sample('d1', { terms: ['state:open', 'tag:red', 'text:楼道'] }));
      await store.commit(sample('d2', { terms: ['state:open', 'tag:red'] }));
      equal(await found(store, { terms: ['state:open', 'tag:red'] }), ['d1', 'd2'], 'two terms');
      equal(await found(store, { terms: ['tag:red', 'text:楼道', 'state:open'] }), ['d1'], 'three terms');
      equal(await found(store, { terms: ['tag:red', 'tag:none'] }), [], 'a term that no case has');
      await store.commit(sample('d1', { from: 1, terms: ['state:shut'], dropTerms: ['state:open', 'tag:never'] }));
      equal(await found(store, { terms: ['state:open', 'tag:red'] }), ['d2'], 'once one was dropped');
      equal(await found(store, { terms: ['state:shut', 'text:楼道'] }), ['d1'], 'the term that came, and one that stayed');
    },
  ],
  [
    2,
    'finds cases by their deadline in order of due time, page by page',
    async ({ store }) => {
      const due = [30, 10, 20, null, 10, 40, -5];
      for (const [index, dueAtMs] of due.entries()) await store.commit(sample(`c${index}`, { row: { dueAtMs } }));
      equal(await found(store, { dueBeforeMs: 40 }), ['c6', 'c1', 'c4', 'c2', 'c0'], 'those due before');
      equal(await found(store, { dueBeforeMs: 40, after: { dueAtMs: 10, id: 'c1' } }), ['c4', 'c2', 'c0'], 'after a place');
      equal(await found(store, { dueBeforeMs: 40, after: { dueAtMs: 10, id: 'c4' }, limit: 1 }), ['c2'], 'one after a place');
      equal(await found(store, { dueBeforeMs: -5 }), [], 'none');
    },
  ],
  [
    2,
    'counts what it would find, up to a limit',
    async ({ store }) => {
      for (let index = 0; index < 5; index++)
        await store.commit(
          sample(`c${index}`, { terms: index < 3 ? ['tag:x'] : [], row: { unit: index < 2 ? 'a' : 'b', dueAtMs: index } }),
        );
      const count = (query: Partial<CaseQuery>) => store.count({ tenant: 'north', units: [''], limit: 100, ...query });
      equal(
        [await count({}), await count({ limit: 2 }), await count({ units: ['a'] }), await count({ units: [] })],
        [5, 2, 2, 0],
        'counts',
      );
      equal(
        [await count({ terms: ['tag:x'] }), await count({ dueBeforeMs: 4 }), await count({ units: ['b'], terms: ['tag:x'], limit: 9 })],
        [3, 4, 1],
        'filtered',
      );
    },
  ],
  [
    2,
    'finds cases by every other field, and by all together',
    async ({ store }) => {
      const rich = {
        process: 'hazard',
        outcome: 'fixed',
        subjectType: 'house',
        subjectId: '3',
        correlation: 'x',
        unit: 'a/b',
      };
      await store.commit(sample('c1', { row: rich }));
      await store.commit(sample('c2', { row: { ...rich, process: 'errand' } }));
      await store.commit(sample('c3', { row: { ...rich, outcome: 'dropped' } }));
      await store.commit(sample('c4', { row: { ...rich, outcome: null } }));
      await store.commit(sample('c5', { row: { ...rich, subjectType: 'street' } }));
      await store.commit(sample('c6', { row: { ...rich, subjectId: '33' } }));
      await store.commit(sample('c7', { row: { ...rich, unit: 'c' } }));
      await store.commit(sample('c8', { row: { ...rich, correlation: 'X' } }));
      await store.commit(sample('c9', { row: { ...rich, version: 2 } }));
      const subject = { type: 'house', id: '3' };
      equal(await found(store, { process: 'errand' }), ['c2'], 'by process');
      equal(await found(store, { outcome: 'dropped' }), ['c3'], 'by outcome');
      equal(await found(store, { closed: false }), ['c4'], 'open ones');
      equal(await found(store, { closed: true }), ['c1', 'c2', 'c3', 'c5', 'c6', 'c7', 'c8', 'c9'], 'closed ones');
      equal(await found(store, { subject }), ['c1', 'c2', 'c3', 'c4', 'c7', 'c8', 'c9'], 'by subject');
      equal(await found(store, { correlation: 'X' }), ['c8'], 'by correlation');
      equal(await found(store, { process: 'hazard', version: 2 }), ['c9'], 'by version');
      const all = { process: 'hazard', version: 1, closed: true, outcome: 'fixed', subject, correlation: 'x', units: ['a'] };
      equal(await found(store, all), ['c1'], 'by all of them');
      equal(await found(store, { closed: false, outcome: 'fixed' }), [], 'by what contradicts itself');
    },
  ],
  [
    2,
    'pages through cases in binary order of id, without a gap or a repeat',
    async ({ store }) => {
      const ids = ['a', 'B', 'b', 'a1', 'a10', 'a2', 'ä', 'Z', '_', '-', '甲', 'a '];
      for (const id of ids) await store.commit(sample(id));
      const whole = [...ids].sort();
      equal(await found(store), whole, 'all at once');
      for (const limit of [1, 5]) {
        const paged: string[] = [];
        for (let page = await found(store, { limit }); page.length > 0 && paged.length < 99; ) {
          paged.push(...page);
          page = await found(store, { limit, after: { dueAtMs: null, id: paged.at(-1)! } });
        }
        equal(paged, whole, `pages of ${limit}`);
      }
    },
  ],
  [
    2,
    'finds a case where its last commit put it',
    async ({ store }) => {
      const before = { unit: 'a', process: 'errand', version: 1, states: 'x', subjectType: 'house', subjectId: '1', correlation: 'p' };
      const after = {
        unit: 'b',
        process: 'hazard',
        version: 2,
        states: 'y',
        subjectType: 'street',
        subjectId: '2',
        correlation: 'q',
        openedAtMs: 2,
        dueAtMs: 9,
      };
      await store.commit(sample('c1', { row: before }));
      const next = sample('c1', { from: 1, row: after });
      await store.commit(next);
      equal((await store.load({ tenant: 'north', id: 'c1' })).case, next.case, 'the case');
      equal(await found(store, { units: ['a'] }), [], 'at its old unit');
      equal(
        await found(store, { units: ['b'], process: 'hazard', version: 2, correlation: 'q', subject: { type: 'street', id: '2' } }),
        ['c1'],
        'at its new',
      );
    },
  ],
]);
