// Laws of idempotency keys: one entry of a tenant carries a key, and it is found from anywhere in the tenant.
import { equal } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

export const keyLaws = laws('keys', [
  [
    6,
    'takes a key once, on whichever case it comes',
    async ({ store }) => {
      equal(await store.commit(sample('c1', { keys: ['k'] })), 'committed', 'the first');
      equal(await store.commit(sample('c1', { from: 1, keys: ['k'] })), 'duplicate', 'again on the same case');
      equal(await store.commit(sample('c2', { keys: ['k'] })), 'duplicate', 'on another case');
      equal(await store.commit(sample('c3', { keys: [null, 'k'] })), 'duplicate', 'as the second entry');
    },
  ],
  [
    6,
    'lets one of many commits with the same key through',
    async ({ store }) => {
      const results = await Promise.all(['c1', 'c2', 'c3'].map((id) => store.commit(sample(id, { keys: ['k'] }))));
      equal([...results].sort(), ['committed', 'duplicate', 'duplicate'], 'the results');
    },
  ],
  [
    3,
    'leaves nothing of a commit whose key is taken',
    async ({ store }) => {
      await store.commit(sample('c1', { keys: ['k'], work: [{}], timers: [{ timer: 'x#a', dueAtMs: 9 }] }));
      const before = await everythingIn(store, ['north'], ['c1', 'c2']);
      const parts = { timers: [{ timer: 'x#b', dueAtMs: 1 }], work: [{ state: 'other' }], deliveries: [{}], row: { openSubject: 'held' } };
      await store.commit(sample('c1', { from: 1, keys: ['new', 'k'], ...parts, dropTimers: ['x#a'], dropWork: ['waiting'] }));
      await store.commit(sample('c2', { keys: ['new', 'k'], ...parts }));
      equal(await everythingIn(store, ['north'], ['c1', 'c2']), before, 'everything in the store');
      equal(await store.commit(sample('c3', { keys: ['new'], row: { openSubject: 'held' } })), 'committed', 'the key that was free');
    },
  ],
  [
    6,
    'finds the entry of a key from any case of the tenant',
    async ({ store }) => {
      const first = sample('c1', { keys: ['k1', 'k2'] });
      await store.commit(first);
      await store.commit(sample('c2', { keys: ['k3'] }));
      const keyed = async (id: string, key: string) => (await store.load({ tenant: 'north', id, key })).keyed;
      equal(await keyed('c1', 'k2'), first.entries[1], 'from its own case');
      equal(await keyed('c2', 'k1'), first.entries[0], 'from another case');
      equal(await keyed('none', 'k1'), first.entries[0], 'from a case that does not exist');
      equal(await keyed('c1', 'k9'), undefined, 'a key that was never used');
    },
  ],
  [
    6,
    'still knows a key many revisions later',
    async ({ store }) => {
      const first = sample('c1', { keys: ['k1'] });
      await store.commit(first);
      for (let from = 1; from < 30; from++) await store.commit(sample('c1', { from, keys: [`more-${from}`] }));
      equal((await store.load({ tenant: 'north', id: 'c1', key: 'k1' })).keyed, first.entries[0], 'the entry of the first key');
      equal(await store.commit(sample('c1', { from: 30, keys: ['k1'] })), 'duplicate', 'the first key again');
    },
  ],
  [
    13,
    'keeps the keys of tenants apart',
    async ({ store }) => {
      const [north, south] = [sample('c1', { keys: ['k'] }), sample('c9', { tenant: 'south', keys: ['k'] })];
      equal(await store.commit(north), 'committed', 'in one tenant');
      equal(await store.commit(south), 'committed', 'in the other');
      equal((await store.load({ tenant: 'north', id: 'c1', key: 'k' })).keyed, north.entries[0], 'the entry in the one');
      equal((await store.load({ tenant: 'south', id: 'c1', key: 'k' })).keyed, south.entries[0], 'the entry in the other');
    },
  ],
  [
    6,
    'answers conflict before duplicate, and duplicate before subject-taken',
    async ({ store }) => {
      await store.commit(sample('c1', { keys: ['k'], row: { openSubject: 'held' } }));
      const row = { openSubject: 'held' };
      equal(await store.commit(sample('c2', { from: 1, keys: ['k'], row })), 'conflict', 'all three');
      equal(await store.commit(sample('c2', { keys: ['k'], row })), 'duplicate', 'key and subject');
      equal(await store.commit(sample('c2', { row })), 'subject-taken', 'the subject alone');
    },
  ],
]);
