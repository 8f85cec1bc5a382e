// The query behind `work`. Grants come as one JSON text, so that the statement is the same for one grant and for thousands.
import type { WorkQuery } from '@bihuan/core';
import { selected, workItemColumns } from '../rows.ts';

/**
 * A unit and what is below it is read by range, from `a/` to `a0` (the character after the slash): an index serves it, and no character of a name
 * is a wildcard. Which index is said here: left alone, the planner reads all work of the tenant. With one `min`, SQLite takes the other columns
 * from the row that has it.
 */
export function workQuery(tablePrefix: string): string {
  const table = `"${tablePrefix}work_items"`;
  const { role: _, ...others } = workItemColumns;
  const open = `from granted g cross join ${table} w indexed by "${tablePrefix}work_items_open"
    where w.tenant = ?1 and w.role = g.role and w.assignee is null and (g.process is null or w.process = g.process)`;
  return `with granted as (select value ->> '$.role' as role, value ->> '$.unit' as unit, value ->> '$.process' as process from json_each(?3))
    select ${selected(others)}, min(role) as "role" from (
      select w.* ${open} and g.unit = ''
      union all select w.* ${open} and g.unit <> '' and w.unit = g.unit
      union all select w.* ${open} and g.unit <> '' and w.unit >= g.unit || '/' and w.unit < g.unit || '0'
      union all select w.* from ${table} w indexed by "${tablePrefix}work_items_assignee" where w.tenant = ?1 and w.assignee = ?2
    )
    where ?5 is null or due_at_ms > ?4 or (due_at_ms is null and ?4 is not null) or (due_at_ms is ?4 and (case_id, state) > (?5, ?6))
    group by case_id, state
    order by due_at_ms is null, due_at_ms, case_id, state limit ?7`;
}

/** What the places of the query stand for: tenant, assignee, grants, where the page before ended, limit. */
export function workParameters({ tenant, actor, grants, which, after, limit }: WorkQuery) {
  const mine = which === 'open' ? null : actor;
  const open = which === 'mine' ? '[]' : JSON.stringify(grants);
  return [tenant, mine, open, after?.dueAtMs ?? null, after?.case ?? null, after?.state ?? null, limit] as const;
}
