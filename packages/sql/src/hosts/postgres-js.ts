// postgres.js: `postgresJs(postgres(…))`; `tx` is what `sql.begin` gives.
import { type Database, hasMethods, notATransaction, type SqlText } from '../server/database.ts';
import { refused } from './refused.ts';

interface PostgresJsResult extends ReadonlyArray<object> {
  readonly count: number;
}

export interface PostgresJsSession {
  unsafe(text: string, values?: any[], options?: { prepare?: boolean }): PromiseLike<any>;
}

export interface PostgresJsTransaction extends PostgresJsSession {
  savepoint(...args: any[]): unknown;
}

export interface PostgresJs extends PostgresJsSession {
  begin(options: string, work: (sql: any) => Promise<any>): Promise<any>;
  listen(channel: string, heard: (payload: string) => void, listening?: () => void): Promise<{ unlisten(): Promise<void> }>;
}

export function postgresJs(sql: PostgresJs): Database<PostgresJsTransaction> {
  if (!hasMethods(sql, 'unsafe', 'begin')) throw refused('postgresJs', 'postgres(…)');
  const run = async (on: PostgresJsSession, { text, values, name }: SqlText) => {
    const rows: PostgresJsResult = await on.unsafe(text, values as any[], { prepare: name !== undefined });
    return { rows: [...rows], changes: rows.count };
  };
  return {
    run: (each) => run(sql, each),
    transaction: (work) => sql.begin('isolation level read committed', (tx: PostgresJsSession) => work({ run: (each) => run(tx, each) })),
    inside(tx) {
      if (!hasMethods(tx, 'unsafe', 'savepoint')) throw notATransaction('postgres.js', 'what sql.begin gives');
      return { isOpen: 'unknown', run: (each) => run(tx, each) };
    },
    async listen(channel, ring) {
      // The library listens on a connection of its own, and again when it breaks.
      const { unlisten } = await sql.listen(channel, ring, ring);
      return unlisten;
    },
  };
}
