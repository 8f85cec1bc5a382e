// Tables with many rows, so that a planner has a reason to choose. `tenant` says whose each is, as SQL of its number `n`.
import type { Names, SqlDialect } from './dialect.ts';

/** Statements that write `count` cases, two hundred to a unit, with an entry, a timer, an open work item, a message and two terms each, all due in the far future. */
export function manyRows(dialect: SqlDialect, names: Names, count: number, tenant = "'t'"): readonly string[] {
  const { table } = names;
  const numbers = {
    sqlite: `(with recursive s (n) as (select 1 union all select n + 1 from s where n < ${count}) select n from s) s`,
    postgres: `generate_series(1, ${count}) s (n)`,
    mysql: `(with recursive s (n) as (select 1 union all select n + 1 from s where n < ${count}) select n from s) s`,
  }[dialect.name];
  const id = { sqlite: "printf('c%08d', n)", postgres: "'c' || lpad(n::text, 8, '0')", mysql: "concat('c', lpad(n, 8, '0'))" }[
    dialect.name
  ];
  const unit = {
    sqlite: "'u' || (n / 200) || '/g' || (n % 7)",
    postgres: "'u' || (n / 200) || '/g' || (n % 7)",
    mysql: "concat('u', n div 200, '/g', n % 7)",
  }[dialect.name];
  const due = '4000000000000 + n * 611 % 1000000';
  const fill = (name: string, columns: string, values: string) => {
    const text = `insert into ${table(name)} (${columns}) select ${values} from ${numbers}`;
    return dialect.quote === '"' ? text : text.replaceAll('"', dialect.quote);
  };
  return [
    ...(dialect.name === 'mysql'
      ? [`set session ${'cte_max_recursion_depth'} = ${count + 1}`, `set session max_recursive_iterations = ${count + 1}`]
      : []),
    fill(
      'cases',
      'tenant, id, process, version, unit, subject_type, subject_id, correlation, revision, states, opened_at_ms, at_ms, due_at_ms, record, head',
      `${tenant}, ${id}, 'errand', 1, ${unit}, 'house', ${id}, ${id}, 1, 'waiting', 1, n, ${due}, '{}', 'h'`,
    ),
    fill(
      'journal',
      'tenant, case_id, revision, kind, "key", actor, at_ms, entry, hash',
      `${tenant}, ${id}, 1, 'open', ${id}, ${unit}, n, '{}', 'h'`,
    ),
    fill(
      'timers',
      'tenant, case_id, timer, process, version, generation, due_at_ms, attempts, error, wake_at_ms',
      `${tenant}, ${id}, 'x#a', 'errand', 1, 1, ${due}, 0, '', ${due}`,
    ),
    fill(
      'work_items',
      'tenant, case_id, state, role, process, unit, due_at_ms, priority, since_ms, open_ms',
      `${tenant}, ${id}, 'waiting', 'clerk', 'errand', ${unit}, ${due}, 0, 1, ${due}`,
    ),
    fill(
      'deliveries',
      'tenant, case_id, subscriber, revision, place, id, name, body, process, at_ms, attempts, error, wake_at_ms',
      `${tenant}, ${id}, 's', 1, 0, ${id}, 'told', '{}', 'errand', 1, 0, '', 4000000000000`,
    ),
    fill('terms', 'tenant, term, case_id', `${tenant}, 'state:waiting', ${id}`),
    fill('personal', 'tenant, case_id, revision, field, person, value, salt', `${tenant}, ${id}, 1, 'f', ${unit}, '1', 's'`),
  ];
}
