// mysql2: `mysql2Pool(createPool(…))` of `mysql2/promise`; `tx` is a connection of that pool between `begin` and `commit`.
import { type Database, hasMethods, notATransaction, type SqlText } from '../server/database.ts';
import { mysqlAnswer } from './mysql-answer.ts';
import { refused } from './refused.ts';

export interface Mysql2Connection {
  query(text: string): Promise<[unknown, unknown]>;
  execute(text: string, values: any[]): Promise<[unknown, unknown]>;
  release(): void;
  destroy(): void;
}

export interface Mysql2Pool {
  getConnection(): Promise<Mysql2Connection>;
  execute(text: string, values: any[]): Promise<[unknown, unknown]>;
}

export function mysql2Pool(pool: Mysql2Pool): Database<Mysql2Connection> {
  if (!hasMethods(pool, 'execute', 'getConnection')) throw refused('mysql2Pool', 'createPool(…) of mysql2/promise');
  // Statements with values are prepared, so that no escaping depends on the mode of the server; those without are sent as they are.
  const run = async (on: Pick<Mysql2Connection, 'execute'> & Partial<Pick<Mysql2Connection, 'query'>>, { text, values }: SqlText) =>
    mysqlAnswer((await (values.length === 0 && on.query ? on.query(text) : on.execute(text, values as any[])))[0]);
  return {
    run: (sql) => run(pool, sql),
    async transaction(work) {
      const connection = await pool.getConnection();
      let isBroken = false;
      try {
        await connection.query('set transaction isolation level read committed');
        await connection.query('start transaction');
        const result = await work({ run: (sql) => run(connection, sql) });
        await connection.query('commit');
        return result;
      } catch (error) {
        await connection.query('rollback').catch(() => {
          isBroken = true;
        });
        throw error;
      } finally {
        if (isBroken) connection.destroy();
        else connection.release();
      }
    },
    inside(tx) {
      if (!hasMethods(tx, 'execute', 'query', 'release', 'beginTransaction'))
        throw notATransaction('mysql2', 'a connection of pool.getConnection() after beginTransaction');
      return { isOpen: 'unknown', run: (sql) => run(tx, sql) };
    },
  };
}
