import { days, defineProcess } from '@bihuan/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Property } from './properties.ts';
import { verify } from './verify.ts';

const text = { zh: '文', en: 'text' };

/** Work that is given to somebody, and of which only they can report, three steps later. */
const errand = defineProcess({
  id: 'errand',
  version: 1,
  roles: ['chief', 'runner'],
  opener: ['chief'],
  input: z.object({}),
  context: z.object({ runner: z.string() }),
  initialContext: () => ({ runner: '' }),
  commands: {
    give: { by: ['chief'], payload: z.object({ runner: z.string() }) },
    leave: { by: ['runner'] },
    arrive: { by: ['runner'] },
    report: { by: ['runner'] },
  },
  rules: { isRunner: ({ context, by }) => by.id === context.runner },
  updates: { give: ({ payload }) => ({ runner: payload.runner }) },
  deadlines: { within: days(1) },
  labels: {
    title: text,
    states: { open: text, given: text, left: text, arrived: text, reported: text, lost: text },
    commands: { give: text, leave: text, arrive: text, report: text },
    roles: { chief: text, runner: text },
    rules: { isRunner: text },
    deadlines: { within: text },
    messages: {},
    fields: { runner: text },
    outcomes: { reported: text, lost: text },
  },
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'chief' }, after: { within: 'lost' }, on: { give: 'given' } },
    given: { meta: { owner: 'runner' }, after: { within: 'lost' }, on: { leave: 'left' } },
    left: { meta: { owner: 'runner' }, after: { within: 'lost' }, on: { arrive: 'arrived' } },
    arrived: { meta: { owner: 'runner' }, after: { within: 'lost' }, on: { report: { guard: 'isRunner', target: 'reported' } } },
    reported: { type: 'final', meta: { closes: 'reported' } },
    lost: { type: 'final', meta: { closes: 'lost' } },
  },
});

it('what seems to make no difference at once is not forgotten: nothing is called impossible that happens', async () => {
  const isLate: Property = {
    name: 'ends within four days',
    leadsTo: { from: () => true, to: ({ closed }) => closed !== null, within: days(4) },
  };
  const never: Property = { name: 'never reported', never: ({ closed }) => closed === 'reported' };
  const { findings, verdicts, whole } = await verify(errand, { properties: [isLate, never] });
  expect(findings.filter(({ severity }) => severity === 'E').map(({ rule, at }) => `${rule} ${at}`)).toEqual(['never reported reported']);
  expect(whole).toBe(true);
  expect(verdicts.filter(({ rule }) => ['P001', 'P002', isLate.name].includes(rule)).map(({ standing }) => standing)).toEqual([
    'proven',
    'proven',
    'proven',
  ]);
});
