import { type AnyProcess, defineProcess } from '@bihuan/core';
import { tieredResponse } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';
import { generate } from './generate.ts';

const text = { zh: '文', en: 'text' };

/** An essay that may be sent back twice, paused once, and talked about without end. */
const essay = defineProcess({
  id: 'essay',
  version: 1,
  roles: ['writer', 'reader'],
  opener: ['writer'],
  input: z.object({}),
  context: z.object({ rounds: z.int(), pauses: z.int() }),
  initialContext: () => ({ rounds: 0, pauses: 0 }),
  commands: {
    submit: { by: ['writer'] },
    pause: { by: ['writer'] },
    goOn: { by: ['writer'] },
    sendBack: { by: ['reader'] },
    talk: { by: ['reader'] },
    accept: { by: ['reader'] },
  },
  rules: { roundsLeft: ({ context }) => context.rounds < 2, pausesLeft: ({ context }) => context.pauses < 1 },
  updates: { sendBack: ({ context }) => ({ rounds: context.rounds + 1 }), pause: ({ context }) => ({ pauses: context.pauses + 1 }) },
  labels: {
    title: text,
    states: { writing: text, paused: text, reading: text, accepted: text },
    commands: { submit: text, pause: text, goOn: text, sendBack: text, talk: text, accept: text },
    roles: { writer: text, reader: text },
    rules: { roundsLeft: text, pausesLeft: text },
    deadlines: {},
    messages: {},
    fields: { rounds: text, pauses: text },
    outcomes: { accepted: text },
  },
}).machine({
  initial: 'writing',
  states: {
    writing: { meta: { owner: 'writer', waits: text }, on: { submit: 'reading', pause: { guard: 'pausesLeft', target: 'paused' } } },
    paused: { meta: { owner: 'writer', waits: text }, on: { goOn: 'writing' } },
    reading: {
      meta: { owner: 'reader', waits: text },
      on: { sendBack: { guard: 'roundsLeft', target: 'writing' }, talk: { target: 'reading', reenter: true }, accept: 'accepted' },
    },
    accepted: { type: 'final', meta: { closes: 'accepted' } },
  },
});
const suiteOfEssay = generate(essay, { cover: ['loops'] });

/** What the case that covers an obligation did, in short; what was refused in brackets. */
const toldOf = ({ paths }: Suite, id: string): readonly string[] =>
  (paths.find(({ covers }) => covers.includes(id))?.steps ?? []).map(({ command, negative }) =>
    negative ? `(${command})` : String(command),
  );
const count = (told: readonly string[], command: string) => told.filter((each) => each === command).length;

describe('loops', () => {
  it('are the steps that lead back towards the opening, each taken not at all, once, and at its limit', async () => {
    const { obligations, totals } = await suiteOfEssay;
    expect(obligations.map(({ id }) => id)).toEqual(
      ['paused|goOn|0', 'reading|sendBack|0', 'reading|talk|0'].flatMap((loop) =>
        ['zero', 'once', 'limit'].map((times) => `loop:${loop}:${times}`),
      ),
    );
    expect(totals).toMatchObject({ covered: 9, coverable: 9 });
  });

  it('have their limit where a counter turns, and that is tried', async () => {
    const told = toldOf(await suiteOfEssay, 'loop:reading|sendBack|0:limit');
    expect([count(told, 'sendBack'), told.at(-1)]).toEqual([2, '(sendBack)']);
  });

  it('have their limit where a counter turns elsewhere, on a step no round can do without', async () => {
    const told = toldOf(await suiteOfEssay, 'loop:paused|goOn|0:limit');
    expect(told.slice(-3)).toEqual(['pause', 'goOn', '(pause)']);
  });

  it('are taken twice where nothing limits them', async () => {
    expect(count(toldOf(await suiteOfEssay, 'loop:reading|talk|0:limit'), 'talk')).toBeGreaterThanOrEqual(2);
    expect(count(toldOf(await suiteOfEssay, 'loop:reading|talk|0:zero'), 'talk')).toBe(0);
  });

  it.each([essay, tieredResponse] as readonly AnyProcess[])('of $id are walked on the engine as they say', async (process) => {
    const suite = process === essay ? await suiteOfEssay : await generate(process, { cover: ['loops'] });
    const { results } = await runSuite(suite, engineDriver(process, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(suite.totals.covered / suite.totals.coverable).toBeGreaterThan(0.9);
  });
});
