// Statements that answer the same on every connection: a host's may be set to give arrays or bigints.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export function prepare(database: DatabaseSync, text: string): StatementSync {
  const statement = database.prepare(text);
  statement.setReadBigInts(false);
  statement.setReturnArrays(false);
  return statement;
}
