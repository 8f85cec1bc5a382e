// A process whose states can be counted beforehand: three counters, each from 0 to `most`, by two groups of people.
import { type AnyProcess, defineProcess } from '@bihuan/core';
import { z } from 'zod';

const text = (zh: string, en: string) => ({ zh, en });
const names = ['a', 'b', 'c'] as const;
const named = <Value>(value: (name: (typeof names)[number]) => Value) => Object.fromEntries(names.map((name) => [name, value(name)]));

/** 2 × (most + 1)³ states, and the one before every case. */
export function grid(most: number): AnyProcess {
  return defineProcess({
    ...{ id: 'grid', version: 1, roles: ['worker'], opener: ['worker'], perpetual: text('一直数下去', 'goes on counting') },
    ...{ input: z.object({}), context: z.object(named(() => z.int())), initialContext: () => named(() => 0) },
    commands: named(() => ({ by: ['worker'] })),
    rules: Object.fromEntries(names.map((name) => [`${name}Left`, ({ context }: any) => context[name] < most])),
    updates: named((name) => ({ context }: any) => ({ [name]: context[name] + 1 })),
    labels: {
      ...{ title: text('格子', 'grid'), states: { on: text('计数', 'counting') }, roles: { worker: text('人', 'worker') } },
      ...{ commands: named((name) => text(name, name)), fields: named((name) => text(name, name)) },
      ...{ rules: Object.fromEntries(names.map((name) => [`${name}Left`, text(name, name)])), outcomes: {}, deadlines: {}, messages: {} },
    },
  } as never).machine({
    initial: 'on',
    states: {
      on: {
        meta: { owner: 'worker', waits: text('等待计数', 'waits for a count') },
        on: named((name) => ({ guard: `${name}Left`, target: 'on' })),
      },
    },
  } as never) as AnyProcess;
}
