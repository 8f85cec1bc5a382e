// Laws of races: two engines on one store, their calls interleaved in every way a scheduler can think of.
import type { Store } from '@bihuan/core';
import fc from 'fast-check';
import { equal } from '../check.ts';
import { clerk, deskOn, hourMs } from '../store/engines.ts';
import { laws, type StoreHarness } from '../store/law.ts';
import { defaultSeed } from './model.ts';

/** Every call waits until the scheduler lets it go. */
const interleaved = (store: Store<any>, scheduler: fc.Scheduler): Store<any> =>
  new Proxy(store, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), String(property));
        return value.apply(target, args);
      };
    },
  });

async function interleave(
  { create, random = {} }: StoreHarness,
  race: (store: Store<any>, slow: (store: Store<any>) => Store<any>, settled: (all: Promise<unknown>) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
    const { store, close } = await create();
    try {
      await race(
        store,
        (each) => interleaved(each, scheduler),
        (all) => scheduler.waitFor(all),
      );
    } finally {
      await close();
    }
  });
  await fc.assert(property, { seed: random.seed ?? defaultSeed, numRuns: Math.ceil((random.runs ?? 40) / 2) });
}

export const raceLaws = laws('races', [
  [
    7,
    'applies every command once, whichever way two engines interleave',
    (_, harness) =>
      interleave(harness, async (store, slow, settled) => {
        const quiet = deskOn(store);
        await quiet.open();
        const engines = ['f', 'g'].map((name) => deskOn(slow(store), { clock: quiet.clock, name }).engine);
        const texts = ['1', '2', '3', '4'];
        const send = (text: string, index: number) =>
          engines[index % 2]!.send('e1', 'note' as never, { by: clerk, key: `k${text}`, payload: { text } } as never);
        const outcomes = (await settled(Promise.all(texts.map(send)))) as readonly { outcome: string; revision: number }[];
        equal(
          outcomes.map((each) => each.outcome),
          texts.map(() => 'applied'),
          'the outcomes',
        );
        equal(outcomes.map((each) => each.revision).sort(), [2, 3, 4, 5], 'the revisions');
        const after: any = await quiet.engine.get('e1', { by: clerk });
        equal([...after.context.notes].sort(), texts, 'the notes');
        equal((await quiet.engine.verifyJournal('e1', { by: clerk }))!.faults, [], 'faults in the journal');
      }),
  ],
  [
    6,
    'applies a request once, sent by two engines with the same key',
    (_, harness) =>
      interleave(harness, async (store, slow, settled) => {
        const quiet = deskOn(store);
        await quiet.open();
        const desks = ['f', 'g'].map((name) => deskOn(slow(store), { clock: quiet.clock, name }));
        const all = desks.flatMap(({ engine, open }) => [
          open({ key: 'k1' }),
          engine.send('e1', 'note' as never, { by: clerk, key: 'k2', payload: { text: 'x' } } as never),
        ]);
        const outcomes = (await settled(Promise.all(all))) as readonly { outcome: string }[];
        equal(outcomes.map((each) => each.outcome).sort(), ['applied', 'applied', 'replayed', 'replayed'], 'the outcomes');
        equal((await quiet.engine.find({ by: clerk })).length, 2, 'cases');
      }),
  ],
  [
    9,
    'applies a deadline once, while commands and two workers race for the case',
    (_, harness) =>
      interleave(harness, async (store, slow, settled) => {
        const quiet = deskOn(store);
        await quiet.open();
        quiet.clock.advance(2 * hourMs);
        const [one, two] = ['f', 'g'].map((name) => deskOn(slow(store), { clock: quiet.clock, name }).engine);
        await settled(Promise.all([one!.runDue(), two!.send('e1', 'begin' as never, { by: clerk } as never), two!.runDue()]));
        const journal = await quiet.engine.history('e1', { by: clerk });
        equal(
          journal.map((entry) => entry.kind),
          ['open', 'timer', 'command'],
          'the journal',
        );
        equal((await quiet.engine.get('e1', { by: clerk }))!.states, ['doing'], 'the state');
      }),
  ],
  [
    10,
    'hands every message to its subscriber in order, with two workers at once',
    (_, harness) =>
      interleave(harness, async (store, slow, settled) => {
        const arrived: string[] = [];
        const subscribers = { host: { handle: ({ name }: { readonly name: string }) => void arrived.push(name) } };
        const quiet = deskOn(store, { subscribers });
        await quiet.open();
        await quiet.engine.send('e1', 'begin' as never, { by: clerk } as never);
        quiet.clock.advance(25 * hourMs);
        await quiet.engine.send('e1', 'begin' as never, { by: clerk } as never);
        const workers = ['f', 'g'].map((name) => deskOn(slow(store), { clock: quiet.clock, name, subscribers }).engine);
        await settled(Promise.all(workers.map((engine) => engine.relay())));
        // A store that skips what another transaction holds may answer both that there is nothing: whoever polls next goes on.
        await quiet.engine.relay();
        equal(arrived, ['begun', 'late', 'begun'], 'the messages');
      }),
  ],
]);
