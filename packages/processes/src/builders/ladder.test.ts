import { createEngine, defineProcess, directoryOf, hours, manualClock, memoryStore } from '@bihuan/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ladder } from './ladder.ts';
import { text } from './text.ts';

/** 劝导 → 管理 → 处罚 (003), as a later process will have it. */
const enforcement = defineProcess({
  id: 'enforcement',
  version: 1,
  roles: ['volunteer', 'community', 'police'],
  opener: ['volunteer'],
  input: z.object({}),
  context: z.object({ advised: z.boolean() }),
  initialContext: () => ({ advised: false }),
  commands: {
    advise: { by: ['volunteer'] },
    comply: { by: ['volunteer', 'community', 'police'] },
    giveUp: { by: ['volunteer', 'community'] },
  },
  rules: { wasAdvised: ({ context }) => context.advised },
  updates: { advise: () => ({ advised: true }) },
  deadlines: { advice: hours(24), management: hours(48), penalty: hours(72) },
  messages: { raised: () => ({}) },
  labels: {
    title: text('劝导管理处罚', 'Graduated enforcement'),
    states: {
      advised: text('劝导', 'advised'),
      managed: text('管理', 'managed'),
      police: text('处罚', 'police'),
      closed: text('已结', 'closed'),
      handedOver: text('移交', 'handed over'),
    },
    commands: { advise: text('劝导', 'Advise'), comply: text('改正', 'Comply'), giveUp: text('提级', 'Give up') },
    roles: { volunteer: text('志愿者', 'volunteer'), community: text('社区', 'community'), police: text('警队', 'police') },
    rules: { wasAdvised: text('须先劝导', 'advise first') },
    deadlines: { advice: text('劝导期限', 'advice'), management: text('管理期限', 'management'), penalty: text('处罚期限', 'penalty') },
    messages: { raised: text('提级', 'raised') },
    fields: { advised: text('已劝导', 'advised') },
    outcomes: { closed: text('已结', 'closed'), handedOver: text('移交', 'handed over') },
  },
}).machine({
  initial: 'advised',
  states: {
    ...ladder(
      [
        {
          state: 'advised',
          owner: 'volunteer',
          deadline: 'advice',
          up: 'giveUp',
          upRule: 'wasAdvised',
          actions: ['raised'],
          on: { advise: {}, comply: 'closed' },
        },
        { state: 'managed', owner: 'community', deadline: 'management', up: 'giveUp', on: { comply: 'closed' } },
        { state: 'police', owner: 'police', deadline: 'penalty', on: { comply: 'closed' } },
      ],
      'handedOver',
    ),
    closed: { type: 'final', meta: { closes: 'closed' } },
    handedOver: { type: 'final', meta: { closes: 'handedOver' } },
  },
});

const clock = manualClock(0);
const engine = createEngine({
  processes: [enforcement],
  store: memoryStore(),
  clock,
  directory: directoryOf({ v: [{ role: 'volunteer', unit: '' }] }),
});
const by = { tenant: 't', id: 'v' };
const open = async () => {
  const opened = await engine.open(enforcement, { by, unit: '', input: {} });
  if (opened.outcome !== 'applied') throw new Error(opened.outcome);
  return opened.case;
};

test('a rung is left upward by its time, one after the other, to the top', async () => {
  const ref = await open();
  const after = async (ms: number) => {
    clock.advance(ms);
    await engine.runDue();
    return (await engine.get(ref, { by }))?.states;
  };
  expect(await after(24 * 3_600_000)).toEqual(['managed']);
  expect(await after(48 * 3_600_000)).toEqual(['police']);
  expect(await after(72 * 3_600_000)).toEqual(['handedOver']);
});

test('a rung is given up only after it was tried', async () => {
  const ref = await open();
  expect((await engine.send(ref, 'giveUp', { by })).outcome).toBe('refused');
  await engine.send(ref, 'advise', { by });
  expect(await engine.send(ref, 'giveUp', { by })).toMatchObject({ outcome: 'applied', case: { states: ['managed'] } });
});
