// What may be seen, by whom, and why a command may or may not be sent (laws 5, 13, 16 and 20).
import { equal, throwsCode } from '../../check.ts';
import { hourMs, startMs } from '../../store/engines.ts';
import { chief, clerk, colleague, elsewhere, nobody, seen, stranger } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

export const readingLaws = lawsOf('reading', [
  [
    5,
    'explains every command as it would be answered',
    async ({ engine, open, send, note }) => {
      await open();
      const status = async (id: string) => {
        const explained = await engine.explain(id, { by: clerk });
        return Object.fromEntries(Object.entries(explained!.commands).map(([command, each]) => [command, each.status]));
      };
      equal(
        await status('e1'),
        { note: 'needs-input', begin: 'allowed', askHelp: 'refused', helpEnded: 'refused', finish: 'refused' },
        'at first',
      );
      equal((await send('e1', 'askHelp')).outcome, 'refused', 'what is explained as refused');
      equal((await send('e1', 'begin')).outcome, 'applied', 'what is explained as allowed');
      const before = await engine.explain('e1', { by: clerk });
      const finish = before!.commands['finish']!;
      equal(
        finish.reasons.map(({ rule, data }) => [rule, data]),
        [['noted', { notes: 0 }]],
        'the reasons against a command',
      );
      await note('e1', 'x');
      equal((await status('e1'))['finish'], 'allowed', 'once the rule holds');
      equal(await engine.explain('e1', { by: nobody }), undefined, 'to whom may not see it');
    },
  ],
  [
    13,
    'knows nothing of a case of another tenant, or of a unit where the actor holds no role',
    async (desk) => {
      const { engine, open, send, calm } = desk;
      await open({ key: 'k1' });
      await calm();
      const before = await seen(desk, 'e1');
      for (const by of [stranger, elsewhere, nobody]) {
        equal(await engine.get('e1', { by }), undefined, `the case, for ${by.id} of ${by.tenant}`);
        equal(await engine.history('e1', { by }), [], 'its journal');
        equal(await engine.verifyJournal('e1', { by }), undefined, 'its report');
        equal([await engine.find({ by }), await engine.worklist({ by }), await engine.count({ by })], [[], [], 0], 'cases and work');
      }
      equal((await send('e1', 'begin', { by: stranger })).outcome, 'not-found', 'a command of another tenant');
      equal((await send('e1', 'begin', { by: elsewhere })).outcome, 'forbidden', 'a command of another unit');
      equal(
        (await engine.cancel('e1', { by: { tenant: 'south', id: 'boss' }, reason: 'x' })).outcome,
        'not-found',
        "another tenant's operator",
      );
      equal(await seen(desk, 'e1'), before, 'the case');
    },
  ],
  [
    13,
    'keeps cases of the same id in two tenants apart',
    async ({ engine, open, note }) => {
      await open({ id: 'same' });
      await open({ id: 'same', by: stranger });
      await note('same', 'north');
      const contexts = [await engine.get('same', { by: clerk }), await engine.get('same', { by: stranger })].map(
        (each: any) => each.context.notes,
      );
      equal(contexts, [['north'], []], 'the notes of both');
    },
  ],
  [
    13,
    'lists cases and work to whoever may see them, by unit, state, text and due time',
    async ({ engine, open, send, calm }) => {
      await open({ subject: { type: 'house', id: '3' } });
      await open({ unit: 'b' });
      await send('e2', 'begin');
      await calm();
      const ids = async (options: object) => (await engine.find({ by: clerk, ...options })).map(({ id }) => id);
      equal(await ids({}), ['e1', 'e2'], 'all');
      equal([await ids({ unit: 'b' }), await ids({ by: colleague }), await ids({ by: elsewhere })], [['e2'], ['e1'], ['e2']], 'by unit');
      equal([await ids({ state: 'doing' }), await ids({ state: 'late' })], [['e2'], []], 'by state');
      equal(await ids({ subject: { type: 'house', id: '3' } }), ['e1'], 'by subject');
      equal(await ids({ dueBeforeMs: startMs + 2 * hourMs }), ['e1'], 'by due time');
      equal(await ids({ limit: 1, after: { id: 'e1' } }), ['e2'], 'the second page');
      equal([await engine.count({ by: clerk }), await engine.countWork({ by: clerk })], [2, 2], 'counted');
      const work = (await engine.worklist({ by: colleague })).map(({ case: id, state, role, overdue }) => [id, state, role, overdue]);
      equal(work, [['e1', 'waiting', 'clerk', false]], 'the work of one who holds a role at one unit');
      const workOf = async (options: object) => (await engine.worklist({ by: clerk, ...options })).map((item) => item.case);
      equal([await workOf({ state: 'doing' }), await workOf({ state: 'late' })], [['e2'], []], 'work by state');
      equal(await workOf({ subject: { type: 'house', id: '3' } }), ['e1'], 'work by subject');
    },
  ],
  [
    13,
    'keeps work, what was done and states in step with commands and deadlines',
    async ({ engine, open, later, calm }) => {
      await open();
      await engine.claim('e1', { by: colleague });
      await calm();
      const work = async (by: typeof clerk, which: 'mine' | 'open') =>
        (await engine.worklist({ by, which })).map(({ state, assignee }) => [state, assignee]);
      equal([await work(colleague, 'mine'), await work(clerk, 'open')], [[['waiting', 'u2']], []], 'after a claim');
      equal(
        (await engine.done({ by: colleague })).map(({ type }) => type),
        ['claim'],
        'what was done',
      );
      await later(hourMs);
      equal([await work(colleague, 'mine'), await work(chief, 'open')], [[], [['late', null]]], 'after the deadline');
      equal(
        (await engine.find({ by: clerk, state: 'late' })).map(({ id }) => id),
        ['e1'],
        'cases that are late',
      );
      equal(
        (await engine.done({ by: clerk })).map(({ type }) => type),
        ['errand'],
        'what the opener did',
      );
    },
  ],
  [
    4,
    'serves every built-in act: claim, delegate, resolve, release, reassign, suspend, resume, extend, comment, attach, cancel, repair',
    async ({ engine, open }) => {
      await open();
      await open();
      const by = clerk;
      const evidence = [{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }];
      const outcomes = [
        await engine.claim('e1', { by }),
        await engine.delegate('e1', { by, to: 'u2' }),
        await engine.resolve('e1', { by: colleague, note: 'done' }),
        await engine.release('e1', { by }),
        await engine.reassign('e1', { by: chief, to: 'u2', reason: 'x' }),
        await engine.comment('e1', { by, text: 'x' }),
        await engine.attach('e1', { by, evidence }),
        await engine.suspend('e1', { by: chief, reason: 'x' }),
        await engine.resume('e1', { by: chief }),
        await engine.repair('e1', { by: chief, state: 'doing', reason: 'x' }),
        await engine.cancel('e1', { by: chief, reason: 'x' }),
      ].map(({ outcome }) => outcome);
      equal(outcomes, Array(outcomes.length).fill('applied'), 'the outcomes');
      equal(
        (await engine.extend('e2', { by, deadline: 'start', limit: { hours: 1 }, reason: 'x' } as never)).outcome,
        'forbidden',
        'one that nobody may',
      );
      equal((await engine.claim('e1', { by })).outcome, 'refused', 'an act on a case that has ended');
      equal((await engine.suspend('e2', { by, reason: 'x' })).outcome, 'forbidden', 'an act of another role');
    },
  ],
  [
    20,
    'answers a query with every command before it, where it declares so, and in any case once it has settled',
    async ({ engine, capabilities, open, send, calm }) => {
      const states = async () => (await engine.find({ by: clerk })).map(({ id, revision }) => [id, revision]);
      await open();
      if (!capabilities.readYourWritesQueries) await calm();
      equal(await states(), [['e1', 1]], 'after an opening');
      await send('e1', 'begin');
      if (!capabilities.readYourWritesQueries) await calm();
      equal(await states(), [['e1', 2]], 'after a command');
      equal(
        (await engine.worklist({ by: clerk })).map(({ state }) => state),
        ['doing'],
        'the work after it',
      );
    },
  ],
  [
    20,
    "refuses the host's transaction where it has none, and does nothing then",
    async ({ engine, capabilities, open, send, calm }) => {
      if (capabilities.hostTransaction) return;
      await open();
      const tx = {};
      const refused = (run: () => Promise<unknown>, what: string) => throwsCode(run, 'STORE_UNSUPPORTED', what);
      await refused(() => open({ tx }), 'an opening');
      await refused(() => send('e1', 'begin', { tx }), 'a command');
      await refused(() => engine.comment('e1', { by: clerk, text: 'x', tx }), 'a built-in act');
      await refused(() => engine.get('e1', { by: clerk, tx }), 'a read');
      await refused(() => engine.find({ by: clerk, tx }), 'a query');
      await calm();
      equal(
        (await engine.find({ by: clerk })).map(({ revision }) => revision),
        [1],
        'the cases',
      );
    },
  ],
]);
