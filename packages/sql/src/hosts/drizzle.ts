// Drizzle on PostgreSQL or MySQL: `drizzle(db, sql)`, with the `sql` of drizzle-orm; `tx` is what `db.transaction` gives.
import { type Database, hasMethods, notATransaction, type SqlAnswer, type SqlText } from '../server/database.ts';
import { mysqlAnswer } from './mysql-answer.ts';
import { placesOf } from './places.ts';
import { noTransactions, refused } from './refused.ts';

export interface DrizzleTransaction {
  execute(query: any): PromiseLike<any>;
  rollback(): never;
}

export interface Drizzle {
  execute(query: any): PromiseLike<any>;
  transaction(work: (tx: any) => Promise<any>, options?: any): Promise<any>;
}

/** The tag of drizzle-orm. */
export interface DrizzleSql {
  raw(text: string): unknown;
  param(value: unknown): unknown;
  join(chunks: any[]): unknown;
}

export function drizzle(db: Drizzle, sql: DrizzleSql): Database<DrizzleTransaction> {
  if (!hasMethods(db, 'execute', 'transaction') || !hasMethods(sql, 'raw', 'param', 'join'))
    throw refused('drizzle', 'drizzle(…), and sql of drizzle-orm');
  const run = async (on: Pick<Drizzle, 'execute'>, { text, values }: SqlText) => {
    const chunks = placesOf(text, values).map((part) => ('text' in part ? sql.raw(part.text) : sql.param(part.value)));
    return answerOf(await on.execute(sql.join(chunks)));
  };
  return {
    run: (each) => run(db, each),
    async transaction(work) {
      try {
        return await db.transaction((tx: Drizzle) => work({ run: (each) => run(tx, each) }), { isolationLevel: 'read committed' });
      } catch (error) {
        throw /no transactions support|transactions are not supported/i.test(String((error as Error).message))
          ? noTransactions('Drizzle', error)
          : error;
      }
    },
    inside(tx) {
      if (!hasMethods(tx, 'execute', 'rollback')) throw notATransaction('Drizzle', 'what db.transaction gives');
      return { isOpen: 'unknown', run: (each) => run(tx, each) };
    },
  };
}

/** What its drivers answer: pg an object with `rows`, postgres.js a list with `count`, mysql2 a pair. */
function answerOf(answer: any): SqlAnswer {
  if (Array.isArray(answer?.rows)) return { rows: answer.rows, changes: answer.rowCount ?? 0 };
  if (Array.isArray(answer) && 'count' in answer) return { rows: [...answer], changes: Number(answer.count) };
  return mysqlAnswer(answer[0]);
}
