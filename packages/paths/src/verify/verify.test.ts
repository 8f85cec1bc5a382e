import { defineProcess, hours, workingDays } from '@bihuan/core';
import { tieredResponse, tieredResponseProcess } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { assign, createMachine } from 'xstate';
import { z } from 'zod';
import { modelNowMs } from '../explore/codec.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { runPath } from '../run/run-path.ts';
import type { Verification } from './finding.ts';
import { verify } from './verify.ts';
import { verifyMachine } from './verify-machine.ts';

const text = { zh: '文', en: 'text' };

/** A form that is checked by somebody else. Parts of it can be spoilt. */
const form = ({
  version = 1,
  mayPass = (_by: string, _author: string): boolean => _by !== _author,
  isLimited = true,
  spoilt = {} as object,
} = {}) =>
  defineProcess({
    id: 'form',
    version,
    roles: ['author', 'checker'],
    opener: ['author'],
    input: z.object({}),
    context: z.object({ author: z.string(), tries: z.int() }),
    initialContext: ({ by }) => ({ author: by.id, tries: 0 }),
    commands: { send: { by: ['author'] }, pass: { by: ['checker'] }, fail: { by: ['checker'] } },
    rules: {
      isOther: ({ context, by }) => mayPass(by.id, context.author) || { author: context.author },
      triesLeft: ({ context }) => !isLimited || context.tries < 2,
    },
    updates: { fail: ({ context }) => ({ tries: context.tries + 1 }) },
    deadlines: { write: hours(24), check: workingDays(2) },
    labels: {
      title: text,
      states: { draft: text, sent: text, done: text, dropped: text },
      commands: { send: text, pass: text, fail: text },
      roles: { author: text, checker: text },
      rules: { isOther: text, triesLeft: text },
      deadlines: { write: text, check: text },
      messages: {},
      fields: { author: text, tries: text },
      outcomes: { done: text, dropped: text },
    },
  }).machine({
    initial: 'draft',
    states: {
      draft: { meta: { owner: 'author' }, after: { write: 'dropped' }, on: { send: 'sent' } },
      sent: {
        meta: { owner: 'checker' },
        after: { check: 'draft' },
        on: { pass: { guard: 'isOther', target: 'done' }, fail: [{ guard: 'triesLeft', target: 'draft' }, 'dropped'] },
      },
      done: { type: 'final', meta: { closes: 'done' } },
      dropped: { type: 'final', meta: { closes: 'dropped' } },
    },
    ...spoilt,
  });

const broken = ({ findings }: Verification) =>
  findings.filter(({ severity, rule }) => severity !== 'I' || rule === 'P005').map(({ rule, at }) => `${rule} ${at}`);

describe('a sound process', () => {
  it('is proven so, over every state', async () => {
    const proof = await verify(form());
    expect(proof).toMatchObject({ sound: 'yes', whole: true, notExplored: [] });
    // Who wrote it may not pass it: no branch accepts that, which is for information.
    expect(proof.findings.map(({ rule, severity, at }) => `${rule} ${severity} ${at}`)).toEqual(['P011 I sent: pass']);
    const open = proof.verdicts.filter(({ standing }) => standing !== 'proven');
    expect(open.map(({ rule, standing }) => `${rule} ${standing}`)).toEqual(['P011 broken', 'P022 not applicable']);
  });

  it('of which not every state was explored is not called proven', async () => {
    const proof = await verify(tieredResponse, { limits: { states: 50 } });
    expect(proof).toMatchObject({ sound: 'unknown', whole: false, notExplored: [expect.stringContaining('limit 50')] });
    expect(proof.verdicts.find(({ rule }) => rule === 'P004')!.standing).toBe('not found');
  });
});

describe('properties of a vendor', () => {
  it('are shown false by the shortest case, which runs on the engine', async () => {
    const process = form();
    const proof = await verify(process, { properties: [{ name: 'never dropped', never: ({ closed }) => closed === 'dropped' }] });
    expect(proof.sound).toBe('no');
    const { witness } = proof.findings[0]!;
    expect(witness!.steps.map(({ kind }) => kind)).toEqual(['open', 'time']);
    const cast = [{ id: 'author-1', roles: ['author'] }];
    const result = await runPath(
      { process: process.id, cast, startMs: modelNowMs } as never,
      witness!,
      engineDriver(process, { calendar: everyDayCalendar }),
    );
    expect(result.outcome).toBe('passed');
  });

  it.each([
    [{ name: 'always', always: ({ context }: { context: any }) => context.tries <= 3 }, 'proven'],
    [{ name: 'always', always: ({ context }: { context: any }) => context.tries < 3 }, 'broken'],
    [
      { name: 'precedes', precedes: { first: ({ states }: any) => states[0] === 'sent', then: ({ closed }: any) => closed === 'done' } },
      'proven',
    ],
    [
      { name: 'precedes', precedes: { first: ({ states }: any) => states[0] === 'sent', then: ({ closed }: any) => closed === 'dropped' } },
      'broken',
    ],
    [{ name: 'atMost', atMost: { count: 3, of: 'fail' } }, 'proven'],
    [{ name: 'atMost', atMost: { count: 2, of: 'fail' } }, 'broken'],
    [{ name: 'leadsTo', leadsTo: { from: ({ context }: any) => context.tries === 2, to: ({ closed }: any) => closed !== null } }, 'broken'], // check may lapse for ever
  ])('%o is %s', async (property, standing) => {
    const proof = await verify(form(), { properties: [property as never] });
    expect(proof.verdicts.at(-1)).toMatchObject({ rule: property.name, standing });
  });
});

describe('a process that falls short', () => {
  it('for the people there are is found: nobody but the author may check (P009)', async () => {
    expect(broken(await verify(form(), { directory: { li: ['author'] } }))).toContain('P009 sent: checker');
  });

  it('whose rule uses chance or the clock, or remembers, is found, and the rule named (P016)', async () => {
    const named = async (mayPass: () => boolean) => {
      const { findings, sound } = await verify(form({ mayPass }));
      return [sound, ...findings.filter(({ rule }) => rule === 'P016').map(({ at, text: { en } }) => `${at}: ${en}`)];
    };
    expect(await named(() => Math.random() < 0.5)).toEqual(['no', 'sent: rules.isOther: rules.isOther uses chance']);
    expect(await named(() => Date.now() > 0)).toEqual(['no', 'sent: rules.isOther: rules.isOther reads the clock']);
    expect(await named(() => new Date().getFullYear() < 2000)).toEqual(['no', 'sent: rules.isOther: rules.isOther reads the clock']);
    let asked = 0;
    expect(await named(() => asked++ % 2 === 0)).toEqual([
      'no',
      'sent: rules.isOther: rules.isOther comes out differently the second time',
    ]);
  });

  it('whose rule throws is found, and what lies beyond is not called proven', async () => {
    const proof = await verify(
      form({
        mayPass: () => {
          throw new Error('boom');
        },
      }),
    );
    expect(proof).toMatchObject({ sound: 'no', whole: false });
    expect(broken(proof)).toContain('RULE_THREW pass');
  });

  it('whose earlier version does not migrate is found (P022)', async () => {
    const [from, to] = [form(), form({ version: 2 })];
    expect(broken(await verify(to, { migrations: [{ from, to }] }))).toEqual([]);
    const narrow = { from, to, context: ({ context }: any) => (context.tries > 1 ? { ...context, tries: 'many' } : context) };
    expect(broken(await verify(to, { migrations: [narrow as never] })).some((each) => each.startsWith('P022 1 → 2 context'))).toBe(true);
  });

  const standingOf = ({ verdicts }: Verification, name: string) => verdicts.find(({ rule }) => rule === name);

  it('is proven to migrate over the contexts its rules tell apart, and others that are come by', async () => {
    const [from, to] = [form(), form({ version: 2 })];
    const proof = await verify(to, { migrations: [{ from, to }] });
    expect(standingOf(proof, 'P022')).toMatchObject({ standing: 'proven' });
    expect(proof.assumptions).toContainEqual(expect.stringMatching(/^contexts of version 1: \d+ were tried/));
    // No rule reads how often it was tried: such cases are merged, and tried all the same.
    const narrow = {
      from: form({ isLimited: false }),
      to,
      context: ({ context }: any) => ({ ...context, tries: context.tries > 4 ? 'many' : context.tries }),
    };
    expect(broken(await verify(to, { migrations: [narrow as never] }))).toContainEqual(expect.stringMatching(/^P022 1 → 2 context/));
  });

  it('whose earlier version was explored in part is not called proven to migrate', async () => {
    const [from, to] = [form(), form({ version: 2 })];
    const proof = await verify(to, { migrations: [{ from, to }], limits: { states: 3 } });
    expect(standingOf(proof, 'P022')).toMatchObject({ standing: 'not found', because: expect.stringContaining('version 1: stopped at') });
    expect(proof.sound).not.toBe('yes');
    await expect(verify(from, { migrations: [{ from, to }] })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });

  it('and says why is answered', async () => {
    const proof = await verify(tieredResponseProcess(), { limits: { states: 300 }, answers: { P015: 'few people take part' } });
    expect(proof.findings.every(({ severity, answered }) => severity !== 'W' || answered !== undefined)).toBe(true);
  });
});

describe('a plain machine', () => {
  it('with dead, stuck and endless states is shown, each by its shortest path', () => {
    const machine = createMachine({
      id: 'bad',
      initial: 'a',
      states: {
        a: { on: { X: 'stuck', Y: 'round', Z: 'end' } },
        stuck: {},
        dead: { on: { Z: 'end' } },
        round: { on: { N: 'again' } },
        again: { on: { N: 'round' } },
        end: { type: 'final' },
      },
    });
    const proof = verifyMachine(machine);
    expect(broken(proof)).toEqual(['P001 dead', 'P003 stuck', 'P004 stuck', 'P004 round', 'P004 again', 'P002 dead|Z|0', 'P005 round']);
    expect(proof.findings.find(({ at }) => at === 'stuck')!.witness!.steps.map(({ command }) => command)).toEqual(['xstate.init', 'X']);
  });

  it('that counts without end is partial, and says so', () => {
    const machine = createMachine({
      id: 'count',
      initial: 'a',
      context: { n: 0 },
      states: { a: { on: { INC: { actions: assign({ n: ({ context }) => context.n + 1 }) }, END: 'z' } }, z: { type: 'final' } },
    });
    expect(verifyMachine(machine, { limits: { states: 100 } })).toMatchObject({ sound: 'unknown', whole: false });
    expect(verifyMachine(machine, { abstraction: { n: { most: 3 } }, answers: { P005: 'people decide' } })).toMatchObject({
      sound: 'yes',
      whole: true,
    });
  });
});
