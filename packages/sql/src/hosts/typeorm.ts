// TypeORM on PostgreSQL or MySQL: `typeorm(dataSource)`; `tx` is the manager that `dataSource.transaction` gives, or a query runner.
import { type Database, hasMethods, notATransaction, type SqlText } from '../server/database.ts';
import { refused } from './refused.ts';

export interface TypeormRunner {
  readonly isTransactionActive: boolean;
  readonly isReleased: boolean;
  query(text: string, values: any[], structured: true): Promise<{ readonly records: any[]; readonly affected?: number; readonly raw: any }>;
  release(): Promise<void>;
}

export interface TypeormManager {
  readonly queryRunner?: unknown;
}

export interface TypeormDataSource {
  createQueryRunner(): TypeormRunner & {
    startTransaction(isolation: 'READ COMMITTED'): Promise<void>;
    commitTransaction(): Promise<void>;
    rollbackTransaction(): Promise<void>;
  };
}

export function typeorm(dataSource: TypeormDataSource): Database<TypeormManager | TypeormRunner> {
  if (!hasMethods(dataSource, 'createQueryRunner', 'transaction')) throw refused('typeorm', 'new DataSource(…)');
  const run = async (on: TypeormRunner, { text, values }: SqlText) => {
    const { records, affected, raw } = await on.query(text, values as any[], true);
    return { rows: records ?? (Array.isArray(raw) ? raw : []), changes: affected ?? 0 };
  };
  return {
    async run(sql) {
      const runner = dataSource.createQueryRunner();
      try {
        return await run(runner, sql);
      } finally {
        await runner.release();
      }
    },
    async transaction(work) {
      const runner = dataSource.createQueryRunner();
      try {
        await runner.startTransaction('READ COMMITTED');
        const result = await work({ run: (sql) => run(runner, sql) });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
        throw error;
      } finally {
        await runner.release();
      }
    },
    inside(tx) {
      const runner = (hasMethods(tx, 'query', 'startTransaction') ? tx : (tx as TypeormManager | null)?.queryRunner) as
        | TypeormRunner
        | undefined;
      if (!hasMethods(runner, 'query', 'startTransaction'))
        throw notATransaction('TypeORM', 'the manager that dataSource.transaction gives');
      const { isTransactionActive, isReleased } = runner as unknown as TypeormRunner;
      return { isOpen: isTransactionActive && !isReleased, run: (sql) => run(runner as unknown as TypeormRunner, sql) };
    },
  };
}
