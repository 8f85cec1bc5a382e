// node-postgres: `pgPool(new Pool(…))`; `tx` is a client of that pool between `begin` and `commit`.
import { type Database, hasMethods, notATransaction, type SqlText } from '../server/database.ts';
import { listening } from './listening.ts';
import { refused } from './refused.ts';

interface PgResult {
  readonly rows: object[];
  readonly rowCount: number | null;
}

export interface PgClient {
  query(config: { text: string; values: unknown[]; name?: string }): Promise<PgResult>;
  release(error?: Error | boolean): void;
  on(event: 'error', heard: (error: Error) => void): void;
  off(event: 'error', heard: (error: Error) => void): void;
  /** What the server said after the last statement: `I` outside a transaction, `T` inside, `E` in one that has failed. Since pg 8.17. */
  getTransactionStatus?(): string | null;
}

export interface PgPool {
  on(event: 'connect', made: (client: PgClient) => void): void;
  connect(): Promise<PgClient>;
  query(config: { text: string; values: unknown[]; name?: string }): Promise<PgResult>;
}

/** A connection that breaks between two statements, or while it is ended, would end the process: nobody listens then. What it was used for fails anyway. */
const outlived = new WeakSet<PgPool>();
function outliveConnections(pool: PgPool): void {
  if (outlived.has(pool)) return;
  outlived.add(pool);
  pool.on('connect', (client) => client.on('error', () => {}));
}

export function pgPool(pool: PgPool): Database<PgClient> {
  if (!hasMethods(pool, 'query', 'connect') || !('totalCount' in pool)) throw refused('pgPool', 'new Pool(…) of pg');
  outliveConnections(pool);
  const run = async (on: Pick<PgPool, 'query'>, { text, values, name }: SqlText) => {
    const { rows, rowCount } = await on.query({ text, values: values as unknown[], ...(name !== undefined && { name }) });
    return { rows, changes: rowCount ?? 0 };
  };
  return {
    run: (sql) => run(pool, sql),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // While it is out of the pool, nobody but us listens: a connection that breaks would end the process.
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        await client.query({ text: 'begin isolation level read committed', values: [] });
        const result = await work({ run: (sql) => run(client, sql) });
        await client.query({ text: 'commit', values: [] });
        return result;
      } catch (error) {
        await client.query({ text: 'rollback', values: [] }).catch((failed: Error) => {
          broken = failed;
        });
        throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
    inside(tx) {
      if (!hasMethods(tx, 'query') || 'totalCount' in tx) throw notATransaction('pg', 'a client of pool.connect() after begin');
      const status = tx.getTransactionStatus?.();
      return { isOpen: status == null ? 'unknown' : status !== 'I', run: (sql) => run(tx, sql) };
    },
    listen: (channel, ring) =>
      listening(async (broken) => {
        const client = (await pool.connect()) as PgClient & {
          on(event: string, heard: (...args: never[]) => void): void;
          removeAllListeners(event: string): void;
        };
        client.on('notification', ring);
        client.on('error', broken);
        client.on('end', broken);
        try {
          await client.query({ text: `listen ${channel}`, values: [] });
        } catch (error) {
          client.release(true);
          throw error;
        }
        return () => {
          for (const event of ['notification', 'end']) client.removeAllListeners(event);
          // The session still listens: it is not for others to use.
          client.release(true);
        };
      }, ring),
  };
}
