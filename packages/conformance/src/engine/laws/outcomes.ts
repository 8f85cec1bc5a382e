// One outcome, typed; the first that holds in a fixed order; nothing changed by any but `applied` (laws 4 and 15).
import { jsonFault, outcomeLabels } from '@bihuan/core';
import { equal, holds, throwsCode } from '../../check.ts';
import { errand } from '../../store/errand.ts';
import { chief, clerk, elsewhere, nobody, seen, stranger } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

export const outcomeLaws = lawsOf('outcomes', [
  [
    4,
    'answers every request with one typed outcome, and changes nothing unless it applies',
    async (desk) => {
      const { engine, open, send, note } = desk;
      await open({ key: 'k1', subject: { type: 'house', id: '3' } });
      await open();
      await engine.suspend('e2', { by: chief, reason: 'flood' });
      const before = await seen(desk, 'e1', 'e2');
      const outcomes = [
        await open({ key: 'k1', subject: { type: 'house', id: '3' } }),
        await send('e1', 'finish'),
        await note('e1', 7 as never),
        await send('e1', 'begin', { by: nobody }),
        await send('e1', 'begin', { expectedRevision: 0 }),
        await send('e1', 'begin', { key: 'k1' }),
        await send('e2', 'begin'),
        await send('e9', 'begin'),
        await open({ subject: { type: 'house', id: '3' } }),
        await open({ unit: 'a', input: {} }),
        await open({ by: nobody }),
      ].map(({ outcome }) => outcome);
      const refusals = ['refused', 'invalid', 'forbidden', 'conflict', 'key-reused', 'suspended', 'not-found', 'refused'];
      equal(outcomes, ['replayed', ...refusals, 'invalid', 'forbidden'], 'the outcomes');
      equal(await seen(desk, 'e1', 'e2'), before, 'the cases');
    },
  ],
  [
    4,
    'answers the first outcome that holds: not-found, forbidden, key-reused, conflict, suspended, invalid, refused',
    async ({ engine, open, send }) => {
      await open({ key: 'k1' });
      await open();
      await engine.suspend('e1', { by: chief, reason: 'flood' });
      const worst = { by: nobody, key: 'k1', expectedRevision: 0, payload: { text: 7 } };
      const firsts = [
        await send('e1', 'note', { ...worst, by: stranger }),
        await send('e1', 'note', worst),
        await send('e1', 'note', { ...worst, by: clerk }),
        await send('e1', 'note', { ...worst, by: clerk, key: 'k2' }),
        await send('e1', 'note', { ...worst, by: clerk, key: 'k2', expectedRevision: 2 }),
        await send('e2', 'finish', { payload: { text: 7 } }),
        await send('e2', 'finish'),
      ].map(({ outcome }) => outcome);
      equal(firsts, ['not-found', 'forbidden', 'key-reused', 'conflict', 'suspended', 'invalid', 'refused'], 'the outcomes');
    },
  ],
  [
    4,
    'answers with plain data that JSON carries',
    async ({ engine, open, send, note }) => {
      await open({ key: 'k1' });
      const outcomes = [
        await open({ key: 'k1' }),
        await note('e1', 'x'),
        await send('e1', 'finish'),
        await note('e1', 7 as never),
        await send('e1', 'begin', { by: nobody }),
        await send('e1', 'begin', { expectedRevision: 0 }),
        await engine.suspend('e1', { by: chief, reason: 'flood' }),
        await send('e1', 'begin'),
        await send('e9', 'begin'),
      ];
      for (const outcome of outcomes) {
        equal(jsonFault(outcome), undefined, `what JSON cannot carry of ${outcome.outcome}`);
        holds(Object.hasOwn(outcomeLabels, outcome.outcome), `${outcome.outcome} is an outcome`);
      }
    },
  ],
  [
    4,
    'refuses with every reason, as data',
    async ({ open, send }) => {
      await open();
      await send('e1', 'begin');
      const { outcome, reasons } = await send('e1', 'finish');
      equal([outcome, reasons.map(({ rule, data }: any) => [rule, data])], ['refused', [['noted', { notes: 0 }]]], 'the refusal');
    },
  ],
  [
    15,
    'finds what JSON cannot carry invalid, and loses nothing in silence',
    async ({ open, note, send, engine }) => {
      await open();
      for (const text of [new Date(0), Number.NaN, () => 'x', Symbol('x'), new Map(), 'a\u0000b', '\ud800'])
        equal((await note('e1', text as never)).outcome, 'invalid', `a payload with ${String(text)}`);
      equal((await send('e1', 'note', { payload: { text: 'x', extra: undefined } })).outcome, 'invalid', 'a field that is undefined');
      equal((await engine.comment('e1', { by: clerk, text: new Date(0) as never })).outcome, 'invalid', 'a comment that is a date');
      equal((await engine.get('e1', { by: clerk }))?.revision, 1, 'the revision');
      equal((await note('e1', '楼道 🚪 " \\ \n')).case.context.notes, ['楼道 🚪 " \\ \n'], 'a note with characters of all kinds');
    },
  ],
  [
    4,
    'throws misuse as an error with a literal code',
    async ({ engine, open, send }) => {
      await open();
      await throwsCode(() => send('e1', 'begin', { by: { tenant: '', id: 'u1' } }), 'ACTOR_INVALID', 'an actor without a tenant');
      await throwsCode(() => send('e1', 'begin', { by: undefined }), 'ACTOR_INVALID', 'no actor');
      await throwsCode(() => open({ by: { tenant: 'north', id: 'bihuan:system' } }), 'ACTOR_INVALID', "the library's own actor");
      const unknown = { ...errand, version: 9 } as typeof errand;
      await throwsCode(
        () => engine.open(unknown, { by: clerk, unit: 'a', input: { title: 'x' } }),
        'PROCESS_UNKNOWN',
        'a version that the engine was not given',
      );
      const changed = { ...errand, hash: 'other' } as typeof errand;
      await throwsCode(
        () => engine.open(changed, { by: clerk, unit: 'a', input: { title: 'x' } }),
        'PROCESS_CHANGED',
        'the same version with another structure',
      );
    },
  ],
  [
    4,
    'finds what cannot be an id not found, and what cannot be an envelope invalid',
    async ({ open, send, note }) => {
      await open();
      for (const id of ['', 'x'.repeat(500), 'a\u0000', '../e1', 'e1?x=1#y', '\ud800'])
        equal((await send(id, 'begin')).outcome, 'not-found', `the case ${JSON.stringify(id).slice(0, 20)}`);
      for (const envelope of [{ key: '' }, { key: '@x' }, { key: 'x'.repeat(200) }, { expectedRevision: -1 }, { occurredAtMs: 9e15 }])
        equal((await note('e1', 'x', envelope)).outcome, 'invalid', JSON.stringify(envelope).slice(0, 40));
      equal((await open({ id: 'x'.repeat(200) })).outcome, 'invalid', 'an id that is too long');
      equal((await open({ id: 'e1' })).outcome, 'invalid', 'an id that is taken');
      equal((await open({ id: '部门/3栋 2#?%', by: elsewhere, unit: 'b' })).outcome, 'applied', 'an id of unusual characters');
      equal((await note('部门/3栋 2#?%', 'x')).outcome, 'applied', 'a command on it');
    },
  ],
]);
