// Laws of what is kept beside cases: what an actor did, personal fields, and the removal of a case with all of it.
import type { DonePlace, Store } from '@bihuan/core';
import { equal } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { failOne } from '../store/worker-calls.ts';

const done = async (store: Store, actor: string, more: { readonly before?: DonePlace; readonly limit?: number } = {}) =>
  store.done({ tenant: 'north', actor, limit: 100, ...more });

const whole = (id: string) =>
  sample(id, {
    keys: [`k-${id}`],
    timers: [{ timer: 'x#a', dueAtMs: 5 }],
    work: [{}],
    terms: ['tag:x'],
    personal: [{ field: 'phone' }],
    row: { openSubject: `held-${id}` },
  });

export const keepingLaws = laws('keeping', [
  [
    2,
    'lists what an actor did, latest first, page by page',
    async ({ store }) => {
      const times = [30, 10, 20, 20, 40];
      for (const [index, doneAtMs] of times.entries()) await store.commit(sample(`c${index}`, { doneAtMs, keys: [null, null] }));
      await store.commit(sample('c9', { actor: 'other' }));
      const all = (await done(store, 'u')).map((row) => `${row.case} ${row.revision}`);
      const expected = ['c4', 'c0', 'c3', 'c2', 'c1'].flatMap((id) => [`${id} 2`, `${id} 1`]);
      equal(all, expected, 'everything');
      for (const limit of [1, 3]) {
        const paged: string[] = [];
        for (let page = await done(store, 'u', { limit }); page.length > 0 && paged.length < 99; ) {
          paged.push(...page.map((row) => `${row.case} ${row.revision}`));
          page = await done(store, 'u', { limit, before: page.at(-1)! });
        }
        equal(paged, expected, `pages of ${limit}`);
      }
      equal((await done(store, 'other')).length, 1, 'what another did');
      equal(await done(store, 'U'), [], 'names are compared as they are');
    },
  ],
  [
    15,
    'keeps personal fields by case, revision and field, until each is erased',
    async ({ store }) => {
      const first = sample('c1', { personal: [{ field: 'phone' }, { field: 'name', person: 'wang' }] });
      const second = sample('c1', { from: 1, personal: [{ field: 'phone', value: '"y"' }] });
      const other = sample('c2', { personal: [{ field: 'phone', person: 'wang' }] });
      for (const commit of [first, second, other]) await store.commit(commit);
      const [phone, name] = first.personal.put;
      const of = (id: string) => store.personal({ tenant: 'north', case: id });
      equal(await of('c1'), [name, phone, ...second.personal.put], 'those of a case');
      const ofWang = [name!, ...other.personal.put];
      equal(await store.personal({ tenant: 'north', person: 'wang', limit: 9 }), ofWang, 'those of a person');
      equal(await store.personal({ tenant: 'north', person: 'wang', limit: 1 }), [name], 'the first');
      equal(await store.personal({ tenant: 'north', person: 'wang', limit: 9, after: name! }), ofWang.slice(1), 'those after it');
      await store.commit(
        sample('c1', {
          from: 2,
          dropPersonal: [
            { revision: 1, field: 'phone' },
            { revision: 7, field: 'none' },
          ],
        }),
      );
      equal(await of('c1'), [name, ...second.personal.put], 'once one was erased');
      equal(await of('c2'), other.personal.put, 'those of another case');
    },
  ],
  [
    3,
    'removes a case with everything kept of it, and nothing else',
    async ({ store }) => {
      await store.commit(whole('c2'));
      const before = await everythingIn(store, ['north'], ['c1', 'c2']);
      await store.commit(whole('c1'));
      equal(await store.remove({ tenant: 'north', id: 'c1', revision: 2 }), 'conflict', 'at another revision');
      equal(await store.remove({ tenant: 'north', id: 'c1', revision: 1 }), 'removed', 'at its revision');
      equal(await everythingIn(store, ['north'], ['c1', 'c2']), before, 'everything in the store');
      equal(await store.remove({ tenant: 'north', id: 'c1', revision: 1 }), 'conflict', 'once it is gone');
      equal(await store.commit(whole('c1')), 'committed', 'the case put back, its key and subject free');
    },
  ],
  [
    10,
    'removes no case of which a message waits, dead or not',
    async ({ store }) => {
      const commit = sample('c1', { deliveries: [{}] });
      await store.commit(commit);
      const remove = () => store.remove({ tenant: 'north', id: 'c1', revision: 1 });
      equal(await remove(), 'undelivered', 'while it waits');
      await failOne(store, 'c1:1:0', 10, null);
      equal(await remove(), 'undelivered', 'as a dead letter');
      equal((await store.load({ tenant: 'north', id: 'c1' })).case, commit.case, 'the case');
      await store.settle(commit.deliveries[0]!);
      equal(await remove(), 'removed', 'once it has arrived');
    },
  ],
]);
