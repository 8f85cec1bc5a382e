// Knex on PostgreSQL or MySQL: `knex(db)`; `tx` is a transaction of it.
import { type Database, hasMethods, notATransaction, type SqlAnswer, type SqlText } from '../server/database.ts';
import { mysqlAnswer } from './mysql-answer.ts';
import { placesOf } from './places.ts';
import { refused } from './refused.ts';

export interface KnexSession {
  raw(text: string, values: any): PromiseLike<any>;
}

export interface KnexTransaction extends KnexSession {
  isCompleted(): boolean;
}

export interface Knex extends KnexSession {
  transaction(work: (trx: any) => Promise<any>, options?: any): Promise<any>;
}

export function knex(db: Knex): Database<KnexTransaction> {
  if (!hasMethods(db, 'raw', 'transaction')) throw refused('knex', 'knex(…)');
  const run = async (on: KnexSession, { text, values }: SqlText) => {
    const places = placesOf(text, values);
    const asked = places.map((part) => ('text' in part ? part.text : '?')).join('');
    return answerOf(
      await on.raw(
        asked,
        places.flatMap((part) => ('text' in part ? [] : [part.value])),
      ),
    );
  };
  return {
    run: (sql) => run(db, sql),
    transaction: (work) =>
      db.transaction((trx: KnexSession) => work({ run: (sql) => run(trx, sql) }), { isolationLevel: 'read committed' }),
    inside(tx) {
      if (!hasMethods(tx, 'raw', 'isCompleted') || !(tx as { readonly isTransaction?: boolean }).isTransaction)
        throw notATransaction('Knex', 'a transaction of db.transaction()');
      return { isOpen: !tx.isCompleted(), run: (sql) => run(tx, sql) };
    },
  };
}

function answerOf(answer: any): SqlAnswer {
  if (Array.isArray(answer?.rows)) return { rows: answer.rows, changes: answer.rowCount ?? 0 };
  return mysqlAnswer(answer[0]);
}
