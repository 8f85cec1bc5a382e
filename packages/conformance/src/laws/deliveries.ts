// Laws of the outbox: at least once, in order within a lane, each lane by itself.
import type { Store } from '@bihuan/core';
import { equal } from '../check.ts';
import { claimed } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { failOne, takeMessages } from '../store/worker-calls.ts';

const claim = (store: Store, nowMs: number, limit = 100) => takeMessages(store, nowMs, { limit });
const heads = async (store: Store, nowMs: number, limit?: number) =>
  (await claim(store, nowMs, limit)).map((each) => `${each.subscriber} ${each.id}`).sort();

/** Delivers everything that can be, in the order it is given out. */
async function drain(store: Store, nowMs: number): Promise<readonly string[]> {
  const arrived: string[] = [];
  for (let round = 0; round < 100; round++) {
    const given = await claim(store, nowMs);
    if (given.length === 0) break;
    for (const delivery of given) {
      arrived.push(`${delivery.subscriber} ${delivery.id}`);
      await store.settle(delivery);
    }
  }
  return arrived;
}

export const deliveryLaws = laws('deliveries', [
  [
    10,
    'delivers a lane in order of revision and index, as numbers',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{ index: 10 }, { index: 9 }, { index: 0 }] }));
      for (let from = 1; from < 11; from++) await store.commit(sample('c1', { from, deliveries: [{}] }));
      const later = Array.from({ length: 10 }, (_, index) => `s c1:${index + 2}:0`);
      equal(await drain(store, 10), ['s c1:1:0', 's c1:1:9', 's c1:1:10', ...later], 'the order of arrival');
    },
  ],
  [
    10,
    'gives out the head of a lane only, and the next once it has arrived',
    async ({ store }) => {
      const commit = sample('c1', { deliveries: [{ body: '{"n":1}' }, { body: '{"n":2}' }] });
      await store.commit(commit);
      const first = await claim(store, 10);
      equal(first.map(claimed), [{ ...commit.deliveries[0]!, attempts: 0 }], 'the first');
      await store.settle(first[0]!);
      const second = await claim(store, 10);
      equal(second.map(claimed), [{ ...commit.deliveries[1]!, attempts: 0 }], 'the second');
    },
  ],
  [
    10,
    'gives each subscriber and each case a lane of its own',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{ index: 0 }, { index: 0, subscriber: 's2' }, { index: 1, subscriber: 's2' }] }));
      await store.commit(sample('c2', { deliveries: [{}] }));
      equal(await heads(store, 10), ['s c1:1:0', 's c2:1:0', 's2 c1:1:0'], 'the heads');
      await store.settle(sample('c1', { deliveries: [{ subscriber: 's2' }] }).deliveries[0]!);
      equal(await heads(store, 10), ['s2 c1:1:1'], 'the next of the lane that was settled');
    },
  ],
  [
    10,
    'gives a leased message to nobody else, until the lease ends',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      equal(await heads(store, 10), ['s c1:1:0'], 'the first claim');
      equal(await heads(store, 10), [], 'another at the same moment');
      equal(await heads(store, 59), [], 'one millisecond before the lease ends');
      equal(await heads(store, 60), ['s c1:1:0'], 'when it has ended');
    },
  ],
  [
    10,
    'gives every message to one of many claims made at once',
    async ({ store }) => {
      for (let index = 0; index < 9; index++) await store.commit(sample(`c${index}`, { deliveries: [{}] }));
      const claims = await Promise.all(Array.from({ length: 4 }, () => claim(store, 10, 3)));
      const given = claims.flat().map((each) => each.id);
      equal([given.length, new Set(given).size], [9, 9], 'messages given, and how many of them differ');
      equal(
        claims.every((each) => each.length <= 3),
        true,
        'no claim exceeds its limit',
      );
    },
  ],
  [
    10,
    'settles a message once, however often it is told',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      const [first] = await claim(store, 10);
      await store.settle(first!);
      await store.settle(first!);
      await store.retry(first!, null, 'too late');
      equal(await store.deadLetters('north'), [], 'dead letters');
      equal(await drain(store, 10), ['s c1:1:1'], 'what is left');
    },
  ],
  [
    10,
    'tries a message again at its time, before those behind it, and counts',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      const [first] = await claim(store, 10);
      await store.retry(first!, 500, 'boom');
      equal(await heads(store, 499), [], 'before its time');
      const again = await claim(store, 500);
      equal(
        again.map((each) => [each.id, each.attempts]),
        [['c1:1:0', 1]],
        'at its time',
      );
      await store.retry(again[0]!, 500, 'boom');
      equal(
        (await claim(store, 500)).map((each) => each.attempts),
        [2],
        'at once, the lease given back',
      );
    },
  ],
  [
    10,
    'holds the lane behind a dead letter, and no other',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}, { subscriber: 's2' }] }));
      await store.commit(sample('c2', { deliveries: [{}] }));
      await failOne(store, 'c1:1:0', 10, null, 'gave up');
      await store.commit(sample('c1', { from: 1, deliveries: [{}] }));
      equal([...(await drain(store, 8_640_000_000_000_000))].sort(), ['s c2:1:0', 's2 c1:1:2'], 'what arrives');
      const letters = await store.deadLetters('north');
      equal(
        letters.map((letter) => [letter.id, letter.attempts, letter.error]),
        [['c1:1:0', 1, 'gave up']],
        'the dead letters',
      );
    },
  ],
  [
    10,
    'lets a lane go on once its dead letter is taken up again, or skipped',
    async ({ store }) => {
      for (const id of ['c1', 'c2']) await store.commit(sample(id, { deliveries: [{}, {}] }));
      for (const id of ['c1', 'c2']) await failOne(store, `${id}:1:0`, 10, null, 'gave up');
      for (const letter of await store.deadLetters('north')) {
        if (letter.case === 'c1') await store.revive(letter, 700);
        else await store.settle(letter);
      }
      equal(await store.deadLetters('north'), [], 'the dead letters');
      equal(await heads(store, 699), ['s c2:1:1'], 'before the retry time');
      equal(
        (await drain(store, 800)).filter((each) => each.includes('c1')),
        ['s c1:1:0', 's c1:1:1'],
        'the lane taken up',
      );
      await store.commit(sample('c3', { deliveries: [{}] }));
      await store.revive(sample('c3', { deliveries: [{}] }).deliveries[0]!, 900);
      equal(await heads(store, 899), ['s c3:1:0'], 'what was not dead is as it was');
    },
  ],
  [
    10,
    'hears no more of a worker whose lease another has taken over',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, {}] }));
      const [first] = await claim(store, 10);
      const [second] = await claim(store, 60);
      equal([first!.leaseUntilMs, second!.leaseUntilMs], [60, 110], 'the ends of the leases');
      await store.retry(first!, null, 'too late');
      await store.release([first!]);
      equal(await store.deadLetters('north'), [], 'dead letters');
      equal(await heads(store, 109), [], 'while the second lease lasts');
      await store.release([second!]);
      equal(
        (await claim(store, 60)).map((each) => each.attempts),
        [0],
        'given back untried, no attempt is counted',
      );
    },
  ],
  [
    10,
    'gives a worker the messages of its subscribers',
    async ({ store }) => {
      await store.commit(sample('c1', { deliveries: [{}, { subscriber: 's2' }] }));
      const asked = async (...subscribers: readonly string[]) => {
        const taken = await takeMessages(store, 10, { subscribers });
        await store.release(taken);
        return taken.map((each) => each.subscriber);
      };
      equal(await asked('s2'), ['s2'], 'one');
      equal(await asked('s', 's2', 's3'), ['s', 's2'], 'several');
      equal(await asked(), [], 'none');
    },
  ],
  [
    10,
    'gives out messages in order of case and subscriber, those that waited longest first',
    async ({ store }) => {
      for (const id of ['c2', 'c10', 'c1']) await store.commit(sample(id, { deliveries: [{}, { subscriber: 'a' }] }));
      const order = async (nowMs: number) => (await claim(store, nowMs)).map((each) => `${each.case} ${each.subscriber}`);
      const whole = ['c1 a', 'c1 s', 'c10 a', 'c10 s', 'c2 a', 'c2 s'];
      equal(await order(10), whole, 'new ones');
      await store.commit(sample('c0', { deliveries: [{}] }));
      equal(await order(60), ['c0 s', ...whole], 'a new one, and those whose lease has ended');
    },
  ],
]);
