// Statements on one connection, prepared once and kept. Everything here is synchronous.
import { bind, type Statement } from '../dialect.ts';
import type { Answer, Call, Steps } from '../statements/write-commit.ts';
import type { SqliteHandle, SqliteStatement } from './handle.ts';

/** Queries that are put together for what was asked are kept up to so many. */
const mostKept = 200;

export interface SqliteSession {
  readonly handle: SqliteHandle;
  run(call: Call): Answer;
  drive<Result>(steps: Steps<Result>): Result;
}

export function sessionOn(handle: SqliteHandle): SqliteSession {
  const lasting = new WeakMap<Statement, SqliteStatement>();
  const recent = new Map<string, SqliteStatement>();
  const prepared = (to: Statement): SqliteStatement => {
    const known = lasting.get(to) ?? recent.get(to.text);
    if (known) return known;
    const made = handle.prepare(to.text);
    lasting.set(to, made);
    recent.set(to.text, made);
    if (recent.size > mostKept) recent.delete(recent.keys().next().value!);
    return made;
  };
  const run = ({ statement, parameters }: Call): Answer => {
    const made = prepared(statement);
    const { values } = bind(statement, parameters);
    return made.returnsRows ? { rows: made.all(values), changes: 0 } : { rows: [], changes: made.run(values).changes };
  };
  return {
    handle,
    run,
    drive(steps) {
      let step = steps.next();
      while (!step.done) step = steps.next(run(step.value));
      return step.value;
    },
  };
}
