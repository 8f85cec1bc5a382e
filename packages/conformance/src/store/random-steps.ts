// Calls of the port at random, as data, so that a sequence that fails can be shrunk and printed.
import type { Claimed, Commit, DueTimer, Store } from '@bihuan/core';
import fc from 'fast-check';
import { claimed, dueTimer } from './everything.ts';
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

const term = fc.constantFrom('tag:x', 'tag:y', 'state:one');
const person = fc.constantFrom('wang', 'somebody');
const competence = { processes: fc.constantFrom([{ id: 'errand', version: 1 }], []), subscribers: fc.constantFrom(['s'], ['s', 's2'], []) };

/** A query with one filter, two at most: with more, there is seldom anything left to compare. */
const narrowed = <Query extends object, Filters extends object>(
  query: { [K in keyof Query]: fc.Arbitrary<Query[K]> },
  filters: { [K in keyof Filters]: fc.Arbitrary<Filters[K]> },
) =>
  fc
    .tuple(fc.record(query), fc.record(filters), fc.subarray(Object.keys(filters), { maxLength: 2 }))
    .map(
      ([base, all, chosen]) =>
        ({ ...base, ...Object.fromEntries(chosen.map((key) => [key, all[key as keyof Filters]])) }) as Query & Partial<Filters>,
    );

const place = fc.record({ tenant, id });
const commit = fc.record({
  call: fc.constant('commit' as const),
  place,
  /** How far from the truth the expected revision is: mostly not at all. */
  off: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
  keys: fc.uniqueArray(maybe(key), { minLength: 1, maxLength: 2 }),
  row: fc.record({
    unit,
    subjectType: fc.constant('house'),
    subjectId: fc.constantFrom('3', '4'),
    process: fc.constantFrom('errand', 'hazard'),
    states: fc.constantFrom('one', 'two', 'one two'),
    outcome: maybe(fc.constant('done')),
    openSubject: maybe(fc.constantFrom('house-1', 'house-2')),
    dueAtMs: maybe(nowMs),
  }),
  /** Due times of the timers of one case never tie: which of two comes first is not said. */
  timers: fc.uniqueArray(fc.record({ number: fc.nat(2), due: maybe(fc.nat(5)) }), { maxLength: 2, selector: (timer) => timer.number }),
  dropTimers: few(fc.nat(2)),
  work: fc.uniqueArray(
    fc.record({
      ...{ state, unit, assignee: maybe(fc.constantFrom('u', 'v')), dueAtMs: maybe(nowMs) },
      roles: fc.constantFrom(['clerk'], ['chief'], ['clerk', 'chief']),
    }),
    { maxLength: 2, selector: (item) => item.state },
  ),
  dropWork: few(state),
  deliveries: fc.array(fc.constantFrom('s', 's', 's2'), { maxLength: 12, size: 'max' }),
  terms: few(term),
  dropTerms: few(term),
  personal: fc.uniqueArray(fc.record({ field: fc.constantFrom('f', 'g'), person }), { maxLength: 2, selector: ({ field }) => field }),
  dropPersonal: few(fc.record({ revision: fc.integer({ min: 1, max: 3 }), field: fc.constantFrom('f', 'g') })),
  actor: fc.constantFrom('u', 'v'),
  doneAtMs: nowMs,
});

/** Limits are high where ties would leave open who comes first. */
const claiming = { nowMs, leaseMs: fc.integer({ min: 1, max: 30 }), only: fc.record(competence, { requiredKeys: [] }) };

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
      query: narrowed(
        { tenant, units: few(unit), limit: fc.integer({ min: 1, max: 4 }) },
        {
          process: fc.constant('errand'),
          closed: fc.boolean(),
          terms: few(term),
          dueBeforeMs: nowMs,
          after: fc.record({ dueAtMs: nowMs, id }),
        },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant('work' as const),
      query: narrowed(
        {
          tenant,
          actor: fc.constantFrom('u', 'v'),
          grants: few(fc.record({ role, unit })),
          which: fc.constantFrom('mine' as const, 'open' as const, 'all' as const),
          limit: fc.integer({ min: 1, max: 6 }),
        },
        {
          ...{ unit, case: id, dueBeforeMs: nowMs, terms: few(term) },
          subject: fc.record({ type: fc.constant('house'), id: fc.constantFrom('3', '4') }),
          after: fc.record({ dueAtMs: maybe(nowMs), case: id, state }),
        },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      call: fc.constant('done' as const),
      query: fc.record(
        {
          tenant,
          actor: fc.constantFrom('u', 'v'),
          limit: fc.integer({ min: 1, max: 4 }),
          before: fc.record({ atMs: nowMs, case: id, revision: fc.nat(3) }),
        },
        { requiredKeys: ['tenant', 'actor', 'limit'] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      call: fc.constant('personal' as const),
      query: fc.oneof(fc.record({ tenant, case: id }), fc.record({ tenant, person, limit: fc.integer({ min: 1, max: 4 }) })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('remove' as const), place }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant('claimTimers' as const), ...claiming }) },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant('deferTimer' as const), which: fc.nat(5), stale: fc.boolean(), retryAtMs: nowMs }),
  },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('releaseTimers' as const), which: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant('claim' as const), ...claiming }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('nextWakeMs' as const), only: fc.record(competence, { requiredKeys: [] }) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('settle' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant('retry' as const), which: fc.nat(5), retryAtMs: maybe(nowMs) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('release' as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('revive' as const), which: fc.nat(5), atMs: nowMs }) },
);

export type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(anyStep, { minLength: 1, maxLength: 40, size: 'max' });

/** What a sequence has come to so far, as the reference store knows it: later steps refer to it. */
export interface Progress {
  readonly revisions: Map<string, number>;
  readonly timers: DueTimer[];
  readonly messages: Claimed[];
}

/** A step as a call that may be made on any store, and what is learnt from its answer. */
export function callOf(
  step: Step,
  progress: Progress,
): { readonly call: (store: Store) => Promise<any>; readonly learn?: (answer: any) => void; readonly shown?: (answer: any) => unknown } {
  const chosen = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(from.length, 1)];
  switch (step.call) {
    case 'commit': {
      const made = commitOf(step, progress);
      return {
        call: (store) => store.commit(made),
        learn(answer) {
          if (answer !== 'committed') return;
          progress.revisions.set(`${made.case.tenant} ${made.case.id}`, made.case.revision);
        },
      };
    }
    case 'load':
      return { call: (store) => store.load({ ...step.place, key: step.key }) };
    case 'history':
      return { call: (store) => store.history({ ...step.place, afterRevision: step.afterRevision, limit: step.limit }) };
    case 'find':
      return { call: async (store) => [await store.find(step.query), await store.count(step.query)] };
    case 'work':
      return { call: async (store) => [await store.work(step.query), await store.countWork(step.query)] };
    case 'done':
      return { call: (store) => store.done(step.query) };
    case 'personal':
      return { call: (store) => store.personal(step.query) };
    case 'remove': {
      const { tenant: of, id: which } = step.place;
      return {
        call: (store) => store.remove({ tenant: of, id: which, revision: progress.revisions.get(`${of} ${which}`) ?? 0 }),
        learn: (answer) => void (answer === 'removed' && progress.revisions.delete(`${of} ${which}`)),
      };
    }
    case 'claimTimers':
      return {
        call: async (store) => store.claimTimers(claimOf(step)),
        learn: (answer: readonly DueTimer[]) => progress.timers.push(...answer),
        shown: (answer: readonly DueTimer[]) => answer.map(dueTimer),
      };
    case 'releaseTimers': {
      const timer = chosen(progress.timers, step.which);
      return { call: async (store) => timer && store.releaseTimers([timer]) };
    }
    case 'deferTimer': {
      const timer = chosen(progress.timers, step.which);
      if (!timer) return { call: async () => undefined };
      const named = step.stale ? { ...timer, generation: timer.generation + 1 } : timer;
      return { call: (store) => store.deferTimer(named, step.retryAtMs, 'boom') };
    }
    case 'claim':
      return {
        call: async (store) => store.claim(claimOf(step)),
        learn: (answer: readonly Claimed[]) => progress.messages.push(...answer),
        shown: (answer: readonly Claimed[]) => answer.map(claimed),
      };
    case 'nextWakeMs':
      return { call: (store) => store.nextWakeMs(step.only) };
    case 'settle': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.settle(message) };
    }
    case 'retry': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.retry(message, step.retryAtMs, 'boom') };
    }
    case 'release': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.release([message]) };
    }
    case 'revive': {
      const message = chosen(progress.messages, step.which);
      return { call: async (store) => message && store.revive(message, step.atMs) };
    }
  }
}

const claimOf = ({ nowMs: at, leaseMs, only }: Extract<Step, { call: 'claim' | 'claimTimers' }>) => ({
  nowMs: at,
  leaseUntilMs: at + leaseMs,
  limit: 100,
  ...only,
});

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
    work: parts.work.flatMap(({ roles, ...item }) => roles.map((role) => ({ ...item, role }))),
    dropWork,
    deliveries: parts.deliveries.map((subscriber) => ({ subscriber })),
    // A term that is put again is not dropped: core never does both.
    terms: [...new Set(parts.terms)],
    dropTerms: parts.dropTerms.filter((each) => !parts.terms.includes(each)),
    personal: parts.personal,
    dropPersonal: parts.dropPersonal,
    actor: parts.actor,
    doneAtMs: parts.doneAtMs,
  };
  return sample(place.id, written);
}
