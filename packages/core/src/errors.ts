// Misuse and broken definitions. A refusal is a value (outcome.ts); what is thrown is always this error, with a literal code.
import type { Text } from './text.ts';

/** Every code, and what it says in general. The error itself says which case and place; `docs/errors.md` lists them in both languages. */
export type ErrorCode =
  | 'ACTOR_INVALID' // an actor without tenant or id, with an id reserved for the system, or without the right to this operator act
  | 'ALWAYS_LOOP' // eventless transitions do not come to rest
  | 'ARCHIVE_INVALID' // a line that is not of an archive, or was altered
  | 'CALENDAR_NEEDED' // a limit in working time, and no working calendar to count it
  | 'CALENDAR_UNKNOWN_DAYS' // a due time beyond the days a calendar knows, where it was told to refuse
  | 'CASE_CORRUPT' // a stored record that is not one of ours, or is damaged
  | 'CONFLICT_STORM' // a commit lost every race it was tried in; try again
  | 'CONTEXT_INVALID' // a step left a context or message that its schema or JSON cannot carry
  | 'DATE_INVALID' // a date that does not exist, or a time that is no finite number
  | 'ENGINE_DRAINED' // a request to an engine that has ended
  | 'LIMIT_INVALID' // a limit that is negative, not finite, or not of exactly one known unit
  | 'LINK_LOOP' // linked cases that keep changing each other
  | 'MIGRATION_HOLES' // a plan that leaves reachable old cases without a target
  | 'OPTION_INVALID' // an option outside its documented values
  | 'PROCESS_CHANGED' // the same version with another structure
  | 'PROCESS_INVALID' // a definition that cannot be built
  | 'PROCESS_UNKNOWN' // a process or version this engine was not given
  | 'PROCESS_UNSOUND' // a definition that can be built, and would strand its cases
  | 'RULE_THREW' // a rule, deadline, message or assignment of a process threw
  | 'SCHEMA_ASYNC' // a schema that needs a promise, where processes are synchronous
  | 'SCHEMA_NOT_JSON' // a schema whose values JSON cannot carry
  | 'STORE_BUSY' // the database is locked; may be retried
  | 'STORE_CLOSED' // used after close
  | 'STORE_FULL' // the disk of the database is full; nothing was written
  | 'STORE_SCHEMA' // tables that are missing, older, newer or altered
  | 'SUBSCRIBER_HANGS' // a subscriber that kept a message longer than its lease
  | 'SUBSCRIBER_UNKNOWN' // a subscriber this engine was not given
  | 'SUITE_INVALID' // a file that is no suite of test cases, or contradicts itself
  | 'STORE_UNCERTAIN' // the connection broke while committing: it may have been written
  | 'STORE_UNSUPPORTED' // a capability this store does not have
  | 'TIMER_LOOP' // deadlines that keep falling due at the same moment
  | 'WEBHOOK_FAILED' // an endpoint that cannot be reached, or answered other than 2xx
  | 'WEBHOOK_HANGS'; // an endpoint that did not answer in time

/** What went wrong, in both languages, with the case or place it concerns in `details`. */
export class BihuanError extends Error {
  override readonly name = 'BihuanError';
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, text: Text, details: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(`${code}: ${text.en}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.text = text;
    this.details = details;
  }
}
