import { days, defineProcess } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { assign, createMachine } from 'xstate';
import { z } from 'zod';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runPath } from '../run/run-path.ts';
import type { Finding, Verification } from './finding.ts';
import { verify } from './verify.ts';
import { verifyMachine } from './verify-machine.ts';

const text = { zh: '文', en: 'text' };

interface Spoilt {
  /** For which sums the first branch is open, and the second. */
  readonly first?: (sum: number) => boolean;
  readonly second?: (sum: number) => boolean;
  readonly rest?: readonly unknown[];
  /** The same branches where the deadline passes. */
  readonly lapsing?: boolean;
  readonly remind?: { readonly ms: number };
}

/** A claim of 1 to 8, paid or refused at a desk. */
const claim = ({
  first = (sum) => sum < 4,
  second = (sum) => sum > 6,
  rest = ['refused'],
  lapsing = false,
  remind = days(1),
}: Spoilt = {}) => {
  const branches: any = [{ guard: 'isFirst', target: 'paid' }, { guard: 'isSecond', target: 'refused' }, ...rest];
  return defineProcess({
    id: 'claim',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({ sum: z.int().min(1).max(8) }),
    context: z.object({ sum: z.int() }),
    initialContext: ({ input }) => input,
    commands: { decide: { by: ['clerk'] } },
    rules: {
      isFirst: ({ context }) => first(context.sum) || { most: 3 },
      isSecond: ({ context }) => second(context.sum),
    },
    deadlines: { answer: days(2), remind },
    messages: { reminder: () => ({}) },
    labels: {
      title: text,
      states: { asked: text, paid: text, refused: text },
      commands: { decide: text },
      roles: { clerk: text },
      rules: { isFirst: { zh: '不超过 {most}', en: 'at most {most}' }, isSecond: text },
      deadlines: { answer: text, remind: text },
      messages: { reminder: text },
      fields: { sum: text },
      outcomes: { paid: text, refused: text },
    },
  }).machine({
    initial: 'asked',
    states: {
      asked: {
        meta: { owner: 'clerk' },
        after: { answer: lapsing ? branches : 'refused', remind: { actions: 'reminder' } },
        on: { decide: lapsing ? 'paid' : branches },
      },
      paid: { type: 'final', meta: { closes: 'paid' } },
      refused: { type: 'final', meta: { closes: 'refused' } },
    },
  });
};

const findingsOf = async (process: ReturnType<typeof claim>, rule: string): Promise<readonly Finding[]> =>
  (await verify(process)).findings.filter((each) => each.rule === rule);

const standings = ({ verdicts }: Verification, ...of: readonly string[]) =>
  verdicts.filter(({ rule }) => of.includes(rule)).map(({ standing }) => standing);

const stepsOf = ({ witness }: Finding) =>
  witness!.steps.map(({ command, time, expect: { outcome, states } }) => `${command ?? time!.deadline} ${outcome} ${states.join(' ')}`);

const run = async (process: ReturnType<typeof claim>, { witness }: Finding) => {
  const suite = { process: process.id, cast: [{ id: 'clerk-1', roles: ['clerk'] }], startMs: modelNowMs };
  return (await runPath(suite as never, witness!, engineDriver(process, { calendar: everyDayCalendar }))).outcome;
};

describe('P011', () => {
  it('shows a command of the right role that no branch accepts, down to the refusal', async () => {
    const process = claim({ rest: [] });
    const [finding, ...others] = await findingsOf(process, 'P011');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'I',
      at: 'asked: decide',
      text: { en: expect.stringContaining('isFirst(at most 3), isSecond') },
    });
    expect(stepsOf(finding!)).toEqual(['open applied asked', 'decide refused asked']);
    const [asked, decided] = finding!.witness!.steps;
    expect([4, 5, 6]).toContain((asked!.payload as { sum: number }).sum);
    expect(decided!.negative).toBe(true);
    expect(await run(process, finding!)).toBe('passed');
  });

  it('is proven where some branch always accepts, by a rule or because one has none', async () => {
    for (const process of [claim(), claim({ second: (sum) => sum >= 4, rest: [] })]) {
      const proof = await verify(process);
      expect(proof).toMatchObject({ sound: 'yes', whole: true, findings: [] });
      expect(standings(proof, 'P011', 'P012')).toEqual(['proven', 'proven']);
    }
  });
});

describe('P012', () => {
  it('shows branches that are open at once, by the first case in which they are', async () => {
    const process = claim({ second: (sum) => sum === 2 });
    const [finding, ...others] = await findingsOf(process, 'P012');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'I', at: 'asked: decide', text: { en: 'paid and refused are open at once: order decides' } });
    expect(stepsOf(finding!)).toEqual(['open applied asked', 'decide applied paid']);
    expect(finding!.witness!.steps[0]!.payload).toEqual({ sum: 2 });
    expect(await run(process, finding!)).toBe('passed');
  });

  it('shows the same of a deadline', async () => {
    const process = claim({ second: (sum) => sum === 2, lapsing: true });
    const [finding, ...others] = await findingsOf(process, 'P012');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ at: 'asked: answer' });
    expect(stepsOf(finding!).at(-1)).toBe('answer applied paid');
    expect(await run(process, finding!)).toBe('passed');
  });

  it('is not called proven where not every state was explored', async () => {
    expect(standings(await verify(claim(), { limits: { states: 1 } }), 'P011', 'P012', 'P019')).toEqual([
      'not found',
      'not found',
      'not found',
    ]);
  });
});

describe('P019', () => {
  it('shows a reminder of a week for a deadline of two days', async () => {
    const [finding, ...others] = await findingsOf(claim({ remind: days(7) }), 'P019');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'W', at: 'asked#remind asked#answer' });
    expect(stepsOf(finding!)).toEqual(['open applied asked']);
  });

  it('lets one before its deadline be', async () => {
    expect(standings(await verify(claim({ remind: days(1) })), 'P019')).toEqual(['proven']);
  });
});

describe('a plain machine', () => {
  const machine = (first: number, second: number) =>
    createMachine({
      id: 'scale',
      initial: 'weighing',
      context: { weight: 0 },
      states: {
        weighing: {
          on: {
            ADD: { guard: ({ context }) => context.weight < 5, actions: assign({ weight: ({ context }) => context.weight + 1 }) },
            SORT: [
              { guard: ({ context }) => context.weight < first, target: 'light' },
              { guard: ({ context }) => context.weight >= second, target: 'heavy' },
            ],
          },
        },
        light: { type: 'final' },
        heavy: { type: 'final' },
      },
    });
  const informed = (first: number, second: number) =>
    verifyMachine(machine(first, second)).findings.flatMap(({ rule, at, witness }) =>
      rule === 'P011' || rule === 'P012' ? [`${rule} ${at} after ${witness!.steps.length} steps`] : [],
    );

  it('shows events that no transition accepts, and transitions that are open at once', () => {
    expect(informed(3, 3)).toEqual(['P011 weighing: ADD after 6 steps']);
    expect(informed(2, 4)).toEqual(['P011 weighing: SORT after 3 steps', 'P011 weighing: ADD after 6 steps']);
    expect(informed(4, 2)).toEqual(['P011 weighing: ADD after 6 steps', 'P012 weighing: SORT after 3 steps']);
  });

  it('is not asked about guards that nobody implemented', () => {
    const open = createMachine({
      initial: 'a',
      states: {
        a: {
          on: {
            GO: [
              { guard: 'one', target: 'b' },
              { guard: 'two', target: 'c' },
            ],
          },
        },
        b: { type: 'final' },
        c: { type: 'final' },
      },
    });
    expect(verifyMachine(open).findings.filter(({ severity }) => severity === 'I')).toEqual([]);
  });
});
