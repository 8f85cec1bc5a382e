// The queries behind `find` and `count`, put together from the filters that are asked for.
import type { CaseQuery } from '@bihuan/core';
import { endOfTimeMs, type Names, type Parameters, type SqlDialect } from '../dialect.ts';
import { caseColumns, selected } from '../rows.ts';
import { below } from './units.ts';

export interface Query {
  /** Written with double quotes and `:name`. */
  readonly written: string;
  readonly parameters: Parameters;
}

/** Alternatives beyond which the planner takes longer than the query. */
const fewUnits = 16;

/** Cases in order of due time and id where due ones are asked for, else in order of id. The order is read off an index, and so is the place of a page. */
export function findQuery(dialect: SqlDialect, names: Names, query: CaseQuery): Query {
  const { from, where, parameters, idColumn, subtree } = matching(dialect, names, query);
  const isByDue = query.dueBeforeMs !== undefined;
  const { after } = query;
  const beyond = after && (isByDue ? dialect.beyond(['c.due_at_ms', 'c.id'], [':afterDueAtMs', ':afterId']) : `${idColumn} > :afterId`);
  const order = isByDue ? 'c.due_at_ms, c.id' : idColumn;
  const page = ({ before, where: more }: ReturnType<SqlDialect['gate']>, source: string) =>
    `select ${selected(caseColumns, 'c')} from ${before}${source} where ${[...where, ...(beyond ? [beyond] : []), ...more].join(' and ')}
      order by ${order} limit :limit`;
  return {
    written: subtree
      ? `select * from (select * from (${page(subtree.small, subtree.byUnit)}) a union all select * from (${page(subtree.large, from)}) b) p
        order by "id" limit :limit`
      : page({ before: '', where: [] }, from),
    parameters: { ...parameters, limit: query.limit, afterId: after?.id, afterDueAtMs: after ? (after.dueAtMs ?? endOfTimeMs) : undefined },
  };
}

export function countQuery(dialect: SqlDialect, names: Names, query: Omit<CaseQuery, 'after'>): Query {
  const { from, where, parameters } = matching(dialect, names, query);
  return {
    written: `select count(*) as "count" from (select 1 as one from ${from} where ${where.join(' and ')} limit :limit) n`,
    parameters: { ...parameters, limit: query.limit },
  };
}

function matching(dialect: SqlDialect, names: Names, query: Omit<CaseQuery, 'after' | 'limit'>) {
  const { process, version, closed, outcome, subject, correlation, dueBeforeMs, terms = [] } = query;
  const cases = names.table('cases');
  // The first term leads, in the order of its index; a case is looked at only where the others are there too.
  const leads = terms.length > 0 && dueBeforeMs === undefined;
  const parameters: Record<string, unknown> = {
    ...{ tenant: query.tenant, process, version, outcome, correlation, dueBeforeMs },
    ...{ subjectType: subject?.type, subjectId: subject?.id },
    ...Object.fromEntries(terms.map((term, nth) => [`term${nth}`, term])),
  };
  // Of few cases, which are sorted then; a planner may prefer to read all in order.
  const named = subject !== undefined ? 'subject' : correlation !== undefined ? 'correlation' : undefined;
  const index = dueBeforeMs !== undefined ? 'due' : named;
  const has = (nth: number) => `exists (select 1 from ${names.table('terms')} f
    where f.tenant = :tenant and f.term = :term${nth} and f.case_id = ${leads ? 'l.case_id' : 'c.id'})`;
  const asked: readonly (readonly [isAsked: boolean, condition: string])[] = [
    [process !== undefined, 'c.process = :process'],
    [version !== undefined, 'c.version = :version'],
    [closed !== undefined, `c.outcome is ${closed ? 'not null' : 'null'}`],
    [outcome !== undefined, 'c.outcome = :outcome'],
    [subject !== undefined, 'c.subject_type = :subjectType and c.subject_id = :subjectId'],
    [correlation !== undefined, 'c.correlation = :correlation'],
    [dueBeforeMs !== undefined, 'c.due_at_ms < :dueBeforeMs'],
  ];
  const units = atUnits(dialect, names, query.units, parameters);
  const isUnit = query.units.length === 1 && units.length === 1;
  return {
    // One subtree: a small one is read whole, a large one is met often enough in the order of the tenant.
    subtree: isUnit && !leads && index === undefined && !dialect.plansByValues ? bySize(dialect, names, units[0]!) : undefined,
    from: leads
      ? dialect.lookup(`${names.table('terms')} l`, { table: cases, alias: 'c', on: 'c.tenant = l.tenant and c.id = l.case_id' })
      : `${cases} c ${index === undefined ? '' : dialect.by(names.index('cases', index))}`,
    where: [
      leads ? 'l.tenant = :tenant and l.term = :term0' : 'c.tenant = :tenant',
      ...terms.flatMap((_, nth) => (leads && nth === 0 ? [] : [has(nth)])),
      ...units,
      ...asked.flatMap(([isAsked, condition]) => (isAsked ? [condition] : [])),
    ],
    parameters,
    idColumn: leads ? 'l.case_id' : 'c.id',
  };
}

/** Cases of a subtree up to which it is quicker to read all of them than to look for them in the order of the whole tenant. */
const smallSubtree = 5_000;

function bySize(dialect: SqlDialect, names: Names, isThere: string) {
  const byUnit = `${names.table('cases')} c ${dialect.by(names.index('cases', 'unit'))}`;
  const size = countTo(smallSubtree, `${byUnit} where c.tenant = :tenant and ${isThere}`);
  return { byUnit, small: dialect.gate(`${size} <= ${smallSubtree}`), large: dialect.gate(`${size} > ${smallSubtree}`) };
}

/** How many rows there are, counted a little beyond a number. */
export const countTo = (most: number, from: string): string => `(select count(*) from (select 1 as one from ${from} limit ${most + 1}) n)`;

/** At one of the units or below it. Adds what it needs to the parameters. */
function atUnits(dialect: SqlDialect, names: Names, units: readonly string[], parameters: Record<string, unknown>): readonly string[] {
  if (units.includes('')) return [];
  if (units.length <= fewUnits) {
    const each = units.map((unit, nth) => {
      Object.assign(parameters, below.parameters(`unit${nth}`, unit));
      return below.condition('c.unit', `unit${nth}`);
    });
    return [each.length === 0 ? 'false' : `(${each.join(' or ')})`];
  }
  parameters['units'] = JSON.stringify(units.map((unit) => ({ unit, first: `${unit}/`, past: `${unit}0` })));
  const listed = dialect.table(':units', 'u', { unit: 'id', first: 'id', past: 'id' });
  const of = (condition: string) =>
    `select k.id from ${dialect.lookup(listed, { table: names.table('cases'), alias: 'k', on: `k.tenant = :tenant and ${condition}` })}`;
  return [`c.id in (${of('k.unit = u.unit')} union all ${of('k.unit >= u.first and k.unit < u.past')})`];
}
