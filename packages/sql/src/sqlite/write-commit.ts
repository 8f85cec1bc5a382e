// Writes one commit inside a transaction or savepoint that is open already. Whatever else than `committed` it answers must be rolled back.
import { BihuanError, type Commit } from '@bihuan/core';
import type { Statements } from './statements.ts';

export type CommitResult = 'committed' | 'conflict' | 'duplicate' | 'subject-taken';

export function writeCommit(statements: Statements, commit: Commit): CommitResult {
  if (!writeCase(statements, commit)) return whyNot(statements, commit);
  const { tenant, id } = commit.case;
  for (const { revision, kind, key, entry, hash } of commit.entries) {
    if (statements.insertEntry.run(tenant, id, revision, kind, key, entry, hash).changes !== 0) continue;
    if (key !== null && statements.isKeyTaken.get(tenant, key)) return 'duplicate';
    throw new BihuanError(
      'CASE_CORRUPT',
      { zh: `案件 ${id} 的日志已有第${revision}条`, en: `The journal of case ${id} has an entry ${revision} already` },
      { case: id, revision },
    );
  }
  const { timers, workItems } = commit;
  for (const timer of timers.drop) if (!timers.put.some((each) => each.timer === timer)) statements.dropTimer.run(tenant, id, timer);
  for (const { timer, generation, dueAtMs } of timers.put) statements.putTimer.run(tenant, id, timer, generation, dueAtMs, dueAtMs);
  for (const state of workItems.drop) statements.dropWork.run(tenant, id, state);
  for (const { state, role, process, unit, assignee, dueAtMs, priority, sinceMs } of workItems.put)
    statements.putWork.run(tenant, id, state, role, process, unit, assignee, dueAtMs, priority, sinceMs);
  for (const each of commit.deliveries)
    statements.putDelivery.run(tenant, id, each.subscriber, each.revision, each.index, each.id, each.name, each.body);
  return 'committed';
}

function writeCase(statements: Statements, { case: row, expectedRevision }: Commit): boolean {
  const { tenant, id, process, version, unit, subjectType, subjectId, correlation, openSubject } = row;
  const { revision, states, outcome, openedAtMs, atMs, record, head } = row;
  const seldom = [process, version, unit, subjectType, subjectId, correlation, openSubject] as const;
  if (expectedRevision === 0) {
    const { changes } = statements.insertCase.run(tenant, id, ...seldom, revision, states, outcome, openedAtMs, atMs, record, head);
    return changes !== 0;
  }
  const often = [revision, states, outcome] as const;
  const place = [tenant, id, expectedRevision] as const;
  if (statements.updateCase.run(...often, atMs, record, head, ...place, ...seldom, openedAtMs).changes !== 0) return true;
  return statements.replaceCase.run(...seldom, ...often, openedAtMs, atMs, record, head, ...place).changes !== 0;
}

/** Nothing was written yet: the first of the reasons, in the order of the port. */
function whyNot(statements: Statements, { case: row, expectedRevision, entries }: Commit): CommitResult {
  const revision = statements.revisionOf.get(row.tenant, row.id)?.revision ?? 0;
  if (revision !== expectedRevision) return 'conflict';
  if (entries.some(({ key }) => key !== null && statements.isKeyTaken.get(row.tenant, key))) return 'duplicate';
  if (row.openSubject !== null && statements.isSubjectTaken.get(row.tenant, row.openSubject, row.id)) return 'subject-taken';
  throw new BihuanError(
    'CASE_CORRUPT',
    { zh: `案件 ${row.id} 的数据不能写入`, en: `The rows of case ${row.id} cannot be written: a value the tables do not take` },
    { case: row.id },
  );
}
