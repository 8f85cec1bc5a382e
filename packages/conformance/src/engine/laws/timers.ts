// Deadlines take effect once, at or after their time, however fast or slow a poller was (law 9).
import { equal } from '../../check.ts';
import { hourMs, startMs } from '../../store/engines.ts';
import { chief, clerk, journalOf } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

export const timerLaws = lawsOf('timers', [
  [
    9,
    'applies a deadline once, at its time and not before',
    async (desk) => {
      const { engine, open, later, statesOf } = desk;
      await open();
      await later(hourMs - 1);
      equal(await statesOf('e1'), ['waiting'], 'the state a millisecond before');
      await later(1);
      equal(await statesOf('e1'), ['late'], 'the state at that time');
      await later(hourMs);
      await engine.runDue();
      equal(
        await journalOf(desk, 'e1'),
        [
          ['open', 'errand', 1, 0],
          ['timer', 'start', 2, 1],
        ],
        'the journal',
      );
    },
  ],
  [
    9,
    'applies one deadline of each case, with several pollers at once',
    async (desk) => {
      const { engine, clock, open, calm } = desk;
      for (let each = 0; each < 4; each++) await open();
      await calm();
      clock.advance(2 * hourMs);
      await Promise.all([engine.runDue(), engine.runDue(), engine.runDue()]);
      await calm();
      for (const id of ['e1', 'e2', 'e3', 'e4']) equal((await journalOf(desk, id)).length, 2, `entries of ${id}`);
    },
  ],
  [
    9,
    'applies a deadline that has passed before the command that comes after it',
    async (desk) => {
      const { clock, open, note, calm, engine } = desk;
      await open();
      await calm();
      clock.advance(3 * hourMs);
      const answer = await note('e1', 'x');
      equal([answer.outcome, answer.case.states, answer.case.context.lateTimes], ['applied', ['late'], 1], 'the case');
      await engine.runDue();
      await calm();
      equal(
        await journalOf(desk, 'e1'),
        [
          ['open', 'errand', 1, 0],
          ['timer', 'start', 2, 1],
          ['command', 'note', 3, 3],
        ],
        'the journal: effective times',
      );
      const [, timer] = await engine.history('e1', { by: clerk });
      equal([timer!.atMs, timer!.recordedAtMs], [startMs + hourMs, startMs + 3 * hourMs], 'effective and recorded time of the deadline');
    },
  ],
  [
    9,
    'judges a command on what the deadlines before it have left, and keeps nothing of a refusal',
    async (desk) => {
      const { clock, open, send, note, calm } = desk;
      await open();
      await send('e1', 'begin');
      await note('e1', 'x');
      await calm();
      clock.advance(25 * hourMs);
      equal((await send('e1', 'finish')).outcome, 'refused', 'a command that its deadline has overtaken');
      equal((await journalOf(desk, 'e1')).length, 3, 'entries');
    },
  ],
  [
    9,
    'never applies a deadline that a command has ended',
    async (desk) => {
      const { open, send, later, statesOf } = desk;
      await open();
      await send('e1', 'begin');
      await later(2 * hourMs);
      equal(await statesOf('e1'), ['doing'], 'the state after the first deadline');
      await later(22 * hourMs);
      equal(
        await journalOf(desk, 'e1'),
        [
          ['open', 'errand', 1, 0],
          ['command', 'begin', 2, 0],
          ['timer', 'end', 3, 24],
        ],
        'the journal',
      );
    },
  ],
  [
    9,
    'applies a deadline of its last generation only: stopped, resumed, extended',
    async (desk) => {
      const { engine, open, later, statesOf } = desk;
      await open();
      await engine.suspend('e1', { by: chief, reason: 'flood' });
      await later(5 * hourMs);
      equal(await statesOf('e1'), ['waiting'], 'the state while it is suspended');
      await engine.resume('e1', { by: chief });
      await later(hourMs - 1);
      equal(await statesOf('e1'), ['waiting'], 'the state before the moved time');
      await later(1);
      equal(await statesOf('e1'), ['late'], 'the state at the moved time');
      equal((await journalOf(desk, 'e1')).at(-1), ['timer', 'start', 4, 6], 'the last entry');
    },
  ],
  [
    9,
    'applies at once what fell due years ago',
    async (desk) => {
      const { open, later } = desk;
      await open();
      await later(5 * 365 * 24 * hourMs);
      equal((await journalOf(desk, 'e1')).at(-1), ['timer', 'start', 2, 1], 'the last entry');
    },
  ],
]);
