// Stores that break the outbox.
import type { Claimed, DeadLetter, DeliveryRow } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

export const outboxSaboteurs: readonly Saboteur[] = [
  saboteur(
    'sends before it commits: messages of a refused commit are delivered',
    [
      'leaves nothing of a commit in conflict',
      'leaves nothing of a commit whose key is taken',
      'leaves nothing of a commit whose subject is taken',
      'leaves nothing of a refused commit, and the transaction able to go on',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => {
      const leaked: DeliveryRow[] = [];
      return {
        async commit(commit, tx) {
          const result = await sound.commit(commit, tx);
          if (result !== 'committed') leaked.push(...commit.deliveries);
          return result;
        },
        async claim(query) {
          const given = await sound.claim(query);
          return [
            ...given,
            ...leaked.splice(0).map((delivery): Claimed => ({ ...delivery, attempts: 0, leaseUntilMs: query.leaseUntilMs })),
          ];
        },
      };
    },
  ),

  saboteur(
    'disorders a lane: indexes are compared as text',
    ['delivers a lane in order of revision and index, as numbers', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      commit: (commit, tx) =>
        sound.commit(
          { ...commit, deliveries: commit.deliveries.map((each) => ({ ...each, index: Number(`${each.index}`.padEnd(3, '0')) })) },
          tx,
        ),
      claim: async (query) =>
        (await sound.claim(query)).map((each) => ({ ...each, index: Number(each.id.slice(each.id.lastIndexOf(':') + 1)) })),
    }),
  ),

  saboteur(
    'ignores leases: two workers are given the same message',
    [
      'wakes for a message at once, at the end of its lease, and at its retry time',
      'sleeps over what waits behind a message that is leased or rests',
      'gives each subscriber and each case a lane of its own',
      'gives a leased message to nobody else, until the lease ends',
      'gives every message to one of many claims made at once',
      'hears no more of a worker whose lease another has taken over',
      'keeps a lease over a restart',
      'answers as the reference store does, whatever is asked',
      'hands every message to its subscriber in order, with two workers at once',
    ],
    (sound) => ({
      claim: (query) => sound.claim({ ...query, leaseUntilMs: query.nowMs }),
    }),
  ),

  saboteur(
    'lets a lane pass its dead letter',
    [
      'sleeps over a dead letter and all that wait behind it',
      'removes no case of which a message waits, dead or not',
      'holds the lane behind a dead letter, and no other',
      'lets a lane go on once its dead letter is taken up again, or skipped',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => {
      const buried = new Map<string, DeadLetter>();
      return {
        async retry(delivery, retryAtMs, error) {
          await sound.retry(delivery, retryAtMs, error);
          if (retryAtMs !== null) return;
          const letter = (await sound.deadLetters(delivery.tenant)).find(
            (each) => each.id === delivery.id && each.subscriber === delivery.subscriber,
          );
          if (!letter) return;
          buried.set(`${delivery.tenant} ${delivery.id} ${delivery.subscriber}`, letter);
          await sound.settle(letter);
        },
        deadLetters: async (tenant) => [...buried.values()].filter((letter) => letter.tenant === tenant) as never,
      };
    },
  ),

  saboteur(
    'loses a message that failed once',
    [
      'wakes for a message at once, at the end of its lease, and at its retry time',
      'sleeps over what waits behind a message that is leased or rests',
      'tries a message again at its time, before those behind it, and counts',
      'answers as the reference store does, whatever is asked',
      'delivers the messages of a case in order, although some fail at first',
    ],
    (sound) => ({
      retry: (delivery, retryAtMs, error) => (retryAtMs === null ? sound.retry(delivery, null, error) : sound.settle(delivery)),
    }),
  ),

  saboteur(
    'gives out a whole lane at once',
    [
      'gives every text and number back bit for bit',
      'sleeps over a dead letter and all that wait behind it',
      'delivers a lane in order of revision and index, as numbers',
      'gives out the head of a lane only, and the next once it has arrived',
      'gives each subscriber and each case a lane of its own',
      'gives a leased message to nobody else, until the lease ends',
      'settles a message once, however often it is told',
      'tries a message again at its time, before those behind it, and counts',
      'holds the lane behind a dead letter, and no other',
      'lets a lane go on once its dead letter is taken up again, or skipped',
      'gives a worker the messages of its subscribers',
      'answers as the reference store does, whatever is asked',
      'delivers the messages of a case in order, although some fail at first',
      'tells a case once how one that it opened has ended',
      'hands every message to its subscriber in order, with two workers at once',
    ],
    (sound) => {
      const apart = <Row extends DeliveryRow>(row: Row): Row => ({ ...row, subscriber: `${row.subscriber}\n${row.revision}:${row.index}` });
      const joined = <Row extends DeliveryRow>(row: Row): Row => ({ ...row, subscriber: row.subscriber.split('\n')[0]! });
      return {
        commit: (commit, tx) => sound.commit({ ...commit, deliveries: commit.deliveries.map(apart) }, tx),
        claim: async (query) => (await sound.claim(query)).map(joined),
        settle: (delivery) => sound.settle(apart(delivery)),
        retry: (delivery, retryAtMs, error) => sound.retry(apart(delivery), retryAtMs, error),
        release: (deliveries) => sound.release(deliveries.map(apart)),
        revive: (letter, atMs) => sound.revive(apart(letter), atMs),
        deadLetters: async (tenant) => (await sound.deadLetters(tenant)).map(joined),
      };
    },
  ),

  saboteur(
    'brings a message back that has arrived',
    ['settles a message once, however often it is told', 'answers as the reference store does, whatever is asked'],
    (sound) => {
      const settled = new Set<string>();
      const risen: DeadLetter[] = [];
      const place = (row: DeliveryRow) => JSON.stringify([row.tenant, row.id, row.subscriber]);
      return {
        settle(delivery) {
          settled.add(place(delivery));
          return sound.settle(delivery);
        },
        async retry(delivery, retryAtMs, error) {
          if (settled.has(place(delivery))) risen.push({ ...delivery, attempts: 1, error });
          else await sound.retry(delivery, retryAtMs, error);
        },
        deadLetters: async (tenant) => [...(await sound.deadLetters(tenant)), ...risen.filter((letter) => letter.tenant === tenant)],
      };
    },
  ),

  saboteur(
    'gives every worker the messages of every subscriber',
    ['gives a worker the messages of its subscribers', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      claim: ({ subscribers: _, ...query }) => sound.claim(query),
    }),
  ),

  saboteur(
    'removes a case although a message of it waits',
    ['removes no case of which a message waits, dead or not', 'answers as the reference store does, whatever is asked'],
    (sound) => {
      const waiting: DeliveryRow[] = [];
      return {
        commit(commit, tx) {
          waiting.push(...commit.deliveries);
          return sound.commit(commit, tx);
        },
        async remove(at, tx) {
          for (const delivery of waiting.filter((each) => each.tenant === at.tenant && each.case === at.id)) await sound.settle(delivery);
          return sound.remove(at, tx);
        },
      };
    },
  ),

  saboteur(
    'keeps personal fields that were erased',
    ['keeps personal fields by case, revision and field, until each is erased', 'answers as the reference store does, whatever is asked'],
    (sound) => ({
      commit: (commit, tx) => sound.commit({ ...commit, personal: { ...commit.personal, drop: [] } }, tx),
    }),
  ),

  saboteur(
    'gives out messages in no order of its own',
    [
      'gives a worker the messages of its subscribers',
      'gives out messages in order of case and subscriber, those that waited longest first',
      'answers as the reference store does, whatever is asked',
    ],
    (sound) => ({
      claim: async (query) => [...(await sound.claim(query))].reverse(),
    }),
  ),
];
