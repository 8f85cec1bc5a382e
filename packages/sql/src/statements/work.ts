// The queries behind `work` and `countWork`: for each way an item may be one's own, the rows of it in order, as many as a page holds; then all of them as one page.
// Where only few cases are asked for, these lead, and each of their items is looked at.
import { covers, type WorkQuery } from '@bihuan/core';
import { endOfTimeMs, type Names, type Reference, type SqlDialect } from '../dialect.ts';
import { selected, workItemColumns } from '../rows.ts';
import { countTo, type Query } from './find.ts';
import { below } from './units.ts';

type Grant = WorkQuery['grants'][number];

/** Subtrees beyond which the planner takes longer than the query: then they come as one list. */
const fewSubtrees = 8;
/** Items of a subtree up to which it is quicker to read all of them than to look for them in the order of the whole tenant. */
const smallSubtree = 5_000;
/** The same for the cases that have a term. */
const fewCases = 5_000;

const columns = Object.values(workItemColumns).map((column) => `"${column}"`);
const itemColumns = columns.filter((column) => column !== '"role"').join(', ');

export function workQuery(dialect: SqlDialect, names: Names, query: WorkQuery): Query {
  const { rows, parameters } = matching(dialect, names, query, query.after !== undefined);
  const { role: _, ...others } = workItemColumns;
  const { after } = query;
  return {
    written: `select ${selected(others)}, min("role") as "role" from (${rows}) i group by ${itemColumns}
      order by coalesce(due_at_ms, ${endOfTimeMs}), case_id, state limit :limit`,
    parameters: {
      ...parameters,
      ...(after && { afterMs: after.dueAtMs ?? endOfTimeMs, afterCase: after.case, afterState: after.state }),
    },
  };
}

export function countWorkQuery(dialect: SqlDialect, names: Names, query: Omit<WorkQuery, 'after'>): Query {
  const { rows, parameters } = matching(dialect, names, query, false);
  return {
    written: `select count(*) as "count" from (select case_id, state from (${rows}) i group by case_id, state limit :limit) n`,
    parameters,
  };
}

function matching(dialect: SqlDialect, names: Names, query: Omit<WorkQuery, 'after'>, isBeyond: boolean) {
  const { tenant, actor, which, process, unit = '', subject, terms = [], dueBeforeMs, limit } = query;
  const grants = which === 'mine' ? [] : within(query.grants, unit);
  const parameters: Record<string, unknown> = {
    ...{ tenant, actor, process, case: query.case, dueBeforeMs, limit, subjectType: subject?.type, subjectId: subject?.id },
    ...Object.fromEntries(terms.map((term, nth) => [`term${nth}`, term])),
    ...below.parameters('unit', unit),
  };
  const items = names.table('work_items');
  const by = (suffix: string) => dialect.by(names.index('work_items', suffix));
  // A subquery of one value: asked of one row after the other, where `exists` may become a join of everything.
  const has = (nth: number) => `(select 1 from ${names.table('terms')} f
    where f.tenant = :tenant and f.term = :term${nth} and f.case_id = w.case_id limit 1) is not null`;
  const asked: readonly (readonly [isAsked: boolean, condition: string])[] = [
    [process !== undefined, 'w.process = :process'],
    [dueBeforeMs !== undefined, 'w.due_at_ms < :dueBeforeMs'],
  ];
  const filters = asked.flatMap(([isAsked, condition]) => (isAsked ? [condition] : []));
  const place = [':afterMs', ':afterCase', ':afterState'];
  const ending = (conditions: readonly string[], key: string, groups = '') => {
    const beyond = isBeyond ? [dialect.beyond([key, 'w.case_id', 'w.state'], place)] : [];
    return `where ${[...conditions, ...filters, ...beyond].join(' and ')} ${groups} order by ${key}, w.case_id, w.state limit :limit`;
  };
  const due = `coalesce(w.due_at_ms, ${endOfTimeMs})`;
  /** Rows that are an item each: those of one role. */
  const page = (from: string, conditions: readonly string[], key: string) =>
    `select ${columns.map((column) => `w.${column}`).join(', ')} from ${from} ${ending(conditions, key)}`;
  /** Where an item may have several rows, of several roles or grants: a page holds so many items, not rows. */
  const grouped = (from: string, conditions: readonly string[]) => {
    const others = columns.filter((column) => column !== '"role"').map((column) => `w.${column}`);
    const listed = columns.map((column) => (column === '"role"' ? 'min(w."role") as "role"' : `w.${column}`));
    return `select ${listed.join(', ')} from ${from} ${ending(conditions, due, `group by ${others.join(', ')}`)}`;
  };
  const isMine = ['w.assignee = :actor', ...(unit === '' ? [] : [below.condition('w.unit', 'unit')])];
  const grantList = (parameter: Reference) =>
    dialect.table(parameter, 'g', { role: 'id', unit: 'id', first: 'id', past: 'id', process: 'id' });

  /** The items of the cases that a table lists. */
  const ofCases = (from: string, of: { readonly tenant: string; readonly id: string }, conditions: readonly string[]) => {
    const isOpen = `w.assignee is null and exists (select 1 from ${grantList(':grants')} where g.role = w.role
      and (g.unit = '' or w.unit = g.unit or (w.unit >= g.first and w.unit < g.past)) and (g.process is null or w.process = g.process))`;
    const ways = [...(which === 'open' ? [] : [isMine.join(' and ')]), ...(grants.length === 0 ? [] : [isOpen])];
    if (ways.length === 0) return [];
    parameters['grants'] = listOf(grants);
    const joined = dialect.lookup(from, { table: items, alias: 'w', on: `w.tenant = ${of.tenant} and w.case_id = ${of.id}` });
    return [grouped(joined, [`${of.tenant} = :tenant`, ...conditions, `(${ways.map((way) => `(${way})`).join(' or ')})`])];
  };
  const ofNamed = () =>
    ofCases(`${names.table('cases')} c`, { tenant: 'c.tenant', id: 'c.id' }, [
      ...(query.case === undefined ? [] : ['c.id = :case']),
      ...(subject === undefined ? [] : ['c.subject_type = :subjectType and c.subject_id = :subjectId']),
      ...terms.map((_, nth) => has(nth)),
    ]);

  const ofRole = (nth: number) => ['w.tenant = :tenant', `w.role = :role${nth}`, ...processOf(nth)];
  const processOf = (nth: number) => (grants[nth]!.process === undefined ? [] : [`w.process = :process${nth}`]);
  const inOrder = ({ before, where: more }: ReturnType<SqlDialect['gate']>) => {
    const mine = () => grouped(`${before}${items} w ${by('assignee')}`, ['w.tenant = :tenant', ...isMine, ...more]);
    const everywhere = (nth: number) =>
      page(`${before}${items} w ${by('due')}`, [...ofRole(nth), 'w.open_ms is not null', ...more], 'w.open_ms');
    /** A small subtree is read whole; a large one is met often enough in the order of the tenant. */
    const subtree = (nth: number): readonly string[] => {
      const at = ['w.assignee is null', below.condition('w.unit', `unit${nth}`)];
      if (dialect.plansByValues)
        return [page(`${before}${items} w`, [...ofRole(nth), ...at, 'w.open_ms is not null', ...more], 'w.open_ms')];
      const size = countTo(
        smallSubtree,
        `${items} w ${by('open')} where w.tenant = :tenant and w.role = :role${nth} and ${at.join(' and ')}`,
      );
      const [small, large] = [dialect.gate(`${size} <= ${smallSubtree}`), dialect.gate(`${size} > ${smallSubtree}`)];
      const isThere = ['w.open_ms is not null', below.condition('w.unit', `unit${nth}`)];
      return [
        page(`${before}${small.before}${items} w ${by('open')}`, [...ofRole(nth), ...at, ...more, ...small.where], due),
        page(`${before}${large.before}${items} w ${by('due')}`, [...ofRole(nth), ...isThere, ...more, ...large.where], 'w.open_ms'),
      ];
    };
    const listed = (unitIs: string) => {
      const on = `w.tenant = :tenant and w.role = g.role and w.assignee is null and ${unitIs}`;
      const from = dialect.lookup(`${before}${grantList(':subtrees')}`, { table: items, alias: 'w', by: by('open'), on });
      return grouped(from, ['(g.process is null or w.process = g.process)', ...more]);
    };
    const [whole, parts] = [grants.filter((grant) => grant.unit === ''), grants.filter((grant) => grant.unit !== '')];
    const isListed = parts.length > Math.max(fewSubtrees, dialect.mostRanges);
    for (const [nth, grant] of grants.entries()) {
      if (isListed && grant.unit !== '') continue;
      Object.assign(
        parameters,
        { [`role${nth}`]: grant.role, [`process${nth}`]: grant.process },
        below.parameters(`unit${nth}`, grant.unit),
      );
    }
    const nthOf = (grant: Grant) => grants.indexOf(grant);
    /** The subtrees of one role, read as ranges of one index. */
    const ranges = (of: readonly Grant[]) => {
      const isThere = of.map((grant) => below.condition('w.unit', `unit${nthOf(grant)}`)).join(' or ');
      return page(`${before}${items} w ${by('open')}`, [...ofRole(nthOf(of[0]!)), 'w.assignee is null', `(${isThere})`, ...more], due);
    };
    const roleOf = ({ role, process: only }: Grant) => JSON.stringify([role, only]);
    const byRole = [...new Set(parts.map(roleOf))].map((role) => parts.filter((grant) => roleOf(grant) === role));
    if (isListed) parameters['subtrees'] = listOf(parts);
    return [
      ...(which === 'open' ? [] : [mine()]),
      ...whole.map((grant) => everywhere(nthOf(grant))),
      ...(isListed
        ? [listed('w.unit = g.unit'), listed('w.unit >= g.first and w.unit < g.past')]
        : parts.length > fewSubtrees
          ? byRole.map(ranges)
          : parts.flatMap((grant) => subtree(nthOf(grant)))),
    ];
  };
  /** A term that few cases have leads to them; one that many have is met often enough in the order of work. */
  const ofTerms = () => {
    const having = `${names.table('terms')} where tenant = :tenant and term = :term0`;
    const size = countTo(fewCases, having);
    // Limited, so that a planner does not expect what the gate keeps out.
    const list = `(select tenant, case_id from ${having} limit ${fewCases}) s`;
    const others = terms.slice(1).map((_, nth) => has(nth + 1));
    const [few, many] = [dialect.gate(`${size} <= ${fewCases}`), dialect.gate(`${size} > ${fewCases}`)];
    return [
      ...ofCases(`${few.before}${list}`, { tenant: 's.tenant', id: 's.case_id' }, [...others, ...few.where]),
      ...inOrder({ before: many.before, where: [...terms.map((_, nth) => has(nth)), ...many.where] }),
    ];
  };

  const isNamed = query.case !== undefined || subject !== undefined;
  const pages = isNamed ? ofNamed() : terms.length > 0 ? ofTerms() : inOrder({ before: '', where: [] });
  const nothing = `select ${columns.map((column) => `w.${column}`).join(', ')} from ${items} w where false`;
  const rows = (pages.length === 0 ? [nothing] : pages).map((each, nth) => `select * from (${each}) p${nth}`).join(' union all ');
  return { rows, parameters };
}

const listOf = (grants: readonly Grant[]): string =>
  JSON.stringify(grants.map(({ role, unit, process = null }) => ({ role, unit, first: `${unit}/`, past: `${unit}0`, process })));

/** The grants at a unit and below it, each once: one that reaches further up ends there. */
function within(grants: readonly Grant[], unit: string): readonly Grant[] {
  const narrowed = grants.flatMap((grant): readonly Grant[] => {
    if (covers(grant.unit, unit)) return [{ ...grant, unit }];
    return covers(unit, grant.unit) ? [grant] : [];
  });
  const byPlace = new Map(narrowed.map((grant) => [JSON.stringify([grant.role, grant.unit, grant.process]), grant]));
  return [...byPlace.values()];
}
