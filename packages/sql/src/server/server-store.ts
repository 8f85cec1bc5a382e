// A store over a database server: the port, with commits that may lose races, and an end.
import { BihuanError, type Commit, type Store } from '@bihuan/core';
import { type PortParts, portStore } from '../statements/port-store.ts';
import { type CommitResult, unwritable, whyNot } from '../statements/write-commit.ts';

export interface ServerParts<Tx> extends PortParts<Tx> {
  /** How the dialect writes a commit: false when something was in the way, and nothing is left of it. */
  readonly write: (commit: Commit, tx: Tx | undefined) => Promise<boolean>;
  /** Where reading a case differs inside the host's transaction. */
  readonly load?: Store<Tx>['load'];
  readonly listen?: Store<Tx>['listen'];
  readonly onClose?: () => Promise<void>;
}

/** Races that may be lost one after the other before a commit counts as unwritable. */
const mostTries = 5;

export function serverStore<Tx>({ write, load, listen, onClose, ...parts }: ServerParts<Tx>): Store<Tx> {
  const { runner, statements } = parts;
  let isClosed = false;
  const open = () => {
    if (isClosed) throw new BihuanError('STORE_CLOSED', { zh: '库已关闭', en: 'The store is closed' });
  };
  const port = portStore<Tx>({
    ...parts,
    runner: {
      async run(...args) {
        open();
        return runner.run(...args);
      },
      async steps(...args) {
        open();
        return runner.steps(...args);
      },
    },
  });

  return {
    ...port,
    ...(load && {
      async load(at, tx) {
        open();
        return load(at, tx);
      },
    }),
    capabilities: { hostTransaction: true, durable: true, readYourWritesQueries: true, wakeUps: listen !== undefined },

    async commit(commit, tx): Promise<CommitResult> {
      open();
      for (let tries = 0; tries < mostTries; tries++) {
        if (await write(commit, tx)) return 'committed';
        const reason = await runner.steps(() => whyNot(statements, commit), tx);
        if (reason !== null) return reason;
      }
      throw unwritable(commit);
    },

    ...(listen && {
      async listen(ring: () => void) {
        open();
        return listen(ring);
      },
    }),

    async close() {
      if (isClosed) return;
      isClosed = true;
      await onClose?.();
    },
  };
}
