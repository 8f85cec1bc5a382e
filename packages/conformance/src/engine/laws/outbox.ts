// Messages leave at least once, in order of each case and subscriber, with ids that are the same every time (law 10).
import type { Message } from '@bihuan/core';
import { equal, throwsCode } from '../../check.ts';
import { hourMs } from '../../store/engines.ts';
import { type Arrived, chief, clerk, type Desk } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

const shown = ({ case: id, name }: Message): string => `${id} ${name}`;
const to = (desk: Desk, subscriber: string): readonly Arrived[] => desk.arrived.filter((each) => each.subscriber === subscriber);

/** Begins, and is late: two messages. */
async function twoMessages({ open, send }: Desk): Promise<string> {
  const { case: opened } = await open();
  await send(opened.id, 'begin');
  return opened.id;
}

/** Fails the first `times` messages of `e1`. */
const failing = (times: number) => {
  let left = times;
  return {
    handle({ case: id }: Message) {
      if (id === 'e1' && left-- > 0) throw new Error('not now');
    },
  };
};

export const outboxLaws = lawsOf('outbox', [
  [
    10,
    'delivers each message with its id, body, revision and effective time',
    async (desk) => {
      await twoMessages(desk);
      await desk.later(24 * hourMs);
      const arrived = to(desk, 'host').map(({ id, tenant, process, revision, name, body, attempt }) => [
        id,
        tenant,
        process,
        revision,
        name,
        body,
        attempt,
      ]);
      const [began] = await desk.engine.history('e1', { by: clerk });
      const lateAt = began!.atMs + 24 * hourMs;
      equal(
        arrived,
        [
          ['e1:2:0', 'north', 'errand', 2, 'begun', { title: 'post' }, 1],
          ['e1:3:0', 'north', 'errand', 3, 'late', { atMs: lateAt }, 1],
        ],
        'what arrived',
      );
    },
    () => ({ subscribers: { host: {} } }),
  ],
  [
    10,
    'delivers to each subscriber what it asked for',
    async (desk) => {
      await twoMessages(desk);
      await desk.later(24 * hourMs);
      equal([to(desk, 'all').map(shown), to(desk, 'one').map(shown)], [['e1 begun', 'e1 late'], ['e1 late']], 'what arrived');
    },
    () => ({ subscribers: { all: {}, one: { messages: ['late'] }, none: { messages: [] } } }),
  ],
  [
    10,
    'delivers the messages of a case in order although some fail, and holds up no other case',
    async (desk) => {
      await twoMessages(desk);
      await twoMessages(desk);
      await desk.later(24 * hourMs);
      equal(
        desk.arrived.map(shown).filter((each) => each.startsWith('e2')),
        ['e2 begun', 'e2 late'],
        'the case that did not fail',
      );
      for (let round = 0; round < 3; round++) await desk.later(hourMs);
      const own = desk.arrived.filter((each) => each.case === 'e1');
      equal(own.map(shown), ['e1 begun', 'e1 late'], 'the case that failed');
      equal([own[0]!.id, own[0]!.attempt, own[1]!.attempt], ['e1:2:0', 3, 1], 'its id, and attempts');
    },
    () => ({ subscribers: { host: failing(2) } }),
  ],
  [
    10,
    'holds a lane behind its dead letter, and lets it go on when that is redelivered',
    async (desk) => {
      const { engine, later, calm } = desk;
      await twoMessages(desk);
      await twoMessages(desk);
      await later(24 * hourMs);
      await later(hourMs);
      equal(
        desk.arrived.filter((each) => each.case === 'e1'),
        [],
        'what arrived of the case',
      );
      const [letter, ...others] = await engine.deadLetters({ by: chief });
      equal([letter?.id, letter?.subscriber, letter?.attempts, others.length], ['e1:2:0', 'host', 2, 0], 'the dead letter');
      equal(letter?.error, 'not now', 'its error');
      await engine.redeliver(letter!, { by: chief });
      await calm();
      equal(desk.arrived.filter((each) => each.case === 'e1').map(shown), ['e1 begun', 'e1 late'], 'what arrived then');
      equal(await engine.deadLetters({ by: chief }), [], 'dead letters then');
    },
    () => ({ attempts: 2, subscribers: { host: failing(2) } }),
  ],
  [
    10,
    'lets a lane go on without a dead letter that is skipped',
    async (desk) => {
      const { engine, later, calm } = desk;
      await twoMessages(desk);
      await later(24 * hourMs);
      await later(hourMs);
      const [letter] = await engine.deadLetters({ by: chief });
      await engine.skip(letter!, { by: chief });
      await calm();
      equal(desk.arrived.map(shown), ['e1 late'], 'what arrived');
      equal(await engine.deadLetters({ by: chief }), [], 'dead letters');
    },
    () => ({ attempts: 2, subscribers: { host: failing(2) } }),
  ],
  [
    13,
    'shows and hands out dead letters to operators of the tenant only',
    async ({ engine, later, ...desk }) => {
      await twoMessages({ engine, later, ...desk });
      await later(hourMs);
      const [letter] = await engine.deadLetters({ by: chief });
      await throwsCode(() => engine.deadLetters({ by: clerk }), 'ACTOR_INVALID', 'a clerk who asks');
      await throwsCode(() => engine.skip(letter!, { by: clerk }), 'ACTOR_INVALID', 'a clerk who skips');
      await throwsCode(
        () => engine.redeliver({ ...letter!, tenant: 'south' }, { by: chief }),
        'ACTOR_INVALID',
        'a letter of another tenant',
      );
      equal(await engine.deadLetters({ by: { tenant: 'south', id: 'boss' } }), [], 'those of another tenant');
    },
    () => ({ attempts: 1, subscribers: { host: failing(1) } }),
  ],
]);
