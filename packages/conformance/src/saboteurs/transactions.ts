// Stores that break the transaction of the host.
import type { Commit } from '@bihuan/core';
import { type Saboteur, saboteur } from './saboteur.ts';

export const transactionsSaboteurs: readonly Saboteur[] = [
  rollbackUndoesNothing(),

  showsWhatIsNotCommitted(),

  saboteur(
    'ignores a transaction it does not know, instead of refusing it',
    ["refuses a host's transaction that it cannot take part in"],
    (sound) => {
      const anyway = async <Result>(call: (tx: unknown) => Promise<Result>, tx: unknown): Promise<Result> => {
        try {
          return await call(tx);
        } catch (error) {
          if ((error as { readonly code?: unknown }).code !== 'STORE_UNSUPPORTED') throw error;
          return call(undefined);
        }
      };
      return {
        load: (at, tx) => anyway((known) => sound.load(at, known), tx),
        commit: (commit, tx) => anyway((known) => sound.commit(commit, known), tx),
        history: (at, tx) => anyway((known) => sound.history(at, known), tx),
        find: (query, tx) => anyway((known) => sound.find(query, known), tx),
        work: (query, tx) => anyway((known) => sound.work(query, known), tx),
      };
    },
  ),
];

/** The host's rows are taken back, and the case stays. */
function rollbackUndoesNothing(): Saboteur {
  const base = saboteur(
    "commits outside of the host's transaction",
    ["rolls back with the host's transaction, all of it", "opens a case in the host's transaction, or not at all"],
    () => ({}),
  );
  return {
    ...base,
    sabotage(sound) {
      const written: Commit[] = [];
      const store = {
        ...sound.store,
        async commit(commit: Commit, tx: unknown) {
          const result = await sound.store.commit(commit, tx);
          if (tx !== undefined && result === 'committed') written.push(commit);
          return result;
        },
      };
      const transaction: NonNullable<typeof sound.transaction> = async (work) => {
        try {
          return await sound.transaction!(work);
        } catch (error) {
          for (const commit of written) await sound.store.commit(commit);
          throw error;
        } finally {
          written.length = 0;
        }
      };
      return { ...sound, store, transaction };
    },
  };
}

/** A read outside of an open transaction is answered from inside it. */
function showsWhatIsNotCommitted(): Saboteur {
  const base = saboteur('shows what is not committed yet', ['shows nothing outside of a transaction that is not committed'], () => ({}));
  return {
    ...base,
    sabotage(sound) {
      let open: unknown;
      const store = {
        ...sound.store,
        load: (at: Parameters<typeof sound.store.load>[0], tx: unknown) => sound.store.load(at, tx ?? open),
      };
      const transaction: NonNullable<typeof sound.transaction> = (work) =>
        sound.transaction!(async (tx) => {
          open = tx;
          try {
            return await work(tx);
          } finally {
            open = undefined;
          }
        });
      return { ...sound, store, transaction };
    },
  };
}
