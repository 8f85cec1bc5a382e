// Row-level security: a session sees the rows of the tenant it has named, and none before it has named one.
import type { Names } from '../dialect.ts';
import { tenantTables } from '../schema/tables.ts';

/** No tenant can be called this: workers, which serve every tenant, name it. */
export const everyTenant = '*';

export function rowSecurity(names: Names): readonly string[] {
  return tenantTables.flatMap((name) => {
    const table = names.table(name);
    const isShown = `tenant = current_setting('bihuan.tenant', true) or current_setting('bihuan.tenant', true) = '${everyTenant}'`;
    return [
      `alter table ${table} enable row level security`,
      `drop policy if exists "${names.bare(name)}_tenant" on ${table}`,
      `create policy "${names.bare(name)}_tenant" on ${table} using (${isShown})`,
    ];
  });
}
