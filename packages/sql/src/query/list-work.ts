// The query behind `work`, for every database. Order: due time (none last), case, state.
import type { WorkPlace, WorkQuery } from '@bihuan/core';
import type { CompiledQuery, Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { workItemColumns } from '../rows.ts';
import type { Tables } from '../schema/tables.ts';
import { anyOf } from './any-of.ts';
import { unitRanges } from './unit-range.ts';

type Builder = ExpressionBuilder<Tables, 'work_items'>;

/** One row per item: rows of an item differ in nothing but the role, so grouping by the rest joins them. */
export function listWork(kysely: Kysely<Tables>, tablePrefix: string, query: WorkQuery): CompiledQuery {
  const { role: _, ...shared } = workItemColumns;
  return kysely
    .selectFrom(`${tablePrefix}work_items` as 'work_items')
    .select((eb) => [...Object.entries(shared).map(([field, column]) => eb.ref(column).as(field)), eb.fn.min<string>('role').as('role')])
    .where('tenant', '=', query.tenant)
    .where((eb) => anyOf(eb, [...mine(eb, query), ...open(eb, query)]))
    .$if(query.after !== undefined, (each) => each.where((eb) => isAfter(eb, query.after!)))
    .groupBy(Object.values(shared))
    .orderBy((eb) => eb('due_at_ms', 'is', null))
    .orderBy('due_at_ms')
    .orderBy('case_id')
    .orderBy('state')
    .limit(query.limit)
    .compile();
}

function mine(eb: Builder, { which, actor }: WorkQuery): readonly Expression<SqlBool>[] {
  return which === 'open' ? [] : [eb('assignee', '=', actor)];
}

function open(eb: Builder, { which, grants }: WorkQuery): readonly Expression<SqlBool>[] {
  if (which === 'mine') return [];
  return grants.flatMap(({ role, unit, process }) =>
    unitRanges(unit).map(({ exact, from, to }) =>
      eb.and([
        eb('assignee', 'is', null),
        eb('role', '=', role),
        ...(process === undefined ? [] : [eb('process', '=', process)]),
        ...(exact === undefined ? [] : [eb('unit', '=', exact)]),
        ...(from === undefined ? [] : [eb('unit', '>=', from), eb('unit', '<', to!)]),
      ]),
    ),
  );
}

function isAfter(eb: Builder, { dueAtMs, case: id, state }: WorkPlace): Expression<SqlBool> {
  const later = eb.or([eb('case_id', '>', id), eb.and([eb('case_id', '=', id), eb('state', '>', state)])]);
  if (dueAtMs === null) return eb.and([eb('due_at_ms', 'is', null), later]);
  return eb.or([eb('due_at_ms', 'is', null), eb('due_at_ms', '>', dueAtMs), eb.and([eb('due_at_ms', '=', dueAtMs), later])]);
}
