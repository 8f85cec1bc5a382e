import { days, defineProcess, type Limit, workingDays } from '@bihuan/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { z } from 'zod';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runPath } from '../run/run-path.ts';
import type { Verification } from './finding.ts';
import type { Property } from './properties.ts';
import { verify } from './verify.ts';
import { verifyMachine } from './verify-machine.ts';

const text = { zh: '文', en: 'text' };
const dayMs = 86_400_000;

/** A permit that a clerk decides, or the deadline; meanwhile more may be asked for. */
const permit = ({
  reviewing = { review: 'granted' } as object,
  asked = { answer: 'granted' } as object,
  review = workingDays(5) as Limit | ((args: any) => Limit),
  answer = workingDays(2) as Limit | ((args: any) => Limit),
  back = false,
  mayAsk = (_at: () => number): boolean => true,
} = {}) =>
  defineProcess({
    id: 'permit',
    version: 1,
    roles: ['clerk', 'resident'],
    opener: ['resident'],
    input: z.object({}),
    context: z.object({ sinceMs: z.int() }),
    initialContext: ({ at }) => ({ sinceMs: at }),
    commands: { ask: { by: ['clerk'] }, reply: { by: ['resident'] }, grant: { by: ['clerk'] } },
    rules: { mayAsk: (args) => mayAsk(() => args.at) },
    deadlines: { review, answer },
    labels: {
      title: text,
      states: { reviewing: text, asked: text, granted: text },
      commands: { ask: text, reply: text, grant: text },
      roles: { clerk: text, resident: text },
      rules: { mayAsk: text },
      deadlines: { review: text, answer: text },
      messages: {},
      fields: { sinceMs: text },
      outcomes: { granted: text },
    },
  }).machine({
    initial: 'reviewing',
    states: {
      reviewing: {
        meta: { owner: 'clerk', waits: text },
        after: reviewing,
        on: { ask: { guard: 'mayAsk', target: 'asked' }, grant: 'granted' },
      },
      asked: { meta: { owner: 'resident', waits: text }, after: asked, on: { reply: back ? 'reviewing' : 'granted' } },
      granted: { type: 'final', meta: { closes: 'granted' } },
    },
  });

const decided = (within: Limit): Property => ({
  name: 'decided in time',
  leadsTo: { from: ({ states }) => states[0] === 'reviewing', to: ({ closed }) => closed !== null, within },
});

const prove = async (process: ReturnType<typeof permit>, within: Limit, limits = {}) => {
  const proof = await verify(process, { properties: [decided(within)], answers: { P005: '', P008: '' }, ...limits });
  const { standing, because } = proof.verdicts.at(-1)!;
  return { proof, standing, because, finding: proof.findings.find(({ rule }) => rule === 'decided in time') };
};

const waited = ({ findings }: Verification) => findings[0]!.witness!.steps.reduce((sum, { time }) => sum + (time?.waitMs ?? 0), 0);

describe('leadsTo within a bound', () => {
  it('is proven for the longest that people and deadlines can take together, and no less', async () => {
    const process = permit();
    expect(await prove(process, workingDays(7))).toMatchObject({ standing: 'proven', proof: { sound: 'yes' } });
    const late = await prove(process, { ms: 7 * dayMs - 2 });
    expect(late).toMatchObject({ standing: 'broken', proof: { sound: 'no' } });
    // The clerk asks in the last millisecond, and the resident does not answer.
    const steps = late.finding!.witness!.steps;
    expect(steps.map(({ command, time }) => command ?? `${time!.deadline} ${time!.offsetMs}`)).toEqual([
      'open',
      'review -1',
      'ask',
      'answer 0',
    ]);
    expect(waited(late.proof)).toBe(7 * dayMs - 1);
    const suite = {
      process: 'permit',
      cast: [
        { id: 'clerk-1', roles: ['clerk'] },
        { id: 'resident-1', roles: ['resident'] },
      ],
      startMs: modelNowMs,
    };
    const run = await runPath(suite as never, late.finding!.witness!, engineDriver(process, { calendar: everyDayCalendar }));
    expect(run.outcome).toBe('passed');
  });

  it('counts from when the one came to hold, however often it comes to hold again', async () => {
    // Every reply starts the review anew: nothing ends it.
    const endless = await prove(permit({ back: true }), workingDays(30));
    expect(endless.standing).toBe('broken');
    expect(waited(endless.proof)).toBeGreaterThan(30 * dayMs);
    // One clock over all rounds.
    const total = ({ context }: { context: { sinceMs: number } }): Limit => ({ ms: 5 * dayMs, fromMs: context.sinceMs });
    const process = permit({ back: true, review: total, answer: total });
    expect((await prove(process, workingDays(5))).standing).toBe('proven');
    expect((await prove(process, { ms: 5 * dayMs - 1 })).standing).toBe('broken');
  });

  it('is broken where no deadline runs: nobody has to move', async () => {
    const idle = await prove(
      permit({ asked: {}, answer: workingDays(1), reviewing: { review: 'granted', answer: 'asked' } }),
      workingDays(365),
    );
    expect(idle).toMatchObject({ standing: 'broken', finding: { text: { en: expect.stringContaining('no deadline runs') } } });
    expect(idle.finding!.witness!.steps.at(-1)!.expect.states).toEqual(['asked']);
  });

  it('is left open where a rule reads the time, or not every state was explored', async () => {
    const clock = await prove(permit({ mayAsk: (at) => at() > 0 }), workingDays(7));
    expect(clock).toMatchObject({ standing: 'not found', because: expect.stringContaining('mayAsk'), proof: { sound: 'unknown' } });
    const partial = await prove(permit(), workingDays(7), { limits: { states: 3 } });
    expect(partial).toMatchObject({ standing: 'not found', because: expect.stringContaining('limit 3'), proof: { sound: 'unknown' } });
    // A case that breaks it is one all the same.
    expect((await prove(permit({ mayAsk: (at) => at() > 0 }), workingDays(6))).standing).toBe('broken');
  });

  it('refuses what is no length of time, and machines without working time', async () => {
    await expect(verify(permit(), { properties: [decided({ untilMs: 5 })] })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    await expect(verify(permit(), { properties: [decided(days(0))] })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    const machine = createMachine({ initial: 'a', states: { a: { on: { X: 'b' } }, b: { type: 'final' } } });
    expect(() => verifyMachine(machine, { properties: [decided(days(1))] })).toThrow(/OPTION_INVALID/);
  });
});

/** Three stages, each with a deadline of so many days and where it leads, and where people may lead it. `3` is the end. */
const stage = fc.record({
  days: fc.integer({ min: 1, max: 4 }),
  lapse: fc.integer({ min: 0, max: 3 }),
  move: fc.integer({ min: 0, max: 3 }),
});

const staged = (stages: readonly { readonly days: number; readonly lapse: number; readonly move: number }[]) => {
  const each = <Value>(value: (index: number) => Value) => Object.fromEntries(stages.map((_, index) => [`s${index}`, value(index)]));
  const all = { ...each(() => text), s3: text };
  return defineProcess({
    id: 'staged',
    version: 1,
    roles: ['clerk'],
    opener: ['clerk'],
    input: z.object({}),
    context: z.object({}),
    initialContext: () => ({}),
    commands: { move: { by: ['clerk'] }, jump: { by: ['clerk'] } },
    deadlines: each((index) => days(stages[index]!.days)),
    labels: {
      title: text,
      states: all,
      commands: { move: text, jump: text },
      roles: { clerk: text },
      rules: {},
      deadlines: each(() => text),
      messages: {},
      fields: {},
      outcomes: { done: text },
    } as never,
  } as never).machine({
    initial: 's0',
    states: {
      ...each((index) => ({
        meta: { owner: 'clerk' },
        after: { [`s${index}`]: { target: `s${stages[index]!.lapse}`, reenter: true } },
        on: {
          move: { target: `s${stages[index]!.move}`, reenter: true },
          ...(index < 2 && { jump: `s${index + 1}` }),
          ...(index === 2 && { jump: 's3' }),
        },
      })),
      s3: { type: 'final', meta: { closes: 'done' } },
    },
  } as never);
};

/** The longest from a stage to the end, when whoever acts does so in the last millisecond; without end where it can go round. */
function longest(
  stages: readonly { readonly days: number; readonly lapse: number; readonly move: number }[],
  at = 0,
  seen: readonly number[] = [],
): number {
  if (at === 3) return 0;
  if (seen.includes(at)) return Number.POSITIVE_INFINITY;
  const { days: length, lapse, move } = stages[at]!;
  const on = (to: number, lostMs: number) => length * dayMs - lostMs + longest(stages, to, [...seen, at]);
  return Math.max(on(lapse, 0), on(move, 1), on(at + 1, 1));
}

describe('a bound', () => {
  it('is proven exactly from the longest way on, for stages of any shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(stage, stage, stage),
        fc.integer({ min: 1, max: 14 }),
        fc.constantFrom(0, -1, -2),
        async (stages, length, offMs) => {
          const process = staged(stages);
          const within = { ms: length * dayMs + offMs };
          const property: Property = { name: 'ends', leadsTo: { from: () => true, to: ({ closed }) => closed !== null, within } };
          const proof = await verify(process as never, { properties: [property] });
          const most = longest(stages);
          expect(proof.verdicts.at(-1)!.standing).toBe(most <= within.ms ? 'proven' : 'broken');
          if (most > within.ms) expect(proof.findings.find(({ rule }) => rule === 'ends')!.witness).toBeDefined();
        },
      ),
      { numRuns: 60 },
    );
  });
});
