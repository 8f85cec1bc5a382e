// Kysely on PostgreSQL or MySQL: `kysely(db)`; `tx` is a transaction of it, a controlled one too. On SQLite see `kyselyDialect`.
import { CompiledQuery, type Kysely, type QueryResult, type Transaction } from 'kysely';
import { type Database, hasMethods, notATransaction, type SqlText, transactionEnded } from '../server/database.ts';
import { refused } from './refused.ts';

export function kysely(db: Kysely<any>): Database<Transaction<any>> {
  if (!hasMethods(db, 'executeQuery', 'transaction')) throw refused('kysely', 'new Kysely(…)');
  const run = async (on: Pick<Kysely<any>, 'executeQuery'>, { text, values }: SqlText) => {
    const { rows, numAffectedRows }: QueryResult<unknown> = await on.executeQuery(CompiledQuery.raw(text, values as unknown[]));
    return { rows: rows as object[], changes: Number(numAffectedRows ?? 0) };
  };
  return {
    run: (sql) => run(db, sql),
    transaction: (work) =>
      db
        .transaction()
        .setIsolationLevel('read committed')
        .execute((tx) => work({ run: (sql) => run(tx, sql) })),
    inside(tx) {
      if (!hasMethods(tx, 'executeQuery') || tx.isTransaction !== true)
        throw notATransaction('Kysely', 'a transaction of db.transaction()');
      return {
        isOpen: true,
        run: (sql) =>
          run(tx, sql).catch((error) => {
            throw /transaction is already|has already been (committed|rolled back)|connection.*released/i.test(String(error?.message))
              ? transactionEnded(error)
              : error;
          }),
      };
    },
  };
}
