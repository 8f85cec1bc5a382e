// Laws of durability: what was answered before a store was closed is there when it is opened again.
import { equal, holds } from '../check.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { deferOne, failOne } from '../store/worker-calls.ts';

export const durabilityLaws = laws('durability', [
  [
    3,
    'has everything after it was closed and opened again',
    async ({ store, reopen }) => {
      holds(reopen !== undefined, 'a store with capabilities.durable is tried with a `reopen` in its harness');
      const stuck = sample('c1', {
        keys: ['k'],
        timers: [{ timer: 'x#a', dueAtMs: 5 }],
        work: [{}],
        deliveries: [{}],
        row: { openSubject: 'held' },
        terms: ['tag:x'],
        personal: [{ field: 'phone' }],
      });
      const dead = sample('c2', { deliveries: [{}, {}], timers: [{ timer: 'x#b', dueAtMs: 7 }] });
      for (const commit of [stuck, dead]) await store.commit(commit);
      await deferOne(store, 'x#a', 6, 50);
      await failOne(store, 'c2:1:0', 10, null, 'dead');
      const before = await everythingIn(store, ['north'], ['c1', 'c2']);
      const wakeMs = await store.nextWakeMs({});
      const again = await reopen!();
      equal(await again.nextWakeMs({}), wakeMs, 'when to look again');
      equal(await everythingIn(again, ['north'], ['c1', 'c2']), before, 'everything in the store');
      equal(await again.commit(sample('c3', { keys: ['k'] })), 'duplicate', 'the key is taken');
      equal(await again.commit(sample('c3', { row: { openSubject: 'held' } })), 'subject-taken', 'the subject is held');
      equal(await again.commit(sample('c1', { from: 1 })), 'committed', 'the case goes on');
    },
    'durable',
  ],
  [
    10,
    'keeps a lease over a restart',
    async ({ store, reopen }) => {
      await store.commit(sample('c1', { deliveries: [{}] }));
      await store.claim({ nowMs: 10, leaseUntilMs: 60, limit: 9 });
      const again = await reopen!();
      equal((await again.claim({ nowMs: 59, leaseUntilMs: 99, limit: 9 })).length, 0, 'messages while the lease lasts');
      equal((await again.claim({ nowMs: 60, leaseUntilMs: 99, limit: 9 })).length, 1, 'messages when it has ended');
    },
    'durable',
  ],
]);
