// What a law of the store is, and what a store hands in to be held to it.
import type { Store } from '@bihuan/core';

/** A store to try, empty, and what else it can do. Every law makes its own and closes it. */
export interface StoreUnderTest<Tx = any> {
  readonly store: Store<Tx>;
  /** Closes the store and opens it again on the same data. Needed where `capabilities.durable` is true. */
  readonly reopen?: () => Promise<Store<Tx>>;
  /** Runs `work` in a transaction of the host: committed when it resolves, rolled back when it rejects. Needed where `capabilities.hostTransaction` is true. */
  readonly transaction?: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
}

export interface StoreHarness {
  readonly create: () => Promise<StoreUnderTest>;
  /** For the laws that try sequences at random. Default: a fixed seed and a number of runs that takes about a second in memory. */
  readonly random?: { readonly seed?: number; readonly runs?: number };
}

/** `anything` is true of every store; the others only where the capability is there, or is not. */
export type LawScope = 'anything' | 'hostTransaction' | 'no hostTransaction' | 'durable';

export interface StoreLaw {
  /** A sentence in the present tense; unique. */
  readonly name: string;
  readonly topic: string;
  /** Number in section 3 of the design. */
  readonly law: number;
  readonly scope: LawScope;
  /** Throws `LawBroken`, or whatever the store threw. */
  readonly run: (harness: StoreHarness) => Promise<void>;
}

export type LawBody = (subject: StoreUnderTest, harness: StoreHarness) => Promise<void>;

/** Laws of one topic, each with a store of its own. */
export function laws(
  topic: string,
  bodies: readonly (readonly [law: number, name: string, body: LawBody, scope?: LawScope])[],
): readonly StoreLaw[] {
  return bodies.map(([law, name, body, scope = 'anything']) => ({
    name,
    topic,
    law,
    scope,
    async run(harness) {
      const subject = await harness.create();
      try {
        await body(subject, harness);
      } finally {
        await subject.close();
      }
    },
  }));
}

/** Whether a law says anything about this store. */
export async function isInScope(law: StoreLaw, harness: StoreHarness): Promise<boolean> {
  const { store, close } = await harness.create();
  const { hostTransaction, durable } = store.capabilities;
  await close();
  return { anything: true, hostTransaction, 'no hostTransaction': !hostTransaction, durable }[law.scope];
}
