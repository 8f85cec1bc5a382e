// A store on PostgreSQL, through the host's own library. A command is two statements: one reads the case, one writes everything.
import { BihuanError, type Commit, type Store } from '@bihuan/core';
import { statement } from '../dialect.ts';
import { postgresDialect } from '../dialects.ts';
import { parts } from '../rows.ts';
import { checkedNames, type TableNames } from '../schema/ddl.ts';
import { assertSchema } from '../schema/expected.ts';
import { type Database, hasMethods, type Session } from '../server/database.ts';
import { kept, linkTo } from '../server/link.ts';
import { readSchema } from '../server/schema-reader.ts';
import { serverStore } from '../server/server-store.ts';
import { statementsOf } from '../statements/texts.ts';
import { type Answer, entriesJson, type Steps } from '../statements/write-commit.ts';
import { bell } from './bell.ts';
import { postgresCatalogue } from './catalogue.ts';
import { commitText } from './commit-text.ts';
import { enterTenant } from './enter-tenant.ts';
import { isLostRace, postgresTrouble } from './trouble.ts';

export interface PostgresOptions extends TableNames {
  /** Names the tenant in every transaction, for the policies of `ddl({ rowLevelSecurity: true })`. Costs a transaction per read. Default false. */
  readonly rowLevelSecurity?: boolean;
  /** How often other nodes are told at most of messages to deliver, in milliseconds. Default 20. */
  readonly wakeEveryMs?: number;
}

/**
 * A store over a library's pool: `postgresStore(pgPool(pool))`. The tables are checked at the first operation, which throws `STORE_SCHEMA` when
 * they are missing, older, newer or altered. The pool stays the host's: `close` does not end it.
 */
export function postgresStore<Tx>(database: Database<Tx>, options: PostgresOptions = {}): Store<Tx> {
  if (!hasMethods(database, 'run', 'transaction', 'inside'))
    throw new BihuanError('OPTION_INVALID', {
      zh: 'postgresStore 须给出 pgPool、kysely 等适配器',
      en: 'postgresStore takes a database made by pgPool, kysely or another adapter',
    });
  const names = checkedNames(options, 'postgres');
  const statements = statementsOf(postgresDialect, names);
  for (const each of Object.values(statements)) kept(each);
  const [opening, changing] = [true, false].map((isNew) => kept(statement(postgresDialect, commitText(names, isNew)))) as [
    ReturnType<typeof statement>,
    ReturnType<typeof statement>,
  ];
  const check = async (session: Session) => assertSchema(await readSchema(session, postgresCatalogue, names), 'migratePostgres');
  const link = linkTo<Tx>({
    database,
    trouble: postgresTrouble,
    check,
    ...(options.rowLevelSecurity && { enter: enterTenant }),
  });
  const { ring, ringInside, listen, stop } = bell(database, names, options.wakeEveryMs ?? 20);

  const write = async (commit: Commit, tx: Tx | undefined): Promise<boolean> => {
    const call = { statement: commit.expectedRevision === 0 ? opening : changing, parameters: parametersOf(commit) };
    const rings = commit.deliveries.length > 0;
    if (tx === undefined) {
      const isWritten = wasWritten(await link.run(call, tx, 'writes').catch(lostAsNothing));
      if (isWritten && rings) ring();
      return isWritten;
    }
    function* steps(): Steps<boolean> {
      const isWritten = wasWritten(yield call);
      if (isWritten && rings) yield ringInside;
      return isWritten;
    }
    return mayLoseRace(commit) ? link.trial(steps, tx).catch((error) => isLost(error)) : link.steps(steps, tx);
  };

  return serverStore<Tx>({
    runner: link,
    dialect: postgresDialect,
    names,
    statements,
    write,
    listen,
    onClose: stop,
  });
}

const wasWritten = ({ rows }: Answer): boolean => Number((rows[0] as { written: unknown }).written) === 1;

const isLost = (error: unknown): false => {
  if (isLostRace(error)) return false;
  throw error;
};
const lostAsNothing = (error: unknown): Answer => {
  isLost(error);
  return { rows: [{ written: 0 }], changes: 0 };
};

/** Whether the statement can fail over a race. Only then is a savepoint worth its round trips: an error would end the host's transaction. */
const mayLoseRace = ({ case: row, entries }: Commit): boolean =>
  row.openSubject !== null || (entries.length > 1 && entries.some(({ key }) => key !== null));

/** The values of the one statement. */
export function parametersOf(commit: Commit) {
  const lists = parts.flatMap((part) => [
    [`put_${part.table}`, JSON.stringify(part.put(commit))],
    [`drop_${part.table}`, JSON.stringify(part.drop(commit))],
  ]);
  return {
    ...commit.case,
    expectedRevision: commit.expectedRevision,
    entryCount: commit.entries.length,
    entries: entriesJson(commit),
    ...Object.fromEntries(lists),
  };
}
