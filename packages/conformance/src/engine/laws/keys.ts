// A request that comes again with its key is applied once, in the whole tenant (law 6); commands on one case come one after the other (law 7).
import { equal, holds } from '../../check.ts';
import { chief, clerk, colleague, stranger } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

const outcomesOf = (answers: readonly { readonly outcome: string }[]) => answers.map(({ outcome }) => outcome).sort();

export const keyLaws = lawsOf('keys and revisions', [
  [
    6,
    'applies a request once when it comes again with its key, and answers with what it made',
    async ({ open, note, engine }) => {
      equal([(await open({ key: 'k1' })).outcome, (await open({ key: 'k1' })).outcome], ['applied', 'replayed'], 'the opening, twice');
      await note('e1', 'x', { key: 'k2' });
      await note('e1', 'y');
      const again = await note('e1', 'x', { key: 'k2' });
      equal([again.outcome, again.revision, again.case.revision], ['replayed', 2, 3], 'the command again, after another');
      const act = () => engine.comment('e1', { by: clerk, text: 'z', key: 'k3' });
      equal(outcomesOf([await act(), await act()]), ['applied', 'replayed'], 'the built-in act, twice');
      equal((await engine.history('e1', { by: clerk })).length, 4, 'entries');
    },
  ],
  [
    6,
    'finds a key reused with another payload, actor, command or case',
    async ({ open, note, send }) => {
      for (let each = 0; each < 2; each++) await open();
      await note('e1', 'x', { key: 'k1' });
      const reused = [
        await note('e1', 'y', { key: 'k1' }),
        await note('e1', 'x', { key: 'k1', by: colleague }),
        await send('e1', 'begin', { key: 'k1' }),
        await note('e2', 'x', { key: 'k1' }),
        await open({ key: 'k1' }),
      ];
      equal(new Set(outcomesOf(reused)), new Set(['key-reused']), 'the outcomes');
      equal(
        reused.map((each: any) => each.outcome),
        Array(5).fill('key-reused'),
        'the outcomes, one by one',
      );
    },
  ],
  [
    6,
    'remembers applied requests only, and each tenant its own',
    async ({ open, send, note }) => {
      await open();
      await send('e1', 'begin');
      equal((await send('e1', 'finish', { key: 'k1' })).outcome, 'refused', 'a command that is refused');
      await note('e1', 'x');
      equal((await send('e1', 'finish', { key: 'k1' })).outcome, 'applied', 'the same, when it can be done');
      equal((await open({ key: 'k1', by: stranger })).outcome, 'applied', 'the key in another tenant');
    },
  ],
  [
    6,
    'applies one of many requests made at once with one key',
    async ({ open, note, engine }) => {
      const opened = await Promise.all(Array.from({ length: 5 }, () => open({ key: 'k1' })));
      equal(outcomesOf(opened), ['applied', ...Array(4).fill('replayed')], 'the openings');
      equal(new Set(opened.map((each) => each.case.id)).size, 1, 'cases');
      const { id } = opened[0].case;
      const noted = await Promise.all(Array.from({ length: 5 }, () => note(id, 'x', { key: 'k2' })));
      equal(outcomesOf(noted), ['applied', ...Array(4).fill('replayed')], 'the commands');
      equal((await engine.get(id, { by: clerk }))?.revision, 2, 'the revision');
    },
  ],
  [
    6,
    'applies one of two requests made at once with one key on two cases',
    async ({ open, note }) => {
      await Promise.all([open(), open()]);
      const answers = await Promise.all(['e1', 'e2'].map((id) => note(id, 'x', { key: 'k1' })));
      equal(outcomesOf(answers), ['applied', 'key-reused'], 'the outcomes');
    },
  ],
  [
    7,
    'loses no update of commands made at once',
    async ({ open, note, engine }) => {
      await open();
      const texts = Array.from({ length: 12 }, (_, index) => `n${index}`);
      const answers = await Promise.all(texts.map((text) => note('e1', text)));
      const revisions = answers.map((each) => each.revision).sort((a, b) => a - b);
      equal(
        revisions,
        texts.map((_, index) => index + 2),
        'the revisions',
      );
      const record: any = await engine.get('e1', { by: clerk });
      equal([...record.context.notes].sort(), [...texts].sort(), 'the notes');
    },
  ],
  [
    7,
    'lets one of many through that were shown the same revision',
    async ({ open, send, note }) => {
      await open();
      const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => note('e1', text, { expectedRevision: 1 })));
      equal(outcomesOf(answers), ['applied', 'conflict', 'conflict', 'conflict'], 'the outcomes');
      const late = await send('e1', 'begin', { expectedRevision: 1 });
      equal([late.outcome, late.actualRevision], ['conflict', 2], 'a command of one who saw the first revision');
    },
  ],
  [
    7,
    'lets a form stay open over comments and claims, which change no state',
    async ({ open, send, engine }) => {
      await open();
      await engine.comment('e1', { by: clerk, text: 'x' });
      await engine.claim('e1', { by: clerk });
      equal((await send('e1', 'begin', { expectedRevision: 1 })).outcome, 'applied', 'the command');
    },
  ],
  [
    6,
    'holds a subject for one open case, and frees it at its end',
    async ({ open, send, note, engine }) => {
      const subject = { type: 'house', id: '3' };
      const first = await Promise.all([open({ subject }), open({ subject })]);
      equal(outcomesOf(first), ['applied', 'refused'], 'two openings at once');
      const { id } = first.find(({ outcome }) => outcome === 'applied').case;
      equal((await open({ subject })).reasons[0].code, 'subject', 'the reason of another');
      equal((await open({ subject, by: stranger })).outcome, 'applied', 'the same subject in another tenant');
      await send(id, 'begin');
      await note(id, 'x');
      await send(id, 'finish');
      const next = await open({ subject });
      equal(next.outcome, 'applied', 'an opening after the end');
      equal((await engine.cancel(next.case.id, { by: chief, reason: 'x' })).outcome, 'applied', 'its cancelling');
      const last = await open({ subject });
      holds(last.outcome === 'applied', 'a subject is free after a case was cancelled');
    },
  ],
]);
