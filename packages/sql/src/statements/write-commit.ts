// Writes one commit statement after statement, inside a transaction or savepoint that is open already. Synchronous and asynchronous drivers run the same steps.
import { BihuanError, type Commit } from '@bihuan/core';
import type { Parameters, SqlDialect, Statement } from '../dialect.ts';
import { parts } from '../rows.ts';
import { tenantTables } from '../schema/tables.ts';
import type { Statements } from './texts.ts';

export type CommitResult = 'committed' | 'conflict' | 'duplicate' | 'subject-taken';

export interface Call {
  readonly statement: Statement;
  readonly parameters: Parameters;
}

export interface Answer {
  readonly rows: readonly object[];
  /** How many rows it has written. */
  readonly changes: number;
}

/** Steps that ask a driver for one statement after the other. */
export type Steps<Result> = Generator<Call, Result, Answer>;

/** False: something was in the way. Whatever was written must be rolled back; `whyNot` then tells what it was. */
export function* writeCommit(statements: Statements, dialect: SqlDialect, commit: Commit): Steps<boolean> {
  const { expectedRevision, entries, case: row } = commit;
  const parameters = { ...row, expectedRevision };
  const place = { tenant: row.tenant, id: row.id };
  if (expectedRevision === 0) {
    if ((yield { statement: statements.insertCase, parameters }).changes === 0) return false;
  } else {
    // Where an index is written again though nothing in it changed, it is first tried to leave those columns alone.
    const written = dialect.name === 'sqlite' ? yield { statement: statements.updateCase, parameters } : { changes: 0 };
    if (written.changes === 0 && (yield { statement: statements.replaceCase, parameters }).changes === 0) return false;
    if (row.openSubject !== null && !dialect.ignore.tells) {
      const [now] = (yield { statement: statements.lockCase, parameters: place }).rows as { readonly revision: unknown }[];
      if (Number(now?.revision) !== row.revision) return false;
    }
  }
  if (entries.length > 0) {
    const { changes } = yield { statement: statements.insertEntries, parameters: { ...place, entries: entriesJson(commit) } };
    if (changes !== entries.length) return false;
  }
  for (const part of parts) {
    const [put, drop] = [part.put(commit), part.drop(commit)];
    if (drop.length > 0)
      yield { statement: statements[`drop ${part.table}`], parameters: { ...place, [`drop_${part.table}`]: JSON.stringify(drop) } };
    if (put.length > 0)
      yield { statement: statements[`put ${part.table}`], parameters: { ...place, [`put_${part.table}`]: JSON.stringify(put) } };
  }
  return true;
}

export const entriesJson = ({ entries }: Commit): string =>
  JSON.stringify(
    entries.map(({ revision, kind, key, actor, atMs, entry, hash }) => ({ revision, kind, key, actor, at_ms: atMs, entry, hash })),
  );

const keysJson = ({ entries }: Commit): string => JSON.stringify(entries.flatMap(({ key }) => (key === null ? [] : [{ key }])));

/** What was in the way, in the order of the port, or null: it is gone by now. Reads only. */
export function* whyNot(statements: Statements, commit: Commit): Steps<Exclude<CommitResult, 'committed'> | null> {
  const { tenant, id, openSubject } = commit.case;
  const { rows } = yield { statement: statements.whyNot, parameters: { tenant, id, openSubject, keys: keysJson(commit) } };
  const { revision, keyTaken, subjectTaken } = rows[0] as { revision: unknown; keyTaken: unknown; subjectTaken: unknown };
  if (Number(revision) !== commit.expectedRevision) return 'conflict';
  if (Number(keyTaken) === 1) return 'duplicate';
  return Number(subjectTaken) === 1 ? 'subject-taken' : null;
}

/** Nothing is in the way, and yet it cannot be written. */
export const unwritable = ({ case: row }: Commit, cause?: unknown): BihuanError =>
  new BihuanError(
    'CASE_CORRUPT',
    {
      zh: `案件 ${row.id} 的数据不能写入`,
      en: `The rows of case ${row.id} cannot be written: the journal is ahead of it, or a value is not one the tables take`,
    },
    { case: row.id, revision: row.revision },
    cause,
  );

/** Removes a case with everything kept of it. Decided before anything is written. */
export function* removeCase(
  statements: Statements,
  { tenant, id, revision }: { readonly tenant: string; readonly id: string; readonly revision: number },
): Steps<'removed' | 'conflict' | 'undelivered'> {
  const parameters = { tenant, id };
  const [locked] = (yield { statement: statements.lockCase, parameters }).rows as { revision: unknown }[];
  if (locked === undefined || Number(locked.revision) !== revision) return 'conflict';
  if ((yield { statement: statements.isUndelivered, parameters }).rows.length > 0) return 'undelivered';
  for (const table of tenantTables) yield { statement: statements[`remove ${table}`], parameters };
  return 'removed';
}
