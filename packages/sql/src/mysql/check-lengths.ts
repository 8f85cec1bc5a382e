// Rows are inserted with `ignore` or out of JSON, which shortens what is too long without a word: so every length is looked at first.
import { BihuanError, type Commit } from '@bihuan/core';
import type { ColumnType } from '../dialect.ts';
import { parts } from '../rows.ts';

const longest: Readonly<Record<ColumnType, number>> = {
  id: 190,
  place: 380,
  subject: 570,
  text: Number.POSITIVE_INFINITY,
  integer: Number.POSITIVE_INFINITY,
};

/** Throws `CASE_CORRUPT` for a text that its column does not hold. */
export function checkLengths(commit: Commit): void {
  const { case: row, entries } = commit;
  const { tenant, id, process, unit, subjectType, subjectId, correlation, outcome, head } = row;
  const ids = { tenant, id, process, unit, subjectType, subjectId, correlation, outcome, head };
  for (const [field, value] of Object.entries(ids)) check(field, value, longest.id);
  check('openSubject', row.openSubject, longest.subject);
  for (const { kind, key, actor, hash } of entries)
    for (const [field, value] of Object.entries({ kind, key, actor, hash })) check(field, value, longest.id);
  for (const { put, columns } of parts)
    for (const each of put(commit)) for (const [column, type] of Object.entries(columns)) check(column, each[column], longest[type]);
}

function check(field: string, value: unknown, most: number): void {
  // Characters outside the basic plane count once in the column and twice here: no text is let through that is too long.
  if (typeof value !== 'string' || value.length <= most) return;
  throw new BihuanError(
    'CASE_CORRUPT',
    { zh: `${field} 超过${most}个字符`, en: `${field} is longer than the ${most} characters that its column holds` },
    { field, length: value.length },
  );
}
