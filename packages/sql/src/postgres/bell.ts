// Tells other nodes of messages to deliver. A notification inside a committing transaction takes a lock that all commits share, so outside of a
// host's transaction it is sent after the commit, at most so often; a crash in between is made good by polling.
import { createHash } from 'node:crypto';
import type { Store } from '@bihuan/core';
import { type Names, statement } from '../dialect.ts';
import { postgresDialect } from '../dialects.ts';
import type { Database } from '../server/database.ts';
import type { Call } from '../statements/write-commit.ts';

export interface Bell {
  /** After a commit of our own. */
  readonly ring: () => void;
  /** As a statement of the host's transaction. */
  readonly ringInside: Call;
  readonly listen: Store['listen'];
  readonly stop: () => Promise<void>;
}

export function bell(database: Database<never>, names: Names, everyMs: number): Bell {
  const channel = `bihuan_${createHash('sha256').update(names.table('')).digest('hex').slice(0, 16)}`;
  const text = `select cast(pg_notify('${channel}', '') as text)`;
  let timer: NodeJS.Timeout | undefined;
  let isRinging = false;
  let isWanted = false;
  let sending: Promise<unknown> = Promise.resolve();
  const send = () => {
    isWanted = false;
    isRinging = true;
    sending = database.run({ text, values: [] }).catch(() => {});
    timer = setTimeout(() => {
      isRinging = false;
      if (isWanted) send();
    }, everyMs);
    timer.unref();
  };
  return {
    ring() {
      isWanted = true;
      if (!isRinging) send();
    },
    ringInside: { statement: statement(postgresDialect, text), parameters: {} },
    listen: database.listen && ((ring) => database.listen!(channel, ring)),
    async stop() {
      clearTimeout(timer);
      if (isWanted) send();
      clearTimeout(timer);
      await sending;
    },
  };
}
