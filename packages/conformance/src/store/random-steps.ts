// Calls of the port at random, as data, so that a sequence that fails can be shrunk and printed.
import type { Commit, DeliveryRow, Store, TimerRow } from '@bihuan/core';
import fc from 'fast-check';
import { byText, claimed, dueTimer } from './everything.ts';
import { type Sample, sample } from './sample.ts';

const tenant = fc.constantFrom('north', 'south');
const id = fc.constantFrom('c0', 'c1', 'c2');
const unit = fc.constantFrom('', 'a', 'a/b', 'ab');
const role = fc.constantFrom('clerk', 'chief');
const state = fc.constantFrom('one', 'two');
const nowMs = fc.integer({ min: 0, max: 60 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const few = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 2, size: 'max' });
const key = fc.constantFrom('k0', 'k1', 'k2', 'k3', 'k4', 'k5', 'k6', 'k7');

const place = fc.record({ tenant, id });
const commit = fc.record({
  call: fc.constant('commit' as const),
  place,
  /** How far from the truth the expected revision is: mostly not at all. */
  off: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
  keys: fc.uniqueArray(maybe(key), { minLength: 1, maxLength: 2 }),
  row: fc.record({
    unit,
    process: fc.constantFrom('errand', 'hazard'),
    states: fc.constantFrom('one', 'two', 'one two'),
    outcome: maybe(fc.constant('done')),
    openSubject: maybe(fc.constantFrom('house-1', 'house-2')),
  }),
  /** Due times of the timers of one case never tie: which of two comes first is not said. */
  timers: fc.uniqueArray(fc.record({ number: fc.nat(2), due: maybe(fc.nat(5)) }), { maxLength: 2, selector: (timer) => timer.number }),
  dropTimers: few(fc.nat(2)),
  work: fc.uniqueArray(fc.record({ state, unit, assignee: maybe(fc.constantFrom('u', 'v')), dueAtMs: maybe(nowMs) }), {
    maxLength: 2,
    selector: (item) => item.state,
  }),
  dropWork: few(state),
  deliveries: fc.array(fc.constantFrom('s', 's', 's2'), { maxLength: 12, size: 'max' }),
});

const anyStep = fc.oneof(
  { weight: 6, arbitrary: commit },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('load' as const), place, key }) },
  {
    weight: 1,
    arbitrary: fc.record({ call: fc.constant('history' as const), place, afterRevision: fc.nat(3), limit: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant('find' as const),
      query: fc.record(
        {
          tenant,
          units: few(unit),
          limit: fc.integer({ min: 1, max: 4 }),
          state,
          process: fc.constant('errand'),
          closed: fc.boolean(),
          afterId: id,
        },
        { requiredKeys: ['tenant', 'units', 'limit'] },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant('work' as const),
      query: fc.record(
        {
          tenant,
          actor: fc.constantFrom('u', 'v'),
          grants: few(fc.record({ role, unit })),
          which: fc.constantFrom('mine' as const, 'open' as const, 'all' as const),
          limit: fc.integer({ min: 1, max: 6 }),
          after: fc.record({ dueAtMs: maybe(nowMs), case: id, state }),
        },
        { requiredKeys: ['tenant', 'actor', 'grants', 'which', 'limit'] },
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('dueTimers' as const), nowMs }) },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant('deferTimer' as const), which: fc.nat(5), stale: fc.boolean(), retryAtMs: nowMs }),
  },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('claim' as const), nowMs, leaseMs: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('nextWakeMs' as const) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('settle' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('retry' as const), which: fc.nat(5), retryAtMs: maybe(nowMs) }) },
);

export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' });

/** What a sequence has come to so far, as the reference store knows it: later steps refer to it. */
export interface Progress {
  readonly revisions: Map<string, number>;
  readonly timers: TimerRow[];
  readonly messages: DeliveryRow[];
}

/** A step as a call that may be made on any store, and what is learnt from its answer. */
export function callOf(
  step: Step,
  progress: Progress,
): { readonly call: (store: Store) => Promise<unknown>; readonly learn?: (answer: any) => void } {
  const chosen = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(from.length, 1)];
  switch (step.call) {
    case 'commit': {
      const made = commitOf(step, progress);
      return {
        call: (store) => store.commit(made),
        learn(answer) {
          if (answer !== 'committed') return;
          progress.revisions.set(`${made.case.tenant} ${made.case.id}`, made.case.revision);
          progress.timers.push(...made.timers.put);
        },
      };
    }
    case 'load':
      return { call: (store) => store.load({ ...step.place, key: step.key }) };
    case 'history':
      return { call: (store) => store.history({ ...step.place, afterRevision: step.afterRevision, limit: step.limit }) };
    case 'find':
      return { call: (store) => store.find(step.query) };
    case 'work':
      return { call: (store) => store.work(step.query) };
    case 'dueTimers':
      return { call: async (store) => (await store.dueTimers({ nowMs: step.nowMs, limit: 100 })).map(dueTimer).sort(byText) };
    case 'deferTimer': {
      const timer = chosen(progress.timers, step.which);
      if (!timer) return { call: async () => undefined };
      const named = step.stale ? { ...timer, generation: timer.generation + 1 } : timer;
      return { call: (store) => store.deferTimer(named, step.retryAtMs, 'boom') };
    }
    case 'claim':
      return {
        call: async (store) =>
          (await store.claim({ nowMs: step.nowMs, leaseUntilMs: step.nowMs + step.leaseMs, limit: 100 })).map(claimed).sort(byText),
        learn: (answer) => progress.messages.push(...answer),
      };
    case 'nextWakeMs':
      return { call: (store) => store.nextWakeMs() };
    case 'settle': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.settle(message) };
    }
    case 'retry': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.retry(message, step.retryAtMs, 'boom') };
    }
  }
}

function commitOf({ place, off, keys, row, ...parts }: Extract<Step, { call: 'commit' }>, { revisions }: Progress): Commit {
  const from = Math.max((revisions.get(`${place.tenant} ${place.id}`) ?? 0) + off, 0);
  // Rows of a state that are put again are dropped first, as the port has it.
  const dropWork = [...parts.dropWork, ...parts.work.map((item) => item.state)];
  const written: Sample = {
    tenant: place.tenant,
    from,
    keys,
    row,
    timers: parts.timers.map(({ number, due }) => ({ timer: `x#${number}`, dueAtMs: due === null ? null : due * 10 + number })),
    dropTimers: parts.dropTimers.map((number) => `x#${number}`),
    work: parts.work,
    dropWork,
    deliveries: parts.deliveries.map((subscriber) => ({ subscriber })),
  };
  return sample(place.id, written);
}
