// The query behind `find`, for every database. Order: id, in binary order.
import type { CaseQuery } from '@bihuan/core';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { caseColumns } from '../rows.ts';
import type { Tables } from '../schema/tables.ts';
import { anyOf } from './any-of.ts';
import { unitRanges } from './unit-range.ts';

export function findCases(kysely: Kysely<Tables>, tablePrefix: string, query: CaseQuery): CompiledQuery {
  const { tenant, units, process, state, closed, outcome, subject, correlation, afterId, limit } = query;
  return kysely
    .selectFrom(`${tablePrefix}cases` as 'cases')
    .select((eb) => Object.entries(caseColumns).map(([field, column]) => eb.ref(column).as(field)))
    .where('tenant', '=', tenant)
    .where((eb) =>
      anyOf(
        eb,
        units.flatMap(unitRanges).map(({ exact, from, to }) => {
          if (exact !== undefined) return eb('unit', '=', exact);
          return from === undefined ? eb.val(1).$castTo<boolean>() : eb('unit', '>=', from).and('unit', '<', to!);
        }),
      ),
    )
    .$if(process !== undefined, (each) => each.where('process', '=', process!))
    .$if(state !== undefined, (each) => each.where(hasState(state!)))
    .$if(closed !== undefined, (each) => each.where('outcome', closed ? 'is not' : 'is', null))
    .$if(outcome !== undefined, (each) => each.where('outcome', '=', outcome!))
    .$if(subject !== undefined, (each) => each.where('subject_type', '=', subject!.type).where('subject_id', '=', subject!.id))
    .$if(correlation !== undefined, (each) => each.where('correlation', '=', correlation!))
    .$if(afterId !== undefined, (each) => each.where('id', '>', afterId!))
    .orderBy('id')
    .limit(limit)
    .compile();
}

/** One of the names in a list joined by spaces. LIKE would fold case and read `_` as a wildcard; `replace` is the same everywhere. */
function hasState(state: string) {
  const all = sql`(' ' || ${sql.ref('states')} || ' ')`;
  return sql<boolean>`replace(${all}, ${` ${state} `}, '') <> ${all}`;
}
