import { expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk } from '../desk.fixture.ts';
import { defineProcess } from '../index.ts';

const text = { zh: '文', en: 'text' };
const request = defineProcess({
  id: 'request',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({ about: z.string() }),
  context: z.object({ about: z.string() }),
  initialContext: ({ input }) => input,
  commands: { begin: { by: ['clerk'] }, finish: { by: ['clerk'] } },
  links: { sameAs: { process: 'request' } },
  linkedFrom: { sameAs: { process: 'request' } },
  searchText: ({ context }) => context.about,
  labels: {
    title: text,
    states: { open: text, new: text, taken: text, done: text },
    commands: { begin: text, finish: text },
    roles: { clerk: text },
    rules: {},
    deadlines: {},
    messages: {},
    fields: { about: text },
    outcomes: { done: text },
  } as never,
}).machine({
  initial: 'open',
  states: {
    open: {
      initial: 'new',
      on: { finish: 'done' },
      states: {
        new: { meta: { owner: 'clerk', waits: text }, on: { begin: 'taken' } },
        taken: { meta: { owner: 'clerk', waits: text }, tags: ['inHand'] },
      },
    },
    done: { type: 'final', meta: { closes: 'done' } },
  },
} as never);

it('the worklist is narrowed by what cases are found by: state, tag, subject, link, text', async () => {
  const { engine } = desk({ processes: [request], people: { ann: [{ role: 'clerk', unit: '' }] } });
  const ann = by('ann');
  const open = (id: string, about: string, more: object = {}) =>
    engine.open(request, { by: ann, unit: 'a', id, input: { about }, ...more });
  await open('a', '楼道堆物');
  await open('b', '电梯故障', { subject: { type: 'lift', id: '7' } });
  await open('c', '楼道灯坏', { links: [{ type: 'sameAs', to: 'a' }] });
  await engine.relay();
  await engine.send('b', 'begin', { by: ann } as never);
  const work = async (options: object) => (await engine.worklist({ by: ann, ...options })).map((item) => item.case);
  expect(await work({})).toEqual(['a', 'b', 'c']);
  expect(await work({ text: '楼道' })).toEqual(['a', 'c']);
  expect(await work({ tag: 'inHand' })).toEqual(['b']);
  expect(await work({ subject: { type: 'lift', id: '7' } })).toEqual(['b']);
  expect(await work({ linked: { type: 'sameAs', case: 'a' } })).toEqual(['c']);
  expect([await work({ state: 'open' }), await work({ state: 'open.new', text: '堆物' })]).toEqual([['a', 'b', 'c'], ['a']]);
  expect(await engine.countWork({ by: ann, text: '楼道' })).toBe(2);
  await expect(engine.worklist({ by: ann, text: '楼' })).rejects.toMatchObject({ code: 'OPTION_INVALID', details: { option: 'text' } });
});
