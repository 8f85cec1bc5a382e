import { type AnyProcess, defineProcess, hours } from '@bihuan/core';
import { places } from '@bihuan/core/model';
import { tieredResponse, wish } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { explore } from './explore.ts';
import { processModel } from './process-model.ts';

const text = { zh: '文', en: 'text' };
const statesOf = ({ graph }: ReturnType<typeof explore<any>>) => [...new Set(graph.configurations.values.flat())].sort();

describe('a shipped process', () => {
  it('is entered in every state of it', () => {
    const found = explore(processModel(tieredResponse), { states: 5_000 });
    const leaves = places(tieredResponse as AnyProcess).filter(({ leaf, config }) => leaf && config.type !== 'history');
    expect(leaves.map(({ path }) => path).filter((path) => !statesOf(found).includes(path))).toEqual([]);
  });

  it('is explored alike every time', () => {
    const shape = () => {
      const { graph } = explore(processModel(tieredResponse), { states: 1_000 });
      return [graph.nodeCount, graph.edgeCount, graph.labels.values];
    };
    expect(shape()).toEqual(shape());
  });

  it('says what a limit left out', () => {
    const found = explore(processModel(wish), { states: 100 });
    expect(found.notExplored).toEqual([expect.stringMatching(/stopped at \d+ states \(limit 100\)/)]);
    let bytes = 0;
    const growing = explore(processModel(wish), { states: 9_000, megabytes: 300, heap: () => (bytes += 80e6) });
    expect(growing.notExplored).toEqual([expect.stringMatching(/^stopped with \d+ MB in use \(limit 300\) at \d+ states/)]);
    expect(explore(processModel(wish), { depth: 3 }).notExplored).toEqual([expect.stringContaining('longer than 3 steps')]);
  });

  it('stops on time, by the clock it was given', () => {
    let now = 0;
    const found = explore(processModel(wish), { timeMs: 5, clock: () => now++ });
    expect(found.notExplored).toEqual([expect.stringContaining('stopped after 5 ms')]);
  });
});

/** Two switches: what `turn` does depends on a field that no rule reads before it was copied. */
const relay = defineProcess({
  id: 'relay',
  version: 1,
  roles: ['hand'],
  opener: ['hand'],
  input: z.object({}),
  context: z.object({ next: z.int(), now: z.int(), noise: z.int() }),
  initialContext: () => ({ next: 0, now: 0, noise: 0 }),
  commands: {
    choose: { by: ['hand'], payload: z.object({ next: z.int().min(0).max(3) }) },
    turn: { by: ['hand'] },
    open: { by: ['hand'] },
    hum: { by: ['hand'] },
  },
  rules: { isThree: ({ context }) => context.now === 3 },
  updates: {
    choose: ({ payload }) => ({ next: payload.next }),
    turn: ({ context }) => ({ now: context.next }),
    hum: ({ context }) => ({ noise: context.noise + 1 }),
  },
  deadlines: { rest: hours(1) },
  labels: {
    title: text,
    states: { shut: text, opened: text },
    commands: { choose: text, turn: text, open: text, hum: text },
    roles: { hand: text },
    rules: { isThree: text },
    deadlines: { rest: text },
    messages: {},
    fields: { next: text, now: text, noise: text },
    outcomes: { opened: text },
  },
}).machine({
  initial: 'shut',
  states: {
    shut: {
      meta: { owner: 'hand' },
      after: { rest: { target: 'shut', reenter: true } },
      on: { choose: {}, turn: {}, hum: {}, open: { guard: 'isThree', target: 'opened' } },
    },
    opened: { type: 'final', meta: { closes: 'opened' } },
  },
});

describe('the parts of a context', () => {
  it('that rules read are told apart, others are merged, and what flows into a rule is found by comparing', () => {
    const model = processModel(relay);
    const found = explore(model);
    expect(statesOf(found)).toEqual(['opened', 'shut']);
    expect(model.relevant()).toContain('next');
    expect(model.relevant()).not.toContain('noise');
    expect(found.notExplored).toEqual([]);
  });
});
