// Engines beside each other on one store, and cases beside each other in one tenant.

import { expect, it } from 'vitest';
import { z } from 'zod';
import { by, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';
import { defineProcess, linkedCase, memoryStore } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';

const text = { zh: '文', en: 'text' };

/** Two of these tell each other how often they were told. */
const echo = defineProcess({
  id: 'echo',
  version: 1,
  roles: ['clerk'],
  opener: ['clerk'],
  input: z.object({}),
  context: z.object({ count: z.number() }),
  initialContext: () => ({ count: 0 }),
  commands: { shout: { by: ['clerk'] }, hear: { by: ['system'], payload: linkedCase }, end: { by: ['clerk'] } },
  updates: { shout: ({ context }) => ({ count: context.count + 1 }), hear: ({ context }) => ({ count: context.count + 1 }) },
  links: { pair: { process: 'echo', changed: 'hear' } },
  linkedFrom: { pair: { process: 'echo', changed: 'hear' } },
  rollUp: ({ context }) => ({ count: context.count }),
  labels: {
    title: text,
    states: { open: text, over: text },
    commands: { shout: text, hear: text, end: text },
    roles: { clerk: text },
    rules: {},
    deadlines: {},
    messages: {},
    fields: { count: text, case: text, outcome: text, data: text },
    outcomes: { over: text },
  },
}).machine({
  initial: 'open',
  states: {
    open: { meta: { owner: 'clerk', waits: text }, on: { shout: {}, hear: {}, end: 'over' } },
    over: { type: 'final', meta: { closes: 'over' } },
  },
});

it('linked cases that keep changing each other come to rest, and the last news is a LINK_LOOP', async () => {
  const { engine } = desk({ processes: [echo] });
  const open = async () => (await engine.open(echo, { by: li, unit: '', input: {} })) as { readonly case: { readonly id: string } };
  const [a, b] = [await open(), await open()];
  await engine.link(a.case.id, { by: li, type: 'pair', to: b.case.id });
  await engine.relay();
  await engine.send(a.case.id, 'shout', { by: li });
  const { delivered, failed } = await engine.relay();
  expect(delivered).toBeLessThan(200);
  expect(failed).toBe(1);
});

it('law 13: nobody ties a case to one they may not see, nor learns whether there is one', async () => {
  const people = { west: [{ role: 'clerk', unit: 'west' }], east: [{ role: 'clerk', unit: 'east' }] };
  const { engine } = desk({ processes: [echo], people });
  await engine.open(echo, { by: by('east'), unit: 'east', input: {}, id: 'far' });
  await engine.open(echo, { by: by('west'), unit: 'west', input: {}, id: 'near' });
  for (const to of ['far', 'no-such-case']) {
    expect(await engine.link('near', { by: by('west'), type: 'pair', to })).toEqual({ outcome: 'not-found', id: to });
    const opened = await engine.open(echo, { by: by('west'), unit: 'west', input: {}, links: [{ type: 'pair', to }] });
    expect(opened).toEqual({ outcome: 'not-found', id: to });
  }
});

it('an engine leaves to its neighbour what it was not given: processes and subscribers', async () => {
  const store = memoryStore();
  const heard: string[] = [];
  const full = desk({ store, processes: [parcel], subscribers: { sms: { handle: ({ name }) => void heard.push(name) } } });
  const poor = desk({ store, processes: [echo], attempts: 1, subscribers: {} });
  const c = await full.parcel();
  for (let round = 0; round < 3; round++) {
    expect(await poor.engine.relay()).toEqual({ delivered: 0, failed: 0 });
    poor.clock.advance(5_000);
  }
  expect(await full.engine.deadLetters({ by: root })).toEqual([]);
  full.clock.set(poor.clock.nowMs());
  await full.engine.relay();
  expect(heard).toEqual(['received']);
  poor.clock.set(startMs + 12 * hour);
  expect(await poor.engine.runDue()).toEqual({ fired: 0, stuck: 0 });
  full.clock.set(startMs + 12 * hour + 5_000);
  expect(await full.engine.runDue()).toEqual({ fired: 1, stuck: 0 });
  expect(await poor.engine.worklist({ by: wang })).toMatchObject([{ case: c.id, title: { en: 'parcel' } }]);
  expect((await full.engine.get(c, { by: zhao }))?.revision).toBe(2);
});

it('a case that is gone is missed by an operator, where its journal or an anchor tells of it', async () => {
  const { engine, settings, store, parcel: open } = desk();
  const c = await open();
  const gone = desk({ ...settings, store: { ...store, load: async () => ({ case: undefined, keyed: undefined }) } });
  expect(await gone.engine.verifyJournal(c, { by: root })).toMatchObject({ faults: [{ problem: 'case-missing' }] });
  expect(await gone.engine.verifyJournal(c, { by: li })).toBeUndefined();
  expect(await engine.verifyJournal('never', { by: root, anchor: { revision: 1, hash: 'x' } })).toMatchObject({
    faults: [{ problem: 'case-missing' }],
  });
  expect(await engine.verifyJournal('never', { by: root })).toBeUndefined();
});
