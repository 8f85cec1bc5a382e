// The queries behind `work` and `countWork`: for each way an item may be one's own, the rows of it in order, as many as a page holds; then all of them as one page.
import { covers, type WorkQuery } from '@bihuan/core';
import { endOfTimeMs, type Names, type SqlDialect } from '../dialect.ts';
import { selected, workItemColumns } from '../rows.ts';
import type { Query } from './find.ts';
import { below } from './units.ts';

type Grant = WorkQuery['grants'][number];

/** Subtrees beyond which the planner takes longer than the query: then they come as one list. */
const fewSubtrees = 8;
/** Items of a subtree up to which it is quicker to read all of them than to look for them in the order of the whole tenant. */
const smallSubtree = 5_000;

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
  const { tenant, actor, which, process, unit = '', dueBeforeMs, limit } = query;
  const parameters: Record<string, unknown> = {
    tenant,
    actor,
    process,
    case: query.case,
    dueBeforeMs,
    limit,
    ...below.parameters('unit', unit),
  };
  const items = names.table('work_items');
  const by = (suffix: string) => dialect.by(names.index('work_items', suffix));
  const asked: readonly (readonly [isAsked: boolean, condition: string])[] = [
    [process !== undefined, 'w.process = :process'],
    [query.case !== undefined, 'w.case_id = :case'],
    [dueBeforeMs !== undefined, 'w.due_at_ms < :dueBeforeMs'],
  ];
  const filters = asked.flatMap(([isAsked, condition]) => (isAsked ? [condition] : []));
  const place = [':afterMs', ':afterCase', ':afterState'];
  const ordered = (key: string) =>
    [`${key}, w.case_id, w.state`, isBeyond ? [dialect.beyond([key, 'w.case_id', 'w.state'], place)] : []] as const;
  const page = (from: string, conditions: readonly string[], key: string) => {
    const [order, beyond] = ordered(key);
    return `select ${columns.map((column) => `w.${column}`).join(', ')} from ${from} where ${[...conditions, ...filters, ...beyond].join(' and ')}
      order by ${order} limit :limit`;
  };
  const due = `coalesce(w.due_at_ms, ${endOfTimeMs})`;

  const mine = () =>
    page(
      `${items} w ${by('assignee')}`,
      ['w.tenant = :tenant', 'w.assignee = :actor', ...(unit === '' ? [] : [below.condition('w.unit', 'unit')])],
      due,
    );
  const ofRole = (nth: number) => ['w.tenant = :tenant', `w.role = :role${nth}`, ...processOf(nth)];
  const processOf = (nth: number) => (grants[nth]!.process === undefined ? [] : [`w.process = :process${nth}`]);
  const everywhere = (nth: number) => page(`${items} w ${by('due')}`, [...ofRole(nth), 'w.open_ms is not null'], 'w.open_ms');
  /** A small subtree is read whole; a large one is met often enough in the order of the tenant. */
  const subtree = (nth: number): readonly string[] => {
    const at = ['w.assignee is null', below.condition('w.unit', `unit${nth}`)];
    if (dialect.plansByValues) return [page(`${items} w`, [...ofRole(nth), ...at, 'w.open_ms is not null'], 'w.open_ms')];
    const size = `(select count(*) from (select 1 as one from ${items} w ${by('open')}
      where w.tenant = :tenant and w.role = :role${nth} and ${at.join(' and ')} limit ${smallSubtree + 1}) n)`;
    return [
      page(`${items} w ${by('open')}`, [...ofRole(nth), ...at, `${size} <= ${smallSubtree}`], due),
      page(
        `${items} w ${by('due')}`,
        [...ofRole(nth), 'w.open_ms is not null', below.condition('w.unit', `unit${nth}`), `${size} > ${smallSubtree}`],
        'w.open_ms',
      ),
    ];
  };
  const listed = (unitIs: string) => {
    const list = dialect.table(':grants', 'g', { role: 'id', unit: 'id', first: 'id', past: 'id', process: 'id' });
    const on = `w.tenant = :tenant and w.role = g.role and w.assignee is null and ${unitIs}`;
    const from = dialect.lookup(list, { table: items, alias: 'w', by: by('open'), on });
    return page(from, ['(g.process is null or w.process = g.process)'], due);
  };

  const grants = which === 'mine' ? [] : within(query.grants, unit);
  const [whole, parts] = [grants.filter((grant) => grant.unit === ''), grants.filter((grant) => grant.unit !== '')];
  const isListed = parts.length > fewSubtrees;
  for (const [nth, grant] of grants.entries()) {
    if (isListed && grant.unit !== '') continue;
    Object.assign(parameters, { [`role${nth}`]: grant.role, [`process${nth}`]: grant.process }, below.parameters(`unit${nth}`, grant.unit));
  }
  if (isListed)
    parameters['grants'] = JSON.stringify(
      parts.map(({ role, unit: at, process: only = null }) => ({ role, unit: at, first: `${at}/`, past: `${at}0`, process: only })),
    );
  const nthOf = (grant: Grant) => grants.indexOf(grant);
  const pages = [
    ...(which === 'open' ? [] : [mine()]),
    ...whole.map((grant) => everywhere(nthOf(grant))),
    ...(isListed
      ? [listed('w.unit = g.unit'), listed('w.unit >= g.first and w.unit < g.past')]
      : parts.flatMap((grant) => subtree(nthOf(grant)))),
  ];
  const nothing = `select ${columns.map((column) => `w.${column}`).join(', ')} from ${items} w where false`;
  const rows = (pages.length === 0 ? [nothing] : pages).map((each, nth) => `select * from (${each}) p${nth}`).join(' union all ');
  return { rows, parameters };
}

/** The grants at a unit and below it, each once: one that reaches further up ends there. */
function within(grants: readonly Grant[], unit: string): readonly Grant[] {
  const narrowed = grants.flatMap((grant): readonly Grant[] => {
    if (covers(grant.unit, unit)) return [{ ...grant, unit }];
    return covers(unit, grant.unit) ? [grant] : [];
  });
  const byPlace = new Map(narrowed.map((grant) => [JSON.stringify([grant.role, grant.unit, grant.process]), grant]));
  return [...byPlace.values()];
}
