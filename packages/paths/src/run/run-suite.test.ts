import { memoryStore, type Store } from '@bihuan/core';
import { hazardProcess } from '@bihuan/processes';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Suite, suite as suiteSchema } from '../cases/suite.ts';
import type { Driver, Session } from './driver.ts';
import { type EngineDriver, engineDriver, storeDriver } from './engine-driver.ts';
import { calendar, hazardSuite, model } from './hazard-suite.fixture.ts';
import { modelSteps } from './model-path.ts';
import { runPath } from './run-path.ts';
import { runSuite } from './run-suite.ts';

let suite: Suite;
beforeAll(async () => {
  suite = await hazardSuite();
});
const pathOf = (id: string) => suite.paths.find((path) => path.id === id)!;

/** A driver that behaves as another, but for what is changed. */
const spoilt = (change: (session: Session) => Partial<Session>, under: Driver = model): Driver => ({
  name: 'spoilt',
  async session(...asked) {
    const session = await under.session(...asked);
    const own = { apply: session.apply, observe: session.observe, advanceTime: session.advanceTime, close: session.close! };
    const bound = Object.fromEntries(Object.entries(own).map(([name, run]) => [name, run.bind(session)])) as unknown as Session;
    return { ...bound, ...change(bound) };
  },
});

describe('a suite', () => {
  it('passes against the process it was made from, in memory and over a store', async () => {
    expect(suiteSchema.parse(suite)).toEqual(suite);
    const stores: Store[] = [];
    const store = () => {
      const made = memoryStore();
      stores.push(made);
      return made;
    };
    for (const driver of [model, storeDriver(model.process, store, { calendar })]) {
      const report = await runSuite(suite, driver, { parallel: 3 });
      expect(report.results.map(({ path, outcome, failure }) => [path, outcome, failure])).toEqual(
        suite.paths.map(({ id }) => [id, 'passed', undefined]),
      );
      expect(report).toMatchObject({ suite: { process: 'hazard', version: 1, hash: suite.hash }, seed: 1 });
      expect(report.partial).toBeUndefined();
    }
    expect(stores).toHaveLength(suite.paths.length);
  });

  it('reaches what it says: refusals, retries, two at once, time and news', () => {
    const seen = suite.paths.flatMap(({ steps }) => steps.map(({ kind, expect: { outcome } }) => `${kind} ${outcome}`));
    expect(seen).toEqual(expect.arrayContaining(['command forbidden', 'command invalid', 'command refused', 'retry replayed']));
    expect(seen).toEqual(expect.arrayContaining(['together applied', 'time applied', 'news applied', 'control applied']));
    expect(pathOf('escalated').steps.at(-1)!.expect.states).toEqual(['rectified']);
    expect(pathOf('late').steps.map(({ expect: { states } }) => states[0])).toEqual([
      ...['reported', 'recorded', 'rectifying', 'rectifying', 'overdue', 'rectified'],
    ]);
  });

  it('made from another definition is refused, unless it may be stale', async () => {
    const stale = { ...suite, hash: 'f'.repeat(16) };
    await expect(runSuite(stale, model)).rejects.toMatchObject({ code: 'PROCESS_CHANGED' });
    await expect(
      runSuite(
        stale,
        spoilt(() => ({})),
        { shrink: model },
      ),
    ).rejects.toMatchObject({ code: 'PROCESS_CHANGED' });
    expect((await runSuite(stale, model, { allowStale: true })).results.every(({ outcome }) => outcome === 'passed')).toBe(true);
  });

  it('finds other limits than it was made for, at the step where they show', async () => {
    const slower = engineDriver(hazardProcess({ overdueGrace: { workingDays: 2 }, lookBackRounds: 2 }), { calendar });
    const report = await runSuite(suite, slower);
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ path: 'through', failure: { step: 10, expected: ['closed'], actual: ['lookBack'] } }]);
  });

  it('stops after a failure where it is told to, and says that it is partial', async () => {
    const broken = spoilt(() => ({ observe: async () => ({ states: ['nowhere'] }) }));
    const report = await runSuite(suite, broken, { bail: true });
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
    expect(report.partial).toContain('3 paths were not run');
    const stopped = new AbortController();
    const progress: number[] = [];
    const onProgress = ({ done }: { readonly done: number }) => {
      progress.push(done);
      stopped.abort();
    };
    const aborted = await runSuite(suite, model, { signal: stopped.signal, onProgress });
    expect([aborted.partial?.includes('stopped'), progress]).toEqual([true, [1]]);
  });

  it('runs in an order that its seed gives, and no other', async () => {
    const orderOf = async (seed: number) => {
      const order: string[] = [];
      await runSuite(suite, model, { seed, onProgress: ({ last }) => order.push(last.path) });
      return order.join(' ');
    };
    const orders = await Promise.all([1, 2, 3, 4, 5].map(orderOf));
    expect(await Promise.all([1, 2, 3, 4, 5].map(orderOf))).toEqual(orders);
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('refuses a wrong number of workers by name', async () => {
    await expect(runSuite(suite, model, { parallel: 0 })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
      details: { option: 'parallel' },
    });
  });
});

describe('a driver', () => {
  const failureOf = async (change: (session: Session) => Partial<Session>, id = 'through') =>
    (await runPath(suite, pathOf(id), spoilt(change), { stepTimeoutMs: 20 })).failure;

  it('that hangs is named as such', async () => {
    const never = () => new Promise<never>(() => {});
    expect(await failureOf(() => ({ apply: never }))).toMatchObject({ step: 1, message: expect.stringContaining('hangs') });
    expect(await failureOf(() => ({ advanceTime: never }), 'late')).toMatchObject({
      step: 4,
      message: expect.stringContaining('advanceTime'),
    });
    expect(await failureOf(() => ({ close: never }))).toMatchObject({ message: expect.stringContaining('close') });
  });

  it('that answers in another form is named as such', async () => {
    expect(await failureOf(() => ({ apply: async () => 'fine' as never }))).toMatchObject({
      step: 1,
      message: expect.stringContaining('no Answer'),
      actual: 'fine',
    });
    expect(await failureOf(() => ({ observe: async () => ({ states: 'x' }) as never }))).toMatchObject({
      message: expect.stringContaining('no Observation'),
    });
  });

  it('that throws fails the path, not the run', async () => {
    const throwing = () => ({
      apply: async () => {
        throw new Error('boom');
      },
    });
    expect(await failureOf(throwing)).toMatchObject({ step: 1, message: expect.stringContaining('boom') });
  });

  it('may leave out what it cannot see', async () => {
    expect(await failureOf(({ observe }) => ({ observe: async () => ({ states: (await observe()).states! }) }))).toBeUndefined();
    expect(
      await failureOf(({ observe }) => ({
        observe: async () => {
          const seen = await observe();
          return { ...seen, context: { place: seen.context?.['place'] } };
        },
      })),
    ).toBeUndefined();
  });

  it.each([
    ['context', { place: '别处' }],
    ['timers', ['reported#dispatch']],
    ['workItems', []],
    ['messages', ['assigned']],
    ['closed', 'closed'],
    ['states', ['recorded']],
  ])('that shows other %s fails', async (field, value) => {
    const failure = await failureOf(({ observe }) => ({ observe: async () => ({ ...(await observe()), [field]: value }) }));
    expect(failure).toMatchObject({ step: 1, message: expect.any(String) });
  });

  it('that acts on what it refuses is found at the refusal', async () => {
    let wrong = false;
    const acting = ({ apply, observe }: Session): Partial<Session> => ({
      async apply(step) {
        wrong = step.negative === true;
        return apply(step);
      },
      async observe() {
        const seen = await observe();
        return wrong ? { ...seen, context: { ...seen.context, category: 'changed' } } : seen;
      },
    });
    expect(await failureOf(acting)).toMatchObject({ step: 2, message: expect.stringContaining('changed context') });
  });
});

describe('a failing path', () => {
  /** Fails whenever `fault` is done after `cause` was. */
  const failing = (cause: string, fault: string): Driver =>
    spoilt(({ apply }) => {
      let caused = false;
      return {
        async apply(step) {
          caused ||= step.command === cause;
          return caused && step.command === fault ? { outcome: 'lost' } : apply(step);
        },
      };
    });

  it('is made as short as the process allows', async () => {
    const report = await runSuite(suite, failing('assign', 'submit'), { shrink: model });
    const { shrunk, step } = report.results[0]!.failure!;
    expect(step).toBe(8);
    expect(shrunk!.map(({ command }) => command)).toEqual(['open', 'record', 'assign', 'submit']);
    expect(shrunk!.at(-1)!.expect.outcome).toBe('applied');
  });

  it('stays a path of the process whatever is left out, and fails still', async () => {
    const commands = ['open', 'record', 'assign', 'submit', 'pass', 'clean'];
    const pair = fc.tuple(fc.constantFrom(...commands), fc.constantFrom(...commands));
    await fc.assert(
      fc.asyncProperty(pair, async ([cause, fault]) => {
        const driver = failing(cause, fault);
        const { results } = await runSuite({ ...suite, paths: [pathOf('through')] }, driver, { shrink: model });
        const { failure } = results[0]!;
        if (!failure) return;
        const { shrunk = [] } = failure;
        expect(shrunk.length).toBeLessThanOrEqual(failure.step);
        expect(await modelSteps(model, suite, [...shrunk])).toEqual(shrunk);
        const again = await runPath(suite, { ...pathOf('through'), steps: [...shrunk] }, driver);
        expect(again.failure?.step).toBe(shrunk.length);
      }),
      { numRuns: 15 },
    );
  });
});

it('an engine in memory takes thousands of steps a second', async () => {
  const driver: EngineDriver = model;
  const started = performance.now();
  for (let round = 0; round < 50; round++) await runSuite(suite, driver);
  const steps = 50 * suite.totals.steps;
  expect(steps / ((performance.now() - started) / 1_000)).toBeGreaterThan(300);
});
