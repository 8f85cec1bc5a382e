// What the drivers of MySQL answer: rows to a question, a header to a change.
import type { SqlAnswer } from '../server/database.ts';

export function mysqlAnswer(answer: unknown): SqlAnswer {
  if (Array.isArray(answer)) return { rows: answer as object[], changes: 0 };
  return { rows: [], changes: Number((answer as { readonly affectedRows?: unknown } | undefined)?.affectedRows ?? 0) };
}
