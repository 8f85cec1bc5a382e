import { type AnyProcess, defineProcess, hours } from '@bihuan/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { labelFaults } from './label-faults.ts';
import { structureFaults } from './structure-faults.ts';
import { walkProcess } from './walk-process.ts';

const text = (zh: string, en: string) => ({ zh, en });

interface Parts {
  readonly rule?: () => boolean;
  readonly update?: (args: {
    readonly context: { readonly words: readonly string[] };
    readonly payload: { readonly word: string };
  }) => object;
  readonly deadline?: () => { readonly ms: number };
  readonly english?: string;
}

const remember: NonNullable<Parts['update']> = ({ context, payload }) => ({ words: [...context.words, payload.word] });

/** A process that is sound, but for one part. */
function processWith({ rule = () => true, update = remember, deadline = () => hours(1), english = 'Say' }: Parts): AnyProcess {
  return defineProcess({
    id: 'talk',
    version: 1,
    roles: ['speaker'],
    opener: ['speaker'],
    input: z.object({}),
    context: z.object({ words: z.array(z.string()) }),
    initialContext: () => ({ words: [] }),
    commands: { say: { by: ['speaker'], payload: z.object({ word: z.string().max(20) }) }, end: { by: ['speaker'] } },
    rules: { mayEnd: rule },
    updates: { say: update as never },
    deadlines: { silence: deadline },
    labels: {
      title: text('谈话', 'Talk'),
      states: { talking: text('谈话中', 'talking'), silent: text('沉默', 'silent'), over: text('结束', 'over') },
      commands: { say: text('说', english), end: text('结束', 'End') },
      roles: { speaker: text('发言人', 'speaker') },
      rules: { mayEnd: text('还不能结束', 'it may not end yet') },
      deadlines: { silence: text('沉默时限', 'silence') },
      messages: {},
      fields: { words: text('话', 'words'), word: text('话', 'word') },
      outcomes: { over: text('结束', 'over') },
    },
  }).machine({
    initial: 'talking',
    states: {
      talking: {
        meta: { owner: 'speaker' },
        after: { silence: 'silent' },
        on: { say: 'talking', end: { guard: 'mayEnd', target: 'over' } },
      },
      silent: { meta: { owner: 'speaker' }, after: { silence: 'over' }, on: { say: 'talking' } },
      over: { type: 'final', meta: { closes: 'over' } },
    },
  });
}

const walkOf = (parts: Parts) => walkProcess(processWith(parts), { walks: 5, stepsPerWalk: 10 });

describe('the process suite', () => {
  test('has nothing to say of a sound process, and reports what it visited', async () => {
    const process = processWith({});
    expect([structureFaults(process), labelFaults(process)]).toEqual([[], []]);
    const coverage = await walkProcess(process, { walks: 20 });
    expect(coverage.walks).toBe(20);
    expect([coverage.states.missed, coverage.commands.missed, coverage.deadlines.missed]).toEqual([[], [], []]);
  });

  test('finds a rule that remembers what it was asked before', async () => {
    let asked = 0;
    await expect(walkOf({ rule: () => asked++ % 3 === 0 })).rejects.toThrow(/Property failed/);
  });

  test('finds an update that is different every time', async () => {
    let count = 0;
    await expect(walkOf({ update: () => ({ words: [String(count++)] }) })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('a second time') },
    });
  });

  test('finds an update that changes the context it is given', async () => {
    const update: NonNullable<Parts['update']> = ({ context, payload }) => {
      (context.words as string[]).push(payload.word);
      return { words: context.words };
    };
    await expect(walkOf({ update })).rejects.toMatchObject({ cause: { message: expect.stringContaining('RULE_THREW') } });
  });

  test('finds a rule that throws, and tells the walk that led there', async () => {
    const rule = () => {
      throw new Error('boom');
    };
    await expect(walkOf({ rule })).rejects.toMatchObject({ cause: { message: expect.stringContaining('after:\n  talk opened by') } });
  });

  test('finds a deadline that is no time', async () => {
    await expect(walkOf({ deadline: () => ({ ms: Number.NaN }) })).rejects.toThrow(/Property failed/);
  });

  test('finds a label in the wrong language', () => {
    expect(labelFaults(processWith({ english: '说' }))).toEqual(['commands.say has no English text']);
    expect(labelFaults(processWith({ english: 'Say (说)' }))).toEqual([]);
  });

  test('names the states that no walk came by', async () => {
    const coverage = await walkProcess(processWith({ rule: () => false }), { walks: 2, stepsPerWalk: 1 });
    expect(coverage.states.missed).toContain('over');
  });
});
