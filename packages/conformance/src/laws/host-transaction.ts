// Laws of the host's own transaction: the host's rows and the case are written together, or neither is.
import type { Commit, Store } from '@bihuan/core';
import { equal, holds, throwsCode } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws, type StoreUnderTest } from '../store/law.ts';
import { sample } from '../store/sample.ts';

const whole = sample('c1', {
  keys: ['k'],
  timers: [{ timer: 'x#a', dueAtMs: 1 }],
  work: [{}],
  deliveries: [{}],
  row: { openSubject: 'held' },
});
const everything = (store: Store) => everythingIn(store, ['north'], ['c1', 'c2']);

function hostOf({ transaction }: StoreUnderTest): NonNullable<StoreUnderTest['transaction']> {
  holds(transaction !== undefined, 'a store with capabilities.hostTransaction is tried with a `transaction` in its harness');
  return transaction!;
}

class HostFailed extends Error {}

async function rolledBack(subject: StoreUnderTest, work: (tx: unknown) => Promise<unknown>): Promise<void> {
  try {
    await hostOf(subject)(async (tx) => {
      await work(tx);
      throw new HostFailed();
    });
  } catch (error) {
    if (!(error instanceof HostFailed)) throw error;
  }
}

export const hostTransactionLaws = laws('host transaction', [
  [
    3,
    "commits with the host's transaction",
    async (subject) => {
      const result = await hostOf(subject)((tx) => subject.store.commit(whole, tx));
      equal(result, 'committed', 'the commit');
      equal(await subject.store.load({ tenant: 'north', id: 'c1', key: 'k' }), { case: whole.case, keyed: whole.entries[0] }, 'the case');
    },
    'hostTransaction',
  ],
  [
    3,
    "rolls back with the host's transaction, all of it",
    async (subject) => {
      const { store } = subject;
      await store.commit(sample('c2', { work: [{}] }));
      const before = await everything(store);
      await rolledBack(subject, async (tx) => {
        equal(await store.commit(whole, tx), 'committed', 'one commit');
        equal(await store.commit(sample('c2', { from: 1, dropWork: ['waiting'] }), tx), 'committed', 'another');
      });
      equal(await everything(store), before, 'everything in the store');
      equal(await store.commit(whole), 'committed', 'key and subject are free again');
    },
    'hostTransaction',
  ],
  [
    3,
    'reads inside the transaction what was written inside it',
    async (subject) => {
      const { store } = subject;
      await rolledBack(subject, async (tx) => {
        await store.commit(whole, tx);
        equal((await store.load({ tenant: 'north', id: 'c1', key: 'k' }, tx)).case, whole.case, 'the case');
        equal(await store.history({ tenant: 'north', id: 'c1' }, tx), whole.entries, 'the journal');
        equal((await store.find({ tenant: 'north', units: [''], limit: 9 }, tx)).length, 1, 'the cases found');
        const work = await store.work({ tenant: 'north', actor: 'u', grants: [{ role: 'clerk', unit: '' }], which: 'all', limit: 9 }, tx);
        equal(work.length, 1, 'the work');
      });
    },
    'hostTransaction',
  ],
  [
    3,
    'shows nothing outside of a transaction that is not committed',
    async (subject) => {
      const { store } = subject;
      let outside: Promise<unknown> | undefined;
      await rolledBack(subject, async (tx) => {
        await store.commit(whole, tx);
        outside = Promise.all([store.load({ tenant: 'north', id: 'c1', key: 'k' }), store.claim({ nowMs: 9, leaseUntilMs: 10, limit: 9 })]);
        await store.load({ tenant: 'north', id: 'c1' }, tx);
      });
      equal(await outside, [{ case: undefined, keyed: undefined }, []], 'what was read outside');
    },
    'hostTransaction',
  ],
  [
    3,
    'leaves nothing of a refused commit, and the transaction able to go on',
    async (subject) => {
      const { store } = subject;
      await store.commit(sample('c1', { keys: ['k'], row: { openSubject: 'held' }, work: [{}] }));
      const refused: readonly (readonly [string, Commit])[] = [
        ['conflict', sample('c1', { from: 4, keys: ['new'], timers: [{ timer: 'x#a' }], dropWork: ['waiting'], deliveries: [{}] })],
        ['duplicate', sample('c1', { from: 1, keys: ['new', 'k'], timers: [{ timer: 'x#a' }], dropWork: ['waiting'], deliveries: [{}] })],
        ['subject-taken', sample('c2', { keys: ['new'], row: { openSubject: 'held' }, timers: [{ timer: 'x#a' }], deliveries: [{}] })],
      ];
      const before = await everything(store);
      const good = sample('c3', { keys: ['good'] });
      await hostOf(subject)(async (tx) => {
        for (const [expected, commit] of refused) equal(await store.commit(commit, tx), expected, 'a refused commit');
        equal(await store.commit(good, tx), 'committed', 'a good one after them');
      });
      equal((await store.load({ tenant: 'north', id: 'c3' })).case, good.case, 'the good one');
      equal((await store.load({ tenant: 'north', id: 'c3', key: 'new' })).keyed, undefined, 'the key of those refused');
      await store.commit(sample('c3', { from: 1, row: { tenant: 'north' } }));
      const rest = (await everything(store)) as { readonly due: unknown; readonly heads: unknown };
      const was = before as { readonly due: unknown; readonly heads: unknown };
      equal([rest.due, rest.heads], [was.due, was.heads], 'timers and messages');
    },
    'hostTransaction',
  ],
  [
    20,
    "refuses a host's transaction that it cannot take part in",
    async ({ store }) => {
      const tx = {} as never;
      await throwsCode(() => store.load({ tenant: 'north', id: 'c1' }, tx), 'STORE_UNSUPPORTED', 'load');
      await throwsCode(() => store.commit(whole, tx), 'STORE_UNSUPPORTED', 'commit');
      await throwsCode(() => store.history({ tenant: 'north', id: 'c1' }, tx), 'STORE_UNSUPPORTED', 'history');
      await throwsCode(() => store.find({ tenant: 'north', units: [''], limit: 1 }, tx), 'STORE_UNSUPPORTED', 'find');
      const query = { tenant: 'north', actor: 'u', grants: [], which: 'all', limit: 1 } as const;
      await throwsCode(() => store.work(query, tx), 'STORE_UNSUPPORTED', 'work');
      equal(await everything(store), await everything(store), 'the store goes on');
      equal((await store.load({ tenant: 'north', id: 'c1' })).case, undefined, 'nothing was written');
    },
  ],
]);
