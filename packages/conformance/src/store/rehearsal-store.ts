// The memory store with what it lacks: host transactions and a restart. For trying the laws themselves, and stores broken on purpose.
import { BihuanError, memoryStore, type Store } from '@bihuan/core';
import type { StoreUnderTest } from './law.ts';

type Write = (store: Store) => Promise<unknown>;

/** A transaction of the rehearsal: a store of its own, made by repeating all that was written before. */
export interface RehearsalTx {
  readonly store: Store;
  readonly writes: Write[];
}

const writing = [
  'commit',
  'remove',
  'claimTimers',
  'deferTimer',
  'releaseTimers',
  'claim',
  'settle',
  'retry',
  'release',
  'revive',
] as const;
const reading = ['load', 'history', 'find', 'count', 'work', 'countWork', 'done', 'personal'] as const;
const others = ['stuckTimers', 'nextWakeMs', 'deadLetters', 'close'] as const;
const inHostTransaction: readonly string[] = [...reading, 'commit', 'remove'];

/** Passes every law. It keeps all writes, so it is for tests only. */
export function rehearsalStore(): StoreUnderTest<RehearsalTx> {
  let current: RehearsalTx = { store: memoryStore(), writes: [] };
  let turn: Promise<unknown> = Promise.resolve();
  const open = new Set<unknown>();

  const call = async (name: keyof Store, args: readonly unknown[]): Promise<unknown> => {
    const tx = inHostTransaction.includes(name) ? args[1] : undefined;
    if (tx !== undefined && !open.has(tx))
      throw new BihuanError('STORE_UNSUPPORTED', { zh: '不是本库的事务', en: 'That is no transaction of this store' });
    if (tx === undefined) await turn;
    const target = (tx as RehearsalTx | undefined) ?? current;
    const write: Write = (store) =>
      (store[name] as (...rest: unknown[]) => Promise<unknown>)(args[0], ...(tx === undefined ? args.slice(1) : []));
    if (writing.includes(name as never)) target.writes.push(write);
    return write(target.store);
  };

  const methods = Object.fromEntries([...writing, ...reading, ...others].map((name) => [name, (...args: unknown[]) => call(name, args)]));
  const store = {
    capabilities: { hostTransaction: true, durable: true, readYourWritesQueries: true, wakeUps: false },
    ...methods,
  } as unknown as Store<RehearsalTx>;

  return {
    store,
    reopen: async () => store,
    async transaction(work) {
      await turn;
      let end = () => {};
      turn = new Promise<void>((resolve) => (end = resolve));
      const tx: RehearsalTx = { store: memoryStore(), writes: [...current.writes] };
      for (const write of tx.writes) await write(tx.store);
      open.add(tx);
      try {
        const result = await work(tx);
        current = tx;
        return result;
      } finally {
        open.delete(tx);
        end();
      }
    },
    close: async () => {},
  };
}
