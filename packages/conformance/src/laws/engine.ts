// Laws of the engine over the store: what a host sees, one request after another.
import { type CaseRow, foldJournal, type Store } from '@bihuan/core';
import { equal } from '../check.ts';
import { chief, clerk, deskOn, hourMs, nobody, startMs, stranger } from '../store/engines.ts';
import { everythingIn } from '../store/everything.ts';
import { laws } from '../store/law.ts';

const rowOf = async (store: Store, id: string): Promise<CaseRow> => (await store.load({ tenant: 'north', id })).case!;
const everything = (store: Store) => everythingIn(store, ['north', 'south'], ['e1', 'e2']);

export const engineLaws = laws('engine', [
  [
    6,
    'applies a request once when it comes again with its key',
    async ({ store }) => {
      const { engine, open } = deskOn(store);
      const first = await open({ key: 'k1' });
      equal([first.outcome, first.case?.id], ['applied', 'e1'], 'the opening');
      const again = await open({ key: 'k1' });
      equal([again.outcome, again.case?.id], ['replayed', 'e1'], 'the opening again');
      const send = () => engine.send('e1', 'note', { by: clerk, key: 'k2', payload: { text: 'x' } } as never);
      equal([(await send()).outcome, (await send()).outcome], ['applied', 'replayed'], 'the command, twice');
      const other = await engine.send('e1', 'note', { by: clerk, key: 'k2', payload: { text: 'y' } } as never);
      equal(other.outcome, 'key-reused', 'the key with another payload');
      equal((await open({ key: 'k2' })).outcome, 'key-reused', 'the key for another case');
      equal((await rowOf(store, 'e1')).revision, 2, 'the revision');
    },
  ],
  [
    4,
    'changes nothing when it does not apply',
    async ({ store }) => {
      const { engine, open } = deskOn(store);
      await open({ key: 'k1', subject: { type: 'house', id: '3' } });
      await open();
      await engine.suspend('e2', { by: chief, reason: 'flood' });
      const before = await everything(store);
      const send = (id: string, command: string, more: object = {}) => engine.send(id, command as never, { by: clerk, ...more } as never);
      const outcomes = [
        (await send('e1', 'finish')).outcome,
        (await send('e1', 'note', { payload: { text: 7 } })).outcome,
        (await send('e1', 'begin', { by: nobody })).outcome,
        (await send('e1', 'begin', { expectedRevision: 0 })).outcome,
        (await send('e1', 'begin', { key: 'k1' })).outcome,
        (await send('e2', 'begin')).outcome,
        (await send('e9', 'begin')).outcome,
        (await open({ subject: { type: 'house', id: '3' } })).outcome,
      ];
      const expected = ['refused', 'invalid', 'forbidden', 'conflict', 'key-reused', 'suspended', 'not-found', 'refused'];
      equal(outcomes, expected, 'the outcomes');
      equal(await everything(store), before, 'everything in the store');
    },
  ],
  [
    13,
    'knows nothing of a case of another tenant',
    async ({ store }) => {
      const { engine, open } = deskOn(store);
      await open({ key: 'k1' });
      equal((await engine.send('e1', 'begin' as never, { by: stranger } as never)).outcome, 'not-found', 'a command');
      equal(await engine.get('e1', { by: stranger }), undefined, 'the case');
      equal(await engine.history('e1', { by: stranger }), [], 'its journal');
      equal([await engine.find({ by: stranger }), await engine.worklist({ by: stranger })], [[], []], 'cases and work');
    },
  ],
  [
    9,
    'applies a deadline that has passed before the command that comes after it',
    async ({ store }) => {
      const { engine, clock, open } = deskOn(store);
      await open();
      clock.advance(3 * hourMs);
      const result: any = await engine.send('e1', 'note' as never, { by: clerk, payload: { text: 'x' } } as never);
      equal([result.outcome, result.case.states, result.case.context.lateTimes], ['applied', ['late'], 1], 'the case');
      const journal = await engine.history('e1', { by: clerk });
      equal(
        journal.map(({ kind, atMs }) => [kind, atMs - startMs]),
        [
          ['open', 0],
          ['timer', hourMs],
          ['command', 3 * hourMs],
        ],
        'the journal',
      );
      equal(await engine.runDue(), { fired: 0, stuck: 0 }, 'what is left to fire');
    },
  ],
  [
    9,
    'fires a deadline once, with two engines on one store',
    async ({ store }) => {
      const one = deskOn(store);
      const two = deskOn(store, { clock: one.clock, name: 'f' });
      for (const desk of [one, one, two]) await desk.open();
      one.clock.advance(2 * hourMs);
      const [first, second] = await Promise.all([one.engine.runDue(), two.engine.runDue()]);
      equal([first.fired + second.fired, first.stuck + second.stuck], [3, 0], 'deadlines fired, and stuck');
      for (const id of ['e1', 'e2', 'f1']) {
        const journal = await one.engine.history(id, { by: clerk });
        equal(
          journal.map((entry) => entry.kind),
          ['open', 'timer'],
          `the journal of ${id}`,
        );
      }
    },
  ],
  [
    9,
    'never fires a deadline that a command has ended',
    async ({ store }) => {
      const { engine, clock, open } = deskOn(store);
      await open();
      await engine.send('e1', 'begin' as never, { by: clerk } as never);
      clock.advance(2 * hourMs);
      equal(await engine.runDue(), { fired: 0, stuck: 0 }, 'deadlines fired');
      clock.advance(22 * hourMs);
      equal(await engine.runDue(), { fired: 1, stuck: 0 }, 'the deadline that was set instead');
      equal((await engine.get('e1', { by: clerk }))!.states, ['late'], 'the state');
    },
  ],
  [
    11,
    'keeps a journal that verifies, and folds to the record',
    async ({ store }) => {
      const { engine, clock, open } = deskOn(store);
      await open();
      for (const text of ['楼道', '🚪', "'"]) await engine.send('e1', 'note' as never, { by: clerk, payload: { text } } as never);
      await engine.claim('e1', { by: clerk });
      await engine.suspend('e1', { by: chief, reason: 'flood' });
      clock.advance(5 * hourMs);
      await engine.resume('e1', { by: chief });
      await engine.send('e1', 'begin' as never, { by: clerk } as never);
      clock.advance(30 * hourMs);
      await engine.runDue();
      const report = await engine.verifyJournal('e1', { by: clerk });
      equal([report?.entries, report?.faults], [9, []], 'entries and faults');
      const rows = await store.history({ tenant: 'north', id: 'e1' });
      equal(JSON.stringify(foldJournal(rows)), (await rowOf(store, 'e1')).record, 'the folded journal');
    },
  ],
  [
    10,
    'delivers the messages of a case in order, although some fail at first',
    async ({ store }) => {
      const arrived: string[] = [];
      let failures = 2;
      const handle = ({ case: id, name }: { case: string; name: string }) => {
        if (id === 'e1' && failures-- > 0) throw new Error('not now');
        arrived.push(`${id} ${name}`);
      };
      const { engine, clock, open } = deskOn(store, { subscribers: { host: { handle } } });
      for (const id of ['e1', 'e2']) {
        await open();
        await engine.send(id, 'begin' as never, { by: clerk } as never);
      }
      clock.advance(25 * hourMs);
      await engine.runDue();
      for (let round = 0; round < 4; round++) {
        await engine.relay();
        clock.advance(hourMs);
      }
      equal(
        arrived.filter((each) => each.startsWith('e1')),
        ['e1 begun', 'e1 late'],
        'the messages of the case that failed',
      );
      equal(arrived.slice(0, 2), ['e2 begun', 'e2 late'], 'the other case was not held up');
      equal([arrived.length, await store.nextWakeMs({})], [4, null], 'messages, and what is left');
    },
  ],
  [
    10,
    'tells a case once how one that it opened has ended',
    async ({ store }) => {
      const { engine, open } = deskOn(store);
      await open();
      for (const command of ['begin', 'askHelp']) await engine.send('e1', command as never, { by: clerk } as never);
      await engine.relay();
      const helper = (await engine.find({ by: clerk })).find((each) => each.id !== 'e1')!;
      await engine.send(helper.id, 'note' as never, { by: clerk, payload: { text: 'x' } } as never);
      for (const command of ['begin', 'finish']) await engine.send(helper.id, command as never, { by: clerk } as never);
      await engine.relay();
      await engine.relay();
      const told: any = await engine.get('e1', { by: clerk });
      equal([told.states, told.context.helped], [['doing'], 1], 'the case that asked');
      equal((await engine.verifyJournal('e1', { by: clerk }))!.faults, [], 'faults in its journal');
    },
  ],
  [
    3,
    "opens a case in the host's transaction, or not at all",
    async ({ store, transaction }) => {
      const { open, engine } = deskOn(store);
      const failed = await transaction!(async (tx) => {
        await open({ tx, key: 'k1' });
        throw new Error('the host changed its mind');
      }).catch((error: Error) => error.message);
      equal(failed, 'the host changed its mind', 'what the host is told');
      equal(await engine.find({ by: clerk }), [], 'cases after the rollback');
      const kept = await transaction!(async (tx) => {
        const opened = await open({ tx, key: 'k1' });
        return engine.send(opened.case.id, 'begin' as never, { by: clerk, tx } as never);
      });
      equal(kept.outcome, 'applied', 'a command in the same transaction');
      equal(
        (await engine.find({ by: clerk })).map((each) => [each.states, each.revision]),
        [[['doing'], 2]],
        'cases after the commit',
      );
    },
    'hostTransaction',
  ],
  [
    9,
    'fires after a restart what fell due before it',
    async ({ store, reopen }) => {
      const { clock, open } = deskOn(store);
      await open();
      clock.advance(100 * hourMs);
      const again = deskOn(await reopen!(), { clock });
      equal(await again.engine.runDue(), { fired: 1, stuck: 0 }, 'deadlines fired');
      equal((await again.engine.get('e1', { by: clerk }))!.states, ['late'], 'the state');
    },
    'durable',
  ],
]);
