// Misuse and broken definitions. A refusal is a value (outcome.ts); what is thrown is always this error, with a literal code.
import type { Text } from './text.ts';

export type ErrorCode =
  | 'ACTOR_INVALID' // no tenant or id, or an id reserved for the system
  | 'ALWAYS_LOOP' // eventless transitions do not come to rest
  | 'CALENDAR_NEEDED' // a working-time limit and only natural time to count it
  | 'CALENDAR_UNKNOWN_DAYS' // a due time outside the days a calendar knows, where it was told to refuse
  | 'CASE_CORRUPT' // a stored record that is not one of ours
  | 'CONFLICT_STORM' // a commit lost every race it was tried in
  | 'CONTEXT_INVALID' // a step left a context its schema or JSON cannot carry
  | 'DATE_INVALID' // a date that does not exist, or a time that is no finite number
  | 'LIMIT_INVALID' // a limit that is negative, not finite or of no known unit
  | 'OPTION_INVALID' // an option outside its documented values
  | 'PROCESS_CHANGED' // same version, other structure
  | 'PROCESS_INVALID' // a definition that cannot be built
  | 'PROCESS_UNKNOWN' // a process or version this engine was not given
  | 'PROCESS_UNSOUND' // a definition that can be built, and would strand its cases
  | 'RULE_THREW' // a rule, deadline, message or assignment threw
  | 'SCHEMA_ASYNC' // a payload, input or context schema that needs a promise
  | 'SCHEMA_NOT_JSON' // a schema whose values JSON cannot carry
  | 'STORE_BUSY' // the database is locked; may be retried
  | 'STORE_CLOSED' // used after close
  | 'STORE_SCHEMA' // tables missing, older or newer than this code
  | 'STORE_UNSUPPORTED' // a capability this store does not have
  | 'TIMER_LOOP'; // deadlines that keep falling due at the same moment

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
