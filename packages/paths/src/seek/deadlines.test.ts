import { days, defineProcess, hours } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Step, Suite } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { generate } from '../generate/generate.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runSuite } from '../run/run-suite.ts';

const text = { zh: '文', en: 'text' };

/** A permit: reviewed in three days, or reminded of and then lost; what is granted lapses whatever happens. */
const permit = defineProcess({
  id: 'permit',
  version: 1,
  roles: ['clerk', 'chief'],
  opener: ['clerk'],
  input: z.object({}),
  context: z.object({}),
  initialContext: () => ({}),
  commands: { grant: { by: ['clerk'] }, revoke: { by: ['chief'] } },
  deadlines: { review: days(3), grace: hours(12), lapse: () => ({ ...days(30), clock: 'runs' as const }) },
  controls: { extend: [['chief']], suspend: ['chief'] },
  labels: {
    title: text,
    states: { asked: text, overdue: text, granted: text, lost: text, over: text },
    commands: { grant: text, revoke: text },
    roles: { clerk: text, chief: text },
    rules: {},
    deadlines: { review: text, grace: text, lapse: text },
    messages: {},
    fields: {},
    outcomes: { lost: text, over: text },
  },
}).machine({
  initial: 'asked',
  states: {
    asked: { meta: { owner: 'clerk' }, after: { review: 'overdue' }, on: { grant: 'granted' } },
    overdue: { meta: { owner: 'clerk' }, after: { grace: 'lost' }, on: { grant: 'granted' } },
    granted: { meta: { owner: 'chief' }, after: { lapse: 'over' }, on: { revoke: 'over' } },
    lost: { type: 'final', meta: { closes: 'lost' } },
    over: { type: 'final', meta: { closes: 'over' } },
  },
});
const hourMs = 3_600_000;

/** An answer is due two days after the opening, however often it is asked for. */
const parcel = defineProcess({
  id: 'parcel',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({}),
  context: z.object({ sinceMs: z.number() }),
  initialContext: ({ at }) => ({ sinceMs: at }),
  commands: { again: { by: ['clerk'] }, close: { by: ['clerk'] } },
  deadlines: { answer: ({ context }) => ({ ...days(2), fromMs: context.sinceMs }) },
  labels: {
    title: text,
    states: { asked: text, missed: text, shut: text },
    commands: { again: text, close: text },
    roles: { clerk: text },
    rules: {},
    deadlines: { answer: text },
    messages: {},
    fields: { sinceMs: text },
    outcomes: { shut: text },
  },
}).machine({
  initial: 'asked',
  states: {
    asked: { meta: { owner: 'clerk' }, after: { answer: 'missed' } },
    missed: { meta: { owner: 'clerk', waits: text }, on: { again: 'asked', close: 'shut' } },
    shut: { type: 'final', meta: { closes: 'shut' } },
  },
});

const suiteOfPermit = generate(permit, { cover: ['deadlines'] });

/** The steps of the path that covers an obligation, told in short. */
const toldOf = ({ paths }: Suite, id: string): readonly string[] =>
  (paths.find(({ covers }) => covers.includes(id))?.steps ?? []).map(tell);
const tell = ({ command, time, transitions, expect: { states } }: Step): string =>
  `${time ? `${time.deadline} ${time.offsetMs < -1 || time.offsetMs > 1 ? `${time.offsetMs / hourMs} h` : `${time.offsetMs} ms`}` : command}${transitions.length > 0 ? '!' : ''} ${states}`;

describe('deadlines', () => {
  it('fire, are met at the last moment, extended, suspended, and looked at late', async () => {
    const { obligations } = await suiteOfPermit;
    expect(obligations.map(({ id, covered, excluded }) => `${id.slice('deadline:'.length)} ${excluded ?? covered}`)).toEqual([
      ...['fired true', 'met true', 'extended true', 'suspended true', 'late true'].map((each) => `asked#review:${each}`),
      ...['fired true', 'met true', 'extended true', 'suspended true', 'late true'].map((each) => `overdue#grace:${each}`),
      ...['fired true', 'met true', 'extended true', 'suspended its clock runs on while the case is suspended', 'late true'].map(
        (each) => `granted#lapse:${each}`,
      ),
    ]);
  });

  it('are extended just before they fall due: nothing happens then, and the new one fires', async () => {
    const told = toldOf(await suiteOfPermit, 'deadline:asked#review:extended');
    const at = told.indexOf('extend asked');
    expect(told.slice(at - 1, at + 2)).toEqual(['review -1 ms asked', 'extend asked', `review ${(1 - 24 * hourMs) / hourMs} h asked`]);
    expect(told.slice(at + 2)).toContain('review 0 ms! overdue');
  });

  it('stand still while the case is suspended', async () => {
    const told = toldOf(await suiteOfPermit, 'deadline:asked#review:suspended');
    const at = told.indexOf('suspend asked');
    expect(told.slice(at - 1, at + 4)).toEqual([
      'review -1 ms asked',
      'suspend asked',
      'review 1 ms asked',
      'resume asked',
      'review 0 ms! overdue',
    ]);
  });

  it('looked at late have taken effect when they were due, and so has the next one', async () => {
    const [last] = toldOf(await suiteOfPermit, 'deadline:asked#review:late').slice(-1);
    expect(last).toBe(`review ${(12 * hourMs + 1) / hourMs} h! lost`);
  });

  it('are walked on the engine as they say', async () => {
    const { results } = await runSuite(await suiteOfPermit, engineDriver(permit, { calendar: everyDayCalendar }));
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  });

  it('are not extended or suspended where nobody may', async () => {
    const { obligations } = await generate({ ...permit, spec: { ...permit.spec, controls: {} } }, { cover: ['deadlines'] });
    expect(obligations.filter(({ id }) => /:(extended|suspended)$/.test(id))).toEqual([]);
  });

  it('that ran out while the case was elsewhere fire at once when it comes back', async () => {
    const { paths, obligations } = await generate(parcel, { cover: ['pairs'] });
    const pair = 'pair:missed|again|0>asked|after answer|0';
    expect(obligations.find(({ id }) => id === pair)).toMatchObject({ covered: true });
    const steps = paths.find(({ covers }) => covers.includes(pair))!.steps;
    expect(steps.filter(({ time }) => time).map(({ time }) => time!.waitMs)).toEqual([days(2).ms, 0]);
  });
});
