import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditFaults, by, type Desk, desk, hour, li, recording } from '../desk.fixture.ts';
import { type Commit, createEngine, type JournalEntry, memoryStore, type Store } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';
import { workshop } from '../workshop.fixture.ts';

const people = { s: [{ role: 'smith', unit: '' }], p: [{ role: 'painter', unit: '' }] };

/** Every call to the store waits for its turn, which fast-check gives in any order. */
function scheduled(store: Store<never>, scheduler: fc.Scheduler): Store<never> {
  return {
    ...store,
    load: scheduler.scheduleFunction(store.load) as Store<never>['load'],
    commit: scheduler.scheduleFunction(store.commit) as Store<never>['commit'],
    claimTimers: scheduler.scheduleFunction(store.claimTimers) as Store<never>['claimTimers'],
    claim: scheduler.scheduleFunction(store.claim) as Store<never>['claim'],
  };
}

async function twoNodes(scheduler: fc.Scheduler, options: Partial<Desk['settings']> = {}) {
  const committed: Commit[] = [];
  const plain = recording(memoryStore(), committed);
  const each = desk({ processes: [parcel, workshop], people, store: plain, ...options });
  const racing = { ...each.settings, store: scheduled(plain, scheduler) };
  return { ...each, plain, committed, nodes: [createEngine(racing), createEngine(racing)] as const };
}
const faults = (each: { readonly plain: Store<never>; readonly committed: readonly Commit[] }) => auditFaults(each.plain, each.committed);

it('law 7: concurrent commands on one case are each applied exactly once, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 9 })), { minLength: 2, maxLength: 6 }),
      async (scheduler, sends) => {
        const each = await twoNodes(scheduler);
        await each.engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
        const sent = sends.map(([node, strokes]) => each.nodes[node]!.send('w', 'strike', { by: by('s'), payload: { strokes: -strokes } }));
        const outcomes = await scheduler.waitFor(Promise.all(sent));
        expect(outcomes.map((outcome) => outcome.outcome)).toEqual(sends.map(() => 'applied'));
        expect(new Set(outcomes.map((outcome) => 'revision' in outcome && outcome.revision)).size).toBe(sends.length);
        const total = sends.reduce((sum, [, strokes]) => sum - strokes, 0);
        expect(JSON.parse((await each.row('w')).record)).toMatchObject({ revision: 1 + sends.length, context: { strokes: total } });
        expect(await faults(each)).toEqual([]);
      },
    ),
    { numRuns: 150, seed: 7 },
  );
});

it('law 6: one key sent through two nodes at once is applied once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, times) => {
      const each = await twoNodes(scheduler);
      await each.engine.open(workshop, { by: by('s'), unit: '', input: {}, id: 'w' });
      const asked = { by: by('s'), payload: { strokes: 1 }, key: 'k' };
      const sent = Array.from({ length: times }, (_none, index) => each.nodes[index % 2]!.send('w', 'strike', asked));
      const outcomes = (await scheduler.waitFor(Promise.all(sent))).map(
        (outcome) => `${outcome.outcome} ${'revision' in outcome ? outcome.revision : ''}`,
      );
      expect(outcomes.sort()).toEqual(['applied 2', ...Array(times - 1).fill('replayed 2')]);
      expect(await faults(each)).toEqual([]);
    }),
    { numRuns: 100, seed: 6 },
  );
});

it('law 6: one key opens one case, and one id too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const each = await twoNodes(scheduler);
      const asked = { by: li, unit: '', input: { weight: 1 } };
      const keyed = each.nodes.map((node) => node.open(parcel, { ...asked, key: 'k' }));
      const named = each.nodes.map((node) => node.open(parcel, { ...asked, id: 'x' }));
      await scheduler.waitFor(Promise.all([...keyed, ...named]));
      expect((await Promise.all(keyed)).map((outcome) => outcome.outcome).sort()).toEqual(['applied', 'replayed']);
      expect((await Promise.all(named)).map((outcome) => outcome.outcome).sort()).toEqual(['applied', 'invalid']);
      expect(each.committed).toHaveLength(2);
    }),
    { numRuns: 60, seed: 16 },
  );
});

it('law 9: a deadline that two nodes and a command find due at once takes effect once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.constantFrom('lose', 'check', 'stay'), async (scheduler, command) => {
      const each = await twoNodes(scheduler);
      const c = await each.parcel();
      each.clock.advance(12 * hour);
      const work = [...each.nodes.map((node) => node.runDue()), each.nodes[0].send(c, command as 'lose', { by: by('both') })];
      await scheduler.waitFor(Promise.all<unknown>(work));
      const kinds = (await each.rows(c.id)).map((row) => (JSON.parse(row.entry) as JournalEntry).type);
      expect(kinds.filter((kind) => kind === 'remind')).toHaveLength(1);
      expect(kinds.indexOf('remind')).toBe(1);
      expect(await faults(each)).toEqual([]);
    }),
    { numRuns: 150, seed: 19 },
  );
});

it('law 10: two nodes that deliver at once keep each lane in order, and open a linked case once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const names: string[] = [];
      const each = await twoNodes(scheduler, { subscribers: { all: { handle: ({ id }) => void names.push(id) } } });
      const c = await each.parcel();
      await each.engine.send(c, 'lose', { by: li });
      const work = each.nodes.flatMap((node) => [node.relay(), node.runDue()]);
      await scheduler.waitFor(Promise.all<unknown>(work));
      expect(names.sort()).toEqual([`${c.id}.2.0:1:1`, `${c.id}:1:0`]);
      expect(JSON.parse((await each.row(c.id)).record).links).toMatchObject({ [`to:searchedBy:${c.id}.2.0`]: { status: 'active' } });
      expect(await faults(each)).toEqual([]);
    }),
    { numRuns: 100, seed: 20 },
  );
});

it('a command that loses every race gives up with CONFLICT_STORM, and writes nothing', async () => {
  const one = desk();
  const c = await one.parcel();
  const losing = createEngine({ ...one.settings, store: { ...one.store, commit: async () => 'conflict' as const } });
  await expect(losing.send(c, 'lose', { by: li })).rejects.toMatchObject({ code: 'CONFLICT_STORM' });
  expect(await one.rows(c.id)).toHaveLength(1);
});
