// What a migration is made of, as data: one list of steps makes the statements of every dialect, and says what the tables are afterwards.
import type { ColumnType, Names, SqlDialect } from '../dialect.ts';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

export type Condition = readonly [column: string, is: 'is null' | 'is not null' | '> 0'];

export interface Index {
  readonly table: string;
  readonly suffix: string;
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** Rows it holds. */
  readonly where?: Condition;
}

export type Step = StepBody & {
  /** The dialects it concerns. Default all. */
  readonly only?: SqlDialect['name'];
};

type StepBody =
  | {
      readonly do: 'create table';
      readonly table: string;
      readonly columns: readonly Column[];
      readonly key: readonly string[];
      readonly clustered: boolean;
    }
  | { readonly do: 'add columns'; readonly table: string; readonly columns: readonly Column[] }
  | { readonly do: 'create index'; readonly index: Index }
  | { readonly do: 'drop index'; readonly table: string; readonly suffix: string }
  /** Carries rows over. */
  | { readonly do: 'fill'; readonly text: (dialect: SqlDialect, table: Names['table']) => string };

/** The statements of one step, in the dialect. */
export function stepTexts(step: Step, dialect: SqlDialect, names: Names): readonly string[] {
  if (step.only !== undefined && step.only !== dialect.name) return [];
  const texts = [written(step, dialect, names)].flat();
  return dialect.quote === '"' ? texts : texts.map((text) => text.replaceAll('"', dialect.quote));
}

function written(step: Step, dialect: SqlDialect, { table, index, schema }: Names): string | readonly string[] {
  const typed = ({ name, type, nullable }: Column) => `"${name}" ${dialect.types[type]}${nullable ? '' : ' not null'}`;
  switch (step.do) {
    case 'create table': {
      const lines = [...step.columns.map(typed), `primary key (${quoted(step.key)})`];
      return `create table ${table(step.table)} (\n  ${lines.join(',\n  ')}\n)${dialect.tableEnd[step.clustered ? 'clustered' : 'plain']}`;
    }
    case 'add columns':
      return step.columns.map(
        (column) => `alter table ${table(step.table)} add column ${typed(column)}${column.nullable ? '' : ` default ${empty(column)}`}`,
      );
    case 'create index': {
      const { columns, condition } = indexParts(step.index, dialect);
      const unique = step.index.unique ? 'unique ' : '';
      const name = index(step.index.table, step.index.suffix);
      return `create ${unique}index "${name}" on ${table(step.index.table)} (${quoted(columns)})${condition && ` where ${condition}`}`;
    }
    case 'drop index': {
      const name = index(step.table, step.suffix);
      if (dialect.name === 'mysql') return `drop index "${name}" on ${table(step.table)}`;
      return schema === null ? `drop index "${name}"` : `drop index "${schema}"."${name}"`;
    }
    case 'fill':
      return step.text(dialect, table).replace(/\s+/g, ' ').trim();
  }
}

/** Columns and condition of an index as the dialect has them. Where none can be partial, the column of the condition is the last: null repeats in a unique one. */
export function indexParts(
  { columns, where, unique }: Index,
  dialect: SqlDialect,
): { readonly columns: readonly string[]; readonly condition: string } {
  if (!where) return { columns, condition: '' };
  if (dialect.partialIndexes) return { columns, condition: `"${where[0]}" ${where[1]}` };
  return { columns: unique || columns.includes(where[0]) ? columns : [...columns, where[0]], condition: '' };
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');
const empty = ({ type }: Column): string => (type === 'integer' ? '0' : "''");
