// A store on MySQL or MariaDB, through the host's own library: a commit is a short transaction of one statement for each table it touches.
import { BihuanError, type Commit, type Store } from '@bihuan/core';
import { mysqlDialect } from '../dialects.ts';
import { portRow } from '../rows.ts';
import { checkedNames } from '../schema/ddl.ts';
import { assertSchema } from '../schema/expected.ts';
import { type Database, hasMethods, type Session } from '../server/database.ts';
import { kept, linkTo } from '../server/link.ts';
import { readSchema } from '../server/schema-reader.ts';
import { serverStore } from '../server/server-store.ts';
import { portStore } from '../statements/port-store.ts';
import { statementsOf } from '../statements/texts.ts';
import { type Steps, writeCommit } from '../statements/write-commit.ts';
import { mysqlCatalogue } from './catalogue.ts';
import { checkLengths } from './check-lengths.ts';
import { mysqlTrouble } from './trouble.ts';

export interface MysqlOptions {
  /** Default `bihuan_`. */
  readonly tablePrefix?: string;
}

/**
 * A store over a library's pool: `mysqlStore(mysql2Pool(pool))`. The tables are checked at the first operation, which throws `STORE_SCHEMA` when
 * they are missing, older, newer or altered. The pool stays the host's: `close` does not end it.
 */
export function mysqlStore<Tx>(database: Database<Tx>, options: MysqlOptions = {}): Store<Tx> {
  if (!hasMethods(database, 'run', 'transaction', 'inside'))
    throw new BihuanError('OPTION_INVALID', {
      zh: 'mysqlStore 须给出 mysql2Pool、kysely 等适配器',
      en: 'mysqlStore takes a database made by mysql2Pool, kysely or another adapter',
    });
  const names = checkedNames(options, 'mysql');
  const statements = statementsOf(mysqlDialect, names);
  for (const each of Object.values(statements)) kept(each);
  const check = async (session: Session) => assertSchema(await readSchema(session, mysqlCatalogue, names), 'migrateMysql');
  const link = linkTo<Tx>({ database, trouble: mysqlTrouble, check });
  const { load } = portStore<Tx>({ runner: link, dialect: mysqlDialect, names, statements });

  return serverStore<Tx>({
    runner: link,
    dialect: mysqlDialect,
    names,
    statements,
    async write(commit: Commit, tx) {
      checkLengths(commit);
      return link.trial(() => writeCommit(statements, mysqlDialect, commit), tx);
    },
    // The host's transaction may read from a snapshot; a locking read sees what was committed since.
    load: (at, tx) => {
      if (tx === undefined) return load(at);
      function* steps(): Steps<Awaited<ReturnType<Store['load']>>> {
        const { tenant, id, key } = at;
        const [found] = (yield { statement: statements.loadCaseLocked, parameters: { tenant, id } }).rows;
        const [keyed] = key === undefined ? [] : (yield { statement: statements.keyed, parameters: { tenant, key } }).rows;
        return { case: found && portRow(found), keyed: keyed && portRow(keyed) };
      }
      return link.steps(steps, tx);
    },
  });
}
