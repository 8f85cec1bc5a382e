// A store made of what is known already, for one piece of work of an engine: what it writes is collected, what it lacks is named.
import type { Capabilities, CaseRow, Claimed, Commit, DueTimer, JournalRow, PersonalRow, Store } from '@bihuan/core';
import { BihuanError } from '@bihuan/core';

export interface Facts {
  /** By id; null where there is no such case. */
  readonly cases: Readonly<Record<string, CaseRow | null>>;
  /** Personal fields, by case. */
  readonly personal: Readonly<Record<string, readonly PersonalRow[]>>;
  /** The entry that carries the key of the request. */
  readonly keyed?: JournalRow | null;
  /** Subjects that turned out to be another case's. */
  readonly takenSubjects: readonly string[];
  /** What the engine is given when it claims. */
  readonly timer?: DueTimer;
  readonly message?: Claimed;
}

export const noFacts: Facts = { cases: {}, personal: {}, takenSubjects: [] };

/** A fact that has to be fetched before the work can be done. */
export type Missing = { readonly case: string } | { readonly personalOf: string };

export interface Written {
  readonly commits: readonly Commit[];
  readonly missing: Missing | null;
  /** The timer's step failed, or the message did not arrive. `retryAtMs: null`: not to be tried again. */
  readonly failed: { readonly retryAtMs: number | null; readonly error: string } | null;
}

/** Resolves to facts and `written`; every method that one piece of work has no use for is refused. */
export function givenStore(facts: Facts): { readonly store: Store<never>; readonly written: () => Written } {
  const commits: Commit[] = [];
  const cases = new Map(Object.entries(facts.cases));
  let missing: Missing | null = null;
  let failed: Written['failed'] = null;
  let [timer, message] = [facts.timer, facts.message];
  const need = (fact: Missing): never => {
    missing ??= fact;
    throw new Error('a fact is missing');
  };

  const store: Partial<Store<never>> = {
    capabilities: restateCapabilities,
    async load({ id, key }) {
      if (!cases.has(id)) need({ case: id });
      return { case: cases.get(id) ?? undefined, keyed: key === undefined ? undefined : (facts.keyed ?? undefined) };
    },
    async commit(commit) {
      const { openSubject } = commit.case;
      if (openSubject !== null && facts.takenSubjects.includes(openSubject)) return 'subject-taken';
      commits.push(commit);
      cases.set(commit.case.id, commit.case);
      return 'committed';
    },
    async personal(query) {
      if (!('case' in query)) return refused();
      return facts.personal[query.case] ?? need({ personalOf: query.case });
    },
    async claimTimers() {
      const taken = timer ? [timer] : [];
      timer = undefined;
      return taken;
    },
    async deferTimer(_, retryAtMs, error) {
      failed = { retryAtMs, error };
    },
    async releaseTimers() {},
    async claim() {
      const taken = message ? [message] : [];
      message = undefined;
      return taken;
    },
    async settle() {},
    async retry(_, retryAtMs, error) {
      failed = { retryAtMs, error };
    },
    async release() {},
  };
  const whole = new Proxy(store, { get: (given, name) => Reflect.get(given, name) ?? (name === 'then' ? undefined : refused) });
  return { store: whole as Store<never>, written: () => ({ commits, missing, failed }) };
}

/** What the engine on Restate can do, as a store declares it. */
export const restateCapabilities: Capabilities = { hostTransaction: false, durable: true, readYourWritesQueries: false, wakeUps: true };

const refused = async (): Promise<never> => {
  throw new BihuanError('STORE_UNSUPPORTED', { zh: '此处不可用', en: 'Not where a case lives: queries are answered by the projection' });
};
