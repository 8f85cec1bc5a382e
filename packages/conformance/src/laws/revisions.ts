// Laws of revisions: commits on one case serialise, and its journal has no gap.
import { equal } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

const sorted = (results: readonly string[]) => [...results].sort();

export const revisionLaws = laws('revisions', [
  [
    7,
    'lets one of many commits on the same revision through',
    async ({ store }) => {
      await store.commit(sample('c1'));
      const rivals = ['w', 'x', 'y', 'z'].map((head) => sample('c1', { from: 1, row: { head } }));
      const results = await Promise.all(rivals.map((rival) => store.commit(rival)));
      equal(sorted(results), ['committed', 'conflict', 'conflict', 'conflict'], 'the results');
      const { case: row } = await store.load({ tenant: 'north', id: 'c1' });
      equal(row, rivals[results.indexOf('committed')]!.case, 'the case is the one that was let through');
      equal((await store.history({ tenant: 'north', id: 'c1' })).length, 2, 'entries in the journal');
    },
  ],
  [
    7,
    'opens a case once, however many open it',
    async ({ store }) => {
      const results = await Promise.all(['x', 'y', 'z'].map((head) => store.commit(sample('c1', { row: { head } }))));
      equal(sorted(results), ['committed', 'conflict', 'conflict'], 'the results');
      equal(await store.commit(sample('c1')), 'conflict', 'opening it later');
      equal((await store.history({ tenant: 'north', id: 'c1' })).length, 1, 'entries in the journal');
    },
  ],
  [
    7,
    'answers conflict for every revision but the one the case is at',
    async ({ store }) => {
      equal(await store.commit(sample('c1', { from: 1 })), 'conflict', 'a case that does not exist');
      await store.commit(sample('c1', { keys: [null, null] }));
      for (const from of [0, 1, 3, 4]) equal(await store.commit(sample('c1', { from })), 'conflict', `revision ${from}`);
      equal(await store.commit(sample('c1', { from: 2 })), 'committed', 'the revision it is at');
      equal(await store.commit(sample('c1', { from: 2 })), 'conflict', 'the same again');
    },
  ],
  [
    3,
    'leaves nothing of a commit in conflict',
    async ({ store }) => {
      await store.commit(sample('c1', { keys: ['k1', null], timers: [{ timer: 'x#a', dueAtMs: 9 }], work: [{}], deliveries: [{}] }));
      const before = await everythingIn(store, ['north'], ['c1', 'c2']);
      const all = {
        keys: ['k2'],
        row: { states: 'done', openSubject: 'held' },
        timers: [{ timer: 'x#b', dueAtMs: 1 }],
        dropTimers: ['x#a'],
        work: [{ state: 'other' }],
        dropWork: ['waiting'],
        deliveries: [{ subscriber: 's2' }],
      };
      for (const [id, from] of [
        ['c1', 0],
        ['c1', 1],
        ['c1', 7],
        ['c2', 3],
      ] as const)
        equal(await store.commit(sample(id, { from, ...all })), 'conflict', `${id} at ${from}`);
      equal(await everythingIn(store, ['north'], ['c1', 'c2']), before, 'everything in the store');
      equal((await store.load({ tenant: 'north', id: 'c1', key: 'k2' })).keyed, undefined, 'the key');
    },
  ],
  [
    8,
    'keeps the journal in order of revision, without a gap',
    async ({ store }) => {
      const commits = [sample('c1', { keys: [null, null, null] }), ...[3, 4, 5, 6, 7, 8, 9, 10].map((from) => sample('c1', { from }))];
      for (const commit of commits) equal(await store.commit(commit), 'committed', 'a commit');
      await store.commit(sample('c2'));
      const rows = await store.history({ tenant: 'north', id: 'c1' });
      equal(
        rows,
        commits.flatMap((commit) => commit.entries),
        'the journal',
      );
    },
  ],
  [
    8,
    'reads a journal after a revision, up to a limit',
    async ({ store }) => {
      const commit = sample('c1', { keys: Array.from({ length: 12 }, () => null) });
      await store.commit(commit);
      const read = (page: { readonly afterRevision?: number; readonly limit?: number }) =>
        store.history({ tenant: 'north', id: 'c1', ...page }).then((rows) => rows.map((row) => row.revision));
      equal(await read({ afterRevision: 9 }), [10, 11, 12], 'after 9');
      equal(await read({ limit: 2 }), [1, 2], 'two');
      equal(await read({ afterRevision: 3, limit: 2 }), [4, 5], 'two after 3');
      equal(await read({ afterRevision: 12 }), [], 'after the last');
    },
  ],
]);
