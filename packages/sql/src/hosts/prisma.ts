// Prisma on PostgreSQL or MySQL: `prisma(client)`; `tx` is what an interactive `client.$transaction` gives.
import { type Database, hasMethods, notATransaction, type SqlText, transactionEnded } from '../server/database.ts';
import { causeOf } from '../server/trouble.ts';
import { refused } from './refused.ts';

export interface PrismaSession {
  $queryRawUnsafe<Rows = unknown>(text: string, ...values: any[]): PromiseLike<Rows>;
  $executeRawUnsafe(text: string, ...values: any[]): PromiseLike<number>;
}

export interface Prisma extends PrismaSession {
  $transaction(work: (tx: any) => Promise<any>, options?: any): Promise<any>;
}

/** Longest a transaction of the store may take: no statement of it waits for anything but other commits. */
const timeoutMs = 60_000;

export function prisma(client: Prisma): Database<PrismaSession> {
  if (!hasMethods(client, '$queryRawUnsafe', '$executeRawUnsafe', '$transaction')) throw refused('prisma', 'new PrismaClient(…)');
  const run = async (on: PrismaSession, { text, values }: SqlText) => {
    if (!/^\s*(select|with)\b/i.test(text)) return { rows: [], changes: await on.$executeRawUnsafe(text, ...values) };
    return { rows: await on.$queryRawUnsafe<object[]>(text, ...values), changes: 0 };
  };
  return {
    run: (sql) => run(client, sql),
    transaction: (work) =>
      client.$transaction((tx: PrismaSession) => work({ run: (sql) => run(tx, sql) }), {
        isolationLevel: 'ReadCommitted',
        timeout: timeoutMs,
      }),
    inside(tx) {
      if (!hasMethods(tx, '$queryRawUnsafe', '$executeRawUnsafe') || typeof (tx as { $connect?: unknown }).$connect === 'function')
        throw notATransaction('Prisma', 'what client.$transaction(async (tx) => …) gives');
      return {
        isOpen: true,
        run: (sql) =>
          run(tx, sql).catch((error) => {
            throw causeOf(error, (each) => (each as { readonly code?: unknown }).code === 'P2028') ? transactionEnded(error) : error;
          }),
      };
    },
  };
}
