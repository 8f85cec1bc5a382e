// The cases of one tenant, as whoever runs the system may read them: who can open the file can read all of it, so no grants are asked.
import type { CaseRow, JournalRow } from '@bihuan/core';
import type { SqliteStore } from '@bihuan/sql/sqlite';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type DatabaseOptions, readingDatabase } from './open-database.ts';

export interface TenantOptions extends DatabaseOptions {
  readonly tenant?: string;
}

export interface TenantCases {
  readonly tenant: string;
  readonly store: SqliteStore;
  /** Throws `CASE_UNKNOWN`. */
  readonly find: (id: string) => Promise<CaseRow>;
  readonly journal: (id: string) => Promise<readonly JournalRow[]>;
}

/** Runs `work` on the cases of `--tenant`, or of BIHUAN_TENANT. Throws `TENANT_NEEDED`, and what `readingDatabase` throws. */
export function readingTenant<Result>(options: TenantOptions, io: Io, work: (cases: TenantCases) => Promise<Result>): Promise<Result> {
  const tenant = options.tenant ?? io.env.BIHUAN_TENANT;
  if (!tenant) {
    throw new Failure('TENANT_NEEDED', {
      zh: '需要租户:--tenant zhuankou,或环境变量 BIHUAN_TENANT',
      en: 'Whose cases? Give --tenant zhuankou, or set BIHUAN_TENANT',
    });
  }
  return readingDatabase(options, io, (store) =>
    work({
      tenant,
      store,
      async find(id) {
        const { case: row } = await store.load({ tenant, id });
        if (row) return row;
        throw new Failure(
          'CASE_UNKNOWN',
          { zh: `租户 ${tenant} 没有案件 ${id}`, en: `Tenant ${tenant} has no case ${id}` },
          { tenant, case: id },
        );
      },
      journal: (id) => store.history({ tenant, id }),
    }),
  );
}
