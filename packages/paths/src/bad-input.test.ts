// What is handed in may be broken in itself: it is named, and what came of it is called a part.
import { days, defineProcess } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { assign, createMachine, fromPromise } from 'xstate';
import { z } from 'zod';
import { generate, generateMachine, verify, verifyMachine } from './index.ts';

const text = { zh: '文', en: 'text' };

/** Money that is counted, and handed in when a rule says so. */
const till = ({ mayClose = (_count: number): boolean => true, most = 3 } = {}) =>
  defineProcess({
    id: 'till',
    version: 1,
    roles: ['clerk', 'chief'],
    opener: ['clerk'],
    input: z.object({}),
    context: z.object({ count: z.int() }),
    initialContext: () => ({ count: 0 }),
    commands: { add: { by: ['clerk'] }, close: { by: ['chief'] } },
    rules: { mayClose: ({ context }) => mayClose(context.count), mayAdd: ({ context }) => context.count < most },
    updates: { add: ({ context }) => ({ count: context.count + 1 }) },
    deadlines: { evening: days(1) },
    labels: {
      title: text,
      states: { open: text, closed: text, forgotten: text },
      commands: { add: text, close: text },
      roles: { clerk: text, chief: text },
      rules: { mayClose: text, mayAdd: text },
      deadlines: { evening: text },
      messages: {},
      fields: { count: text },
      outcomes: { closed: text, forgotten: text },
    },
  }).machine({
    initial: 'open',
    states: {
      open: {
        meta: { owner: ['clerk', 'chief'] },
        after: { evening: 'forgotten' },
        on: { add: { guard: 'mayAdd', target: 'open' }, close: { guard: 'mayClose', target: 'closed' } },
      },
      closed: { type: 'final', meta: { closes: 'closed' } },
      forgotten: { type: 'final', meta: { closes: 'forgotten' } },
    },
  });

const told = ({ totals }: { readonly totals: { readonly notExplored: readonly string[] } }) => totals.notExplored.join('\n');
const boom = () => {
  throw new Error('boom');
};

describe('a rule that throws', () => {
  it('is named, with the commands it keeps from being tried, and nothing beyond is called covered or proven', async () => {
    const proof = await verify(till({ mayClose: boom }));
    expect(proof).toMatchObject({
      sound: 'no',
      whole: false,
      notExplored: [expect.stringMatching(/^close .* RULE_THREW, .*rules\.mayClose.*boom/)],
    });
    const suite = await generate(till({ mayClose: boom }));
    expect(told(suite)).toMatch(/close .* RULE_THREW, .*rules\.mayClose.*boom/);
    expect(suite.obligations.find(({ id }) => id === 'transition:open|close|0')).toMatchObject({ covered: false });
    expect(suite.totals.covered).toBeLessThan(suite.totals.coverable);
  });
});

describe('a rule that is not deterministic', () => {
  it.each([
    ['reads the clock', () => Date.now() > 0],
    ['uses chance', () => Math.random() < 2],
  ])('is named: it %s', async (what, mayClose) => {
    const proof = await verify(till({ mayClose }));
    expect(proof.findings.filter(({ rule }) => rule === 'P016')).toMatchObject([
      { at: 'open: rules.mayClose', text: { en: `rules.mayClose ${what}` } },
    ]);
    const suite = await generate(till({ mayClose }));
    expect(told(suite)).toContain(`rules.mayClose ${what}: cases may come out otherwise elsewhere`);
  });

  it('of a plain machine is told by its event', () => {
    let asked = 0;
    const machine = createMachine({
      id: 'moody',
      initial: 'a',
      states: {
        a: { on: { GO: [{ guard: () => asked++ % 2 === 0, target: 'b' }, { target: 'c' }], STAY: 'a' } },
        b: { type: 'final' },
        c: { type: 'final' },
      },
    });
    const proof = verifyMachine(machine);
    expect(proof.findings.find(({ rule }) => rule === 'P016')).toMatchObject({ severity: 'E', at: 'a: GO' });
    expect(told(generateMachine(machine))).toContain('GO comes out differently the second time');
  });
});

describe('a counter without bound', () => {
  it('leaves a proof partial, and is named with a case in which it has grown', async () => {
    const proof = await verify(till({ most: Number.POSITIVE_INFINITY }), { limits: { states: 300 } });
    expect(proof).toMatchObject({ sound: 'no', whole: false, notExplored: [expect.stringContaining('limit 300')] });
    const grown = proof.findings.find(({ rule }) => rule === 'P015')!;
    expect(grown).toMatchObject({ severity: 'W', at: 'count' });
    expect(grown.witness!.steps.filter(({ command }) => command === 'add').length).toBeGreaterThan(40);
  });

  it('keeps no test case from being made', async () => {
    const suite = await generate(till({ most: Number.POSITIVE_INFINITY }), { cover: ['transitions', 'states'] });
    expect(suite.totals.covered).toBe(suite.totals.coverable);
  });
});

describe('a plain machine', () => {
  it('that invokes something is explored without it, and says so', () => {
    const machine = createMachine({
      id: 'caller',
      initial: 'calling',
      states: {
        calling: { invoke: { src: fromPromise(async () => 1), onDone: 'done', onError: 'failed' } },
        done: { type: 'final' },
        failed: { type: 'final' },
      },
    });
    expect(verifyMachine(machine)).toMatchObject({ sound: 'unknown', whole: false, notExplored: [expect.stringContaining('is not run')] });
    expect(told(generateMachine(machine))).toContain('is not run');
  });

  it('that counts for ever stops at its limit, and covers only what it came by', () => {
    const machine = createMachine({
      id: 'counter',
      initial: 'a',
      context: { n: 0 },
      states: {
        a: {
          on: {
            INC: { actions: assign({ n: ({ context }) => context.n + 1 }) },
            END: { guard: ({ context }) => context.n > 10_000, target: 'z' },
          },
        },
        z: { type: 'final' },
      },
    });
    const suite = generateMachine(machine, { limits: { states: 500 } });
    expect(told(suite)).toContain('limit 500');
    expect(suite.obligations.find(({ id }) => id.startsWith('transition:a|END'))).toMatchObject({ covered: false });
    expect(suite.obligations.find(({ id }) => id.startsWith('transition:a|END'))).not.toHaveProperty('excluded');
  });

  it('whose guard throws is explored as far as it can be, the event named', () => {
    const machine = createMachine({
      id: 'broken',
      initial: 'a',
      states: { a: { on: { GO: { guard: boom, target: 'b' }, ON: 'b' } }, b: { type: 'final' } },
    });
    const proof = verifyMachine(machine);
    expect(proof).toMatchObject({
      sound: 'no',
      whole: false,
      notExplored: [expect.stringMatching(/^GO could not be tried everywhere: .*boom/)],
    });
    expect(proof.findings.find(({ rule }) => rule === 'RULE_THREW')).toMatchObject({ severity: 'E', at: 'GO' });
    const suite = generateMachine(machine);
    expect(told(suite)).toContain('GO could not be tried everywhere');
    expect(suite.obligations.map(({ id, covered, excluded }) => [id, covered, excluded])).toEqual([
      ['transition:a|GO|0', false, undefined],
      ['transition:a|ON|0', true, undefined],
    ]);
  });
});
