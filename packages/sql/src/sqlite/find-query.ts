// The query behind `find`, put together by Kysely from the filters that are asked for. Order: id, in binary order.
import type { CaseQuery } from '@bihuan/core';
import { type CompiledQuery, type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { caseColumns } from '../rows.ts';
import { sqliteCompiler } from '../schema/ddl.ts';
import type { Tables } from '../schema/tables.ts';

export function findQuery(tablePrefix: string, query: CaseQuery): CompiledQuery {
  const { process, state, closed, outcome, subject, correlation, afterId } = query;
  return sqliteCompiler
    .selectFrom(`${tablePrefix}cases` as 'cases')
    .select((eb) => Object.entries(caseColumns).map(([field, column]) => eb.ref(column).as(field)))
    .where('tenant', '=', query.tenant)
    .where((eb) => atUnits(eb, tablePrefix, query))
    .$if(process !== undefined, (each) => each.where('process', '=', process!))
    .$if(state !== undefined, (each) => each.where(hasState(state!)))
    .$if(closed !== undefined, (each) => each.where('outcome', closed ? 'is not' : 'is', null))
    .$if(outcome !== undefined, (each) => each.where('outcome', '=', outcome!))
    .$if(subject !== undefined, (each) => each.where('subject_type', '=', subject!.type).where('subject_id', '=', subject!.id))
    .$if(correlation !== undefined, (each) => each.where('correlation', '=', correlation!))
    .$if(afterId !== undefined, (each) => each.where('id', '>', afterId!))
    .orderBy('id')
    .limit(query.limit)
    .compile();
}

/** Alternatives beyond which the planner takes longer than the query. */
const fewUnits = 16;

/** At one of the units or below it, by range: from `a/` to `a0`, the character after the slash. */
function atUnits(eb: ExpressionBuilder<Tables, 'cases'>, tablePrefix: string, { tenant, units }: CaseQuery): Expression<SqlBool> {
  if (units.includes('')) return sql<boolean>`true`;
  if (units.length <= fewUnits) {
    return eb.or(units.flatMap((unit) => [eb('unit', '=', unit), eb.and([eb('unit', '>=', `${unit}/`), eb('unit', '<', `${unit}0`)])]));
  }
  const cases = sql.table(`${tablePrefix}cases`);
  return sql<boolean>`id in (
    select c.id from json_each(${JSON.stringify(units)}) u cross join ${cases} c where c.tenant = ${tenant} and c.unit = u.value
    union all
    select c.id from json_each(${JSON.stringify(units)}) u cross join ${cases} c
      where c.tenant = ${tenant} and c.unit >= u.value || '/' and c.unit < u.value || '0')`;
}

/** One of the names in a list joined by spaces. LIKE would fold case, and read `_` as any character. */
function hasState(state: string): Expression<SqlBool> {
  return sql<boolean>`instr(' ' || ${sql.ref('states')} || ' ', ${` ${state} `}) > 0`;
}
