// Laws of waking: a worker that sleeps until `nextWakeMs` misses nothing, and is not woken for what cannot be done.
import { equal } from '../check.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { deferOne, failOne } from '../store/worker-calls.ts';

export const wakingLaws = laws('waking', [
  [
    9,
    'wakes for the earliest timer that runs, at the end of its rest',
    async ({ store }) => {
      const timers = [
        { timer: 'x#a', dueAtMs: 30 },
        { timer: 'x#b', dueAtMs: 20 },
        { timer: 'x#c', dueAtMs: null },
      ];
      await store.commit(sample('c1', { timers }));
      equal(await store.nextWakeMs({}), 20, 'the earliest');
      await deferOne(store, 'x#b', 20, 50);
      equal(await store.nextWakeMs({}), 30, 'while it rests');
      await deferOne(store, 'x#a', 30, 25);
      equal(await store.nextWakeMs({}), 30, 'a rest that ends before the due time');
      await store.commit(sample('c1', { from: 1, dropTimers: ['x#a', 'x#b'] }));
      equal(await store.nextWakeMs({}), null, 'when no timer runs');
    },
  ],
  [
    10,
    'wakes for a message at once, at the end of its lease, and at its retry time',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}] }));
      const first = await store.nextWakeMs({});
      equal(first !== null && first <= 0, true, 'a new message wakes at once');
      const [delivery] = await store.claim({ nowMs: 10, leaseUntilMs: 60, limit: 9 });
      equal(await store.nextWakeMs({}), 60, 'while it is leased');
      await store.retry(delivery!, 40, 'boom');
      equal(await store.nextWakeMs({}), 40, 'when it is to be tried again');
      await store.settle(delivery!);
      equal(await store.nextWakeMs({}), null, 'when it has arrived');
    },
  ],
  [
    10,
    'sleeps over a dead letter and all that wait behind it',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      await failOne(store, 'c1:1:0', 10, null);
      equal(await store.nextWakeMs({}), null, 'nothing can be done');
    },
  ],
  [
    10,
    'sleeps over what waits behind a message that is leased or rests',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      const [delivery] = await store.claim({ nowMs: 10, leaseUntilMs: 60, limit: 9 });
      equal(await store.nextWakeMs({}), 60, 'while the head is leased');
      await store.retry(delivery!, 40, 'boom');
      equal(await store.nextWakeMs({}), 40, 'while the head rests');
    },
  ],
  [
    10,
    'wakes a worker for what it can do only',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}], timers: [{ timer: 'x#a', dueAtMs: 70 }] }));
      const errand = [{ id: 'errand', version: 1 }];
      equal(await store.nextWakeMs({ processes: errand, subscribers: ['other'] }), 70, 'another subscriber');
      equal(await store.nextWakeMs({ processes: [], subscribers: [] }), null, 'neither process nor subscriber');
    },
  ],
]);
