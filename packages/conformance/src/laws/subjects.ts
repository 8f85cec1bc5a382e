// Laws of unique subjects: one case of a tenant holds a subject, until it lets go.
import { equal } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

const held = { row: { openSubject: 'house-3' } };

export const subjectLaws = laws('subjects', [
  [
    3,
    'lets one of many cases hold a subject',
    async ({ store }) => {
      const results = await Promise.all(['c1', 'c2', 'c3'].map((id) => store.commit(sample(id, held))));
      equal([...results].sort(), ['committed', 'subject-taken', 'subject-taken'], 'the results');
      equal(await store.commit(sample('c4', held)), 'subject-taken', 'a case opened later');
      await store.commit(sample('c5'));
      equal(await store.commit(sample('c5', { from: 1, ...held })), 'subject-taken', 'a case that was open without it');
    },
  ],
  [
    3,
    'lets the holder go on, and others in once it has let go',
    async ({ store }) => {
      await store.commit(sample('c1', held));
      equal(await store.commit(sample('c1', { from: 1, ...held })), 'committed', 'the holder goes on');
      equal(await store.commit(sample('c1', { from: 2 })), 'committed', 'the holder lets go');
      equal(await store.commit(sample('c2', held)), 'committed', 'another takes it');
      equal(await store.commit(sample('c1', { from: 3, ...held })), 'subject-taken', 'the first wants it back');
    },
  ],
  [
    3,
    'leaves nothing of a commit whose subject is taken',
    async ({ store }) => {
      await store.commit(sample('c1', held));
      await store.commit(sample('c2', { work: [{}] }));
      const before = await everythingIn(store, ['north'], ['c2', 'c3']);
      const parts = { keys: ['k'], timers: [{ timer: 'x#b', dueAtMs: 1 }], work: [{ state: 'other' }], deliveries: [{}], ...held };
      await store.commit(sample('c2', { from: 1, ...parts, dropWork: ['waiting'] }));
      await store.commit(sample('c3', parts));
      equal(await everythingIn(store, ['north'], ['c2', 'c3']), before, 'everything in the store');
      equal(await store.commit(sample('c4', { keys: ['k'] })), 'committed', 'the key is free');
    },
  ],
  [
    13,
    'keeps the subjects of tenants apart',
    async ({ store }) => {
      equal(await store.commit(sample('c1', held)), 'committed', 'in one tenant');
      equal(await store.commit(sample('c1', { tenant: 'south', ...held })), 'committed', 'in the other');
    },
  ],
]);
