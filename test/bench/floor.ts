// The least one command costs on SQLite by hand: prepared statements that write the same rows, with one bare transition, JSON and hash each.
import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Commit } from '@bihuan/core';
import { hazard } from '@bihuan/processes';
import { transition } from 'xstate';

/** Writes one commit, in its own transaction. */
export function floorWriter(database: DatabaseSync): (commit: Commit) => void {
  const sql = (text: string) => database.prepare(text);
  const [begin, commit] = [sql('begin immediate'), sql('commit')];
  const load = sql('select * from bihuan_cases where tenant = ? and id = ?');
  const keyed = sql('select 1 from bihuan_journal where tenant = ? and "key" = ?');
  const insert = sql(
    'insert into bihuan_cases (tenant, id, process, version, unit, subject_type, subject_id, correlation, open_subject, revision, states, outcome, opened_at_ms, at_ms, due_at_ms, record, head) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const update = sql(
    'update bihuan_cases set revision = ?, states = ?, outcome = ?, at_ms = ?, due_at_ms = ?, record = ?, head = ? where tenant = ? and id = ? and revision = ?',
  );
  const journal = sql(
    'insert into bihuan_journal (tenant, case_id, revision, kind, "key", actor, at_ms, entry, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const dropTimer = sql('delete from bihuan_timers where tenant = ? and case_id = ? and timer = ?');
  const putTimer = sql(
    "insert into bihuan_timers (tenant, case_id, timer, process, version, generation, due_at_ms, wake_at_ms, attempts, error) values (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
  );
  const dropWork = sql('delete from bihuan_work_items where tenant = ? and case_id = ? and state = ?');
  const putWork = sql(
    'insert into bihuan_work_items (tenant, case_id, state, role, process, unit, assignee, due_at_ms, priority, since_ms, open_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const dropTerm = sql('delete from bihuan_terms where tenant = ? and term = ? and case_id = ?');
  const putTerm = sql('insert into bihuan_terms (tenant, term, case_id) values (?, ?, ?)');
  const snapshot = hazard.machine.resolveState({ value: 'reported', context: {} } as never);

  return ({ case: row, entries, timers, workItems, terms, expectedRevision }) => {
    const { tenant, id } = row;
    begin.run();
    const stored = load.get(tenant, id);
    keyed.get(tenant, entries[0]!.key);
    if (stored) JSON.parse(stored.record as string);
    transition(hazard.machine, snapshot, { type: 'reject', payload: {} } as never);
    hash('sha256', entries[0]!.entry);
    JSON.stringify(JSON.parse(entries[0]!.entry));
    if (expectedRevision === 0) {
      insert.run(
        tenant,
        id,
        row.process,
        row.version,
        row.unit,
        row.subjectType,
        row.subjectId,
        row.correlation,
        row.openSubject,
        row.revision,
        row.states,
        row.outcome,
        row.openedAtMs,
        row.atMs,
        row.dueAtMs,
        row.record,
        row.head,
      );
    } else update.run(row.revision, row.states, row.outcome, row.atMs, row.dueAtMs, row.record, row.head, tenant, id, expectedRevision);
    for (const entry of entries)
      journal.run(tenant, id, entry.revision, entry.kind, entry.key, entry.actor, entry.atMs, entry.entry, entry.hash);
    for (const timer of timers.drop) dropTimer.run(tenant, id, timer);
    for (const timer of timers.put)
      putTimer.run(tenant, id, timer.timer, timer.process, timer.version, timer.generation, timer.dueAtMs, timer.dueAtMs);
    for (const state of workItems.drop) dropWork.run(tenant, id, state);
    for (const item of workItems.put)
      putWork.run(
        tenant,
        id,
        item.state,
        item.role,
        item.process,
        item.unit,
        item.assignee,
        item.dueAtMs,
        item.priority,
        item.sinceMs,
        item.dueAtMs,
      );
    for (const term of terms.drop) dropTerm.run(tenant, term, id);
    for (const term of terms.put) putTerm.run(tenant, term, id);
    commit.run();
  };
}
