// The least one command costs on a server by hand: on PostgreSQL the store's own two statements, on MySQL a short transaction as one would write it;
// with one bare transition, JSON and hash each.
import { hash } from 'node:crypto';
import type { Commit, JournalRow } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import type mysql from 'mysql2/promise';
import type pg from 'pg';
import { transition } from 'xstate';
import { bind, namesOf, statement } from '../../packages/sql/src/dialect.ts';
import { postgresDialect } from '../../packages/sql/src/dialects.ts';
import { commitText } from '../../packages/sql/src/postgres/commit-text.ts';
import { parametersOf } from '../../packages/sql/src/postgres/postgres-store.ts';
import { statementsOf } from '../../packages/sql/src/statements/texts.ts';

/** Writes one commit. */
export type ServerFloor = (commit: Commit) => Promise<void>;

const snapshot = hazard.machine.resolveState({ value: 'reported', context: {} } as never);

/** What deciding costs at least: one bare transition, JSON and a hash. */
export function think({ entry }: JournalRow, stored: string | undefined): void {
  if (stored) JSON.parse(stored);
  transition(hazard.machine, snapshot, { type: 'reject', payload: {} } as never);
  hash('sha256', entry);
  JSON.stringify(JSON.parse(entry));
}

export function postgresFloor(pool: pg.Pool): ServerFloor {
  const names = namesOf({ tablePrefix: 'bihuan_' });
  const { load } = statementsOf(postgresDialect, names);
  const [opening, changing] = [true, false].map((isNew) => statement(postgresDialect, commitText(names, isNew)));
  return async (commit) => {
    const { tenant, id } = commit.case;
    const loading = bind(load, { tenant, id, key: commit.entries[0]!.key });
    const { rows } = await pool.query({ name: 'floor_load', ...loading });
    think(commit.entries[0]!, rows[0].record ?? undefined);
    const isNew = commit.expectedRevision === 0;
    const writing = bind(isNew ? opening! : changing!, parametersOf(commit));
    const written = await pool.query({ name: isNew ? 'floor_open' : 'floor_change', ...writing });
    if (Number(written.rows[0].written) !== 1) throw new Error('not written');
  };
}

export function mysqlFloor(pool: mysql.Pool): ServerFloor {
  return async ({ case: row, entries, timers, workItems, terms, expectedRevision }) => {
    const { tenant, id } = row;
    const [stored] = (await pool.execute('select * from bihuan_cases where tenant = ? and id = ?', [tenant, id])) as unknown as [any[]];
    think(entries[0]!, stored[0]?.record);
    const connection = await pool.getConnection();
    const run = (text: string, values: readonly unknown[]) => connection.execute(text, values as any[]);
    const many = (text: string, rows: readonly (readonly unknown[])[]) =>
      rows.length === 0
        ? undefined
        : run(`${text} values ${rows.map((each) => `(${each.map(() => '?').join(', ')})`).join(', ')}`, rows.flat());
    await connection.query('set transaction isolation level read committed');
    await connection.query('start transaction');
    if (expectedRevision === 0) {
      const columns =
        'tenant, id, process, version, unit, subject_type, subject_id, correlation, open_subject, revision, states, outcome, opened_at_ms, at_ms, due_at_ms, record, head';
      await many(`insert into bihuan_cases (${columns})`, [
        [
          ...[tenant, id, row.process, row.version, row.unit, row.subjectType, row.subjectId, row.correlation, row.openSubject],
          ...[row.revision, row.states, row.outcome, row.openedAtMs, row.atMs, row.dueAtMs, row.record, row.head],
        ],
      ]);
    } else
      await run(
        'update bihuan_cases set revision = ?, states = ?, outcome = ?, at_ms = ?, due_at_ms = ?, record = ?, head = ? where tenant = ? and id = ? and revision = ?',
        [row.revision, row.states, row.outcome, row.atMs, row.dueAtMs, row.record, row.head, tenant, id, expectedRevision],
      );
    await many(
      'insert into bihuan_journal (tenant, case_id, revision, kind, `key`, actor, at_ms, entry, hash)',
      entries.map((each) => [tenant, id, each.revision, each.kind, each.key, each.actor, each.atMs, each.entry, each.hash]),
    );
    const drop = (text: string, values: readonly string[]) =>
      values.length === 0 ? undefined : run(`${text} in (${values.map(() => '?').join(', ')})`, [tenant, id, ...values]);
    await drop('delete from bihuan_timers where tenant = ? and case_id = ? and timer', timers.drop);
    await many(
      'insert into bihuan_timers (tenant, case_id, timer, process, version, generation, due_at_ms, wake_at_ms, attempts, error)',
      timers.put.map((each) => [tenant, id, each.timer, each.process, each.version, each.generation, each.dueAtMs, each.dueAtMs, 0, '']),
    );
    await drop('delete from bihuan_work_items where tenant = ? and case_id = ? and state', workItems.drop);
    await many(
      'insert into bihuan_work_items (tenant, case_id, state, role, process, unit, assignee, due_at_ms, priority, since_ms, open_ms)',
      workItems.put.map((each) => [
        ...[
          tenant,
          id,
          each.state,
          each.role,
          each.process,
          each.unit,
          each.assignee,
          each.dueAtMs,
          each.priority,
          each.sinceMs,
          each.dueAtMs,
        ],
      ]),
    );
    await drop('delete from bihuan_terms where tenant = ? and case_id = ? and term', terms.drop);
    await many(
      'insert into bihuan_terms (tenant, case_id, term)',
      terms.put.map((term) => [tenant, id, term]),
    );
    await connection.query('commit');
    connection.release();
  };
}
