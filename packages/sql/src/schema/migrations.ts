// Every version of the schema, as the statements that lead to it. Written once for all databases; a dialect only names its column types.
import { type Compilable, type CreateTableBuilder, type SchemaModule, type Sql, sql } from 'kysely';
import type { tableNames } from './tables.ts';

/** What differs between databases. */
export interface SchemaDialect {
  readonly name: 'sqlite';
  /** An id or name of at most 190 characters, compared byte by byte. */
  readonly id: ReturnType<Sql>;
  /** Any text, kept as it is. */
  readonly text: ReturnType<Sql>;
  /** Holds epoch milliseconds. */
  readonly integer: ReturnType<Sql>;
  /** Stands after a table that is read by its key. */
  readonly clustered: ReturnType<Sql>;
  readonly plain: ReturnType<Sql>;
}

export const sqliteSchema: SchemaDialect = {
  name: 'sqlite',
  id: sql`text`,
  text: sql`text`,
  integer: sql`integer`,
  clustered: sql`strict, without rowid`,
  plain: sql`strict`,
};

export interface MigrationScope {
  readonly schema: SchemaModule;
  readonly dialect: SchemaDialect;
  readonly name: (table: (typeof tableNames)[number]) => string;
}

type Column = readonly [name: string, type: 'id' | 'text' | 'integer', nullable?: 'nullable'];

/** The n-th entry leads from version n to n + 1. An entry is never edited once it was released. */
export const migrations: readonly ((scope: MigrationScope) => readonly Compilable[])[] = [first];

export const latestVersion: number = migrations.length;

function first({ schema, dialect, name }: MigrationScope): readonly Compilable[] {
  const table = (target: string, columns: readonly Column[], key: readonly string[], end = dialect.clustered) =>
    columns
      .reduce<CreateTableBuilder<string, any>>(
        (builder, [column, type, nullable]) =>
          builder.addColumn(column, dialect[type], (definition) => (nullable ? definition : definition.notNull())),
        schema.createTable(target),
      )
      .addPrimaryKeyConstraint(`${target}_pk`, key as never)
      .modifyEnd(end);
  const index = (target: string, suffix: string, columns: readonly string[]) =>
    schema
      .createIndex(`${target}_${suffix}`)
      .on(target)
      .columns(columns as never);
  const [cases, journal, timers, workItems, deliveries] = (['cases', 'journal', 'timers', 'work_items', 'deliveries'] as const).map(name);
  return [
    table(
      cases!,
      [
        ['tenant', 'id'],
        ['id', 'id'],
        ['process', 'id'],
        ['version', 'integer'],
        ['unit', 'id'],
        ['subject_type', 'id', 'nullable'],
        ['subject_id', 'id', 'nullable'],
        ['correlation', 'id'],
        ['open_subject', 'text', 'nullable'],
        ['revision', 'integer'],
        ['states', 'text'],
        ['outcome', 'id', 'nullable'],
        ['opened_at_ms', 'integer'],
        ['at_ms', 'integer'],
        ['record', 'text'],
        ['head', 'id'],
      ],
      ['tenant', 'id'],
      dialect.plain,
    ),
    index(cases!, 'open_subject', ['tenant', 'open_subject'])
      .unique()
      .where('open_subject' as never, 'is not', null),
    index(cases!, 'process', ['tenant', 'process', 'states', 'id']),
    index(cases!, 'unit', ['tenant', 'unit', 'id']),
    index(cases!, 'subject', ['tenant', 'subject_type', 'subject_id']).where('subject_id' as never, 'is not', null),
    index(cases!, 'correlation', ['tenant', 'correlation']),
    table(
      journal!,
      [
        ['tenant', 'id'],
        ['case_id', 'id'],
        ['revision', 'integer'],
        ['kind', 'id'],
        ['key', 'id', 'nullable'],
        ['entry', 'text'],
        ['hash', 'id'],
      ],
      ['tenant', 'case_id', 'revision'],
      dialect.plain,
    ),
    index(journal!, 'key', ['tenant', 'key'])
      .unique()
      .where('key' as never, 'is not', null),
    table(
      timers!,
      [
        ['tenant', 'id'],
        ['case_id', 'id'],
        ['timer', 'text'],
        ['generation', 'integer'],
        ['due_at_ms', 'integer', 'nullable'],
        ['attempts', 'integer'],
        ['error', 'text'],
        ['wake_at_ms', 'integer', 'nullable'],
      ],
      ['tenant', 'case_id', 'timer'],
    ),
    index(timers!, 'wake', ['wake_at_ms']).where('wake_at_ms' as never, 'is not', null),
    index(timers!, 'stuck', ['tenant']).where('attempts' as never, '>', sql.lit(0) as never),
    table(
      workItems!,
      [
        ['tenant', 'id'],
        ['case_id', 'id'],
        ['state', 'text'],
        ['role', 'id'],
        ['process', 'id'],
        ['unit', 'id'],
        ['assignee', 'id', 'nullable'],
        ['due_at_ms', 'integer', 'nullable'],
        ['priority', 'integer'],
        ['since_ms', 'integer'],
      ],
      ['tenant', 'case_id', 'state', 'role'],
    ),
    index(workItems!, 'open', ['tenant', 'role', 'unit']).where('assignee' as never, 'is', null),
    index(workItems!, 'assignee', ['tenant', 'assignee']).where('assignee' as never, 'is not', null),
    table(
      deliveries!,
      [
        ['tenant', 'id'],
        ['case_id', 'id'],
        ['subscriber', 'id'],
        ['revision', 'integer'],
        ['place', 'integer'],
        ['id', 'text'],
        ['name', 'id'],
        ['body', 'text'],
        ['attempts', 'integer'],
        ['error', 'text'],
        ['wake_at_ms', 'integer', 'nullable'],
      ],
      ['tenant', 'case_id', 'subscriber', 'revision', 'place'],
    ),
    index(deliveries!, 'wake', ['wake_at_ms']).where('wake_at_ms' as never, 'is not', null),
    index(deliveries!, 'dead', ['tenant']).where('wake_at_ms' as never, 'is', null),
  ];
}
