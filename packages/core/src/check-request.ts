// What comes from outside, before anything is decided on it: envelope fields and payloads.
import type { z } from 'zod';
import { callProcess } from './ask-rule.ts';
import { BihuanError } from './errors.ts';
import { jsonFault, toJson } from './json.ts';
import type { Issue } from './outcome.ts';
import type { ProcessSpec } from './process.ts';

/** Longest payload, in characters of JSON. */
const largestPayload = 1_000_000;

export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issues: readonly Issue[] };

/** A payload checked against its schema, and by JSON itself. One left out counts as empty; a command without a schema takes none. */
export function parsePayload(spec: ProcessSpec, what: string, schema: z.ZodType | undefined, payload: unknown): Parsed {
  if (schema === undefined) {
    return payload === undefined || payload === null
      ? { ok: true, value: undefined }
      : invalid('payload', '该操作不带内容 takes no payload');
  }
  const given = payload === undefined ? {} : payload;
  const fault = jsonFault(given);
  if (fault) return invalid(`payload${fault.path}`, fault.problem);
  if (toJson(given).length > largestPayload) return invalid('payload', `larger than ${largestPayload} characters`);
  const parsed = parseWith(spec, what, schema, given);
  if (!parsed.success) {
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: ['payload', ...issue.path.map(String)].join('/'), message: issue.message })),
    };
  }
  const kept = parsed.data === undefined ? undefined : jsonFault(parsed.data);
  return kept ? invalid(`payload${kept.path}`, kept.problem) : { ok: true, value: parsed.data };
}

/** Runs a schema of a process. Throws `SCHEMA_ASYNC` where it turns out to need a promise, and `RULE_THREW` where a check of it throws. */
export const parseWith = (spec: ProcessSpec, what: string, schema: z.ZodType, value: unknown) =>
  callProcess(spec, `schema of ${what}`, () => parse(spec, what, schema, value));

function parse(spec: ProcessSpec, what: string, schema: z.ZodType, payload: unknown) {
  try {
    return schema.safeParse(payload);
  } catch (cause) {
    if ((cause as Error)?.constructor?.name !== '$ZodAsyncError') throw cause;
    throw new BihuanError(
      'SCHEMA_ASYNC',
      { zh: `流程 ${spec.id} 的 ${what} 校验须同步`, en: `The schema of ${what} in ${spec.id} must be synchronous` },
      { process: spec.id, what },
      cause,
    );
  }
}

const invalid = (path: string, message: string): Parsed => ({ ok: false, issues: [{ path, message }] });

export interface Envelope {
  readonly key?: string | undefined;
  readonly expectedRevision?: number | undefined;
  readonly occurredAtMs?: number | undefined;
  readonly unit?: string | null;
  readonly id?: string;
  readonly correlation?: string | undefined;
  /** Whom the personal fields of the payload tell of. Default: who asks. */
  readonly person?: string | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
}

/**
 * What is wrong with the fields around a payload. Names and ids are at most 190 characters, so that every database can index them. Keys that begin
 * with @ are the library's own.
 */
export function envelopeIssues(envelope: Envelope, nowMs: number, own = false): readonly Issue[] {
  const issues: Issue[] = [];
  const check = (path: string, holds: boolean, message: string) => holds || issues.push({ path, message });
  const { key, id, correlation, person } = envelope;
  const plain = 'characters, no NUL, no lone surrogates';
  if (key !== undefined) check('key', isName(key) && (own || !key.startsWith('@')), `1 to 190 ${plain}, and no @ before them`);
  if (id !== undefined) check('id', isName(id, longestCaseId), `1 to ${longestCaseId} ${plain}`);
  if (correlation !== undefined) check('correlation', isName(correlation), `1 to 190 ${plain}`);
  if (person !== undefined) check('person', isName(person), `1 to 190 ${plain}`);
  if ('unit' in envelope) check('unit', isUnit(envelope.unit), "a path like 'xindu/jiayuan' of at most 190 characters, or ''");
  if (envelope.subject !== undefined)
    check('subject', isName(envelope.subject?.type) && isName(envelope.subject?.id), 'a type and an id of 1 to 190 characters');
  const { expectedRevision, occurredAtMs } = envelope;
  if (expectedRevision !== undefined) check('expectedRevision', isRevision(expectedRevision), 'a revision');
  if (occurredAtMs !== undefined)
    check('occurredAtMs', Number.isSafeInteger(occurredAtMs) && occurredAtMs <= nowMs, 'epoch milliseconds, not in the future');
  return issues;
}

/** Longest id of a case: what is derived from it (messages, keys) fits into 190 characters. */
export const longestCaseId = 150;

export const isRevision = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
export const isName = (value: unknown, longest = 190): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= longest && !value.includes('\u0000') && value.isWellFormed();
const isUnit = (value: unknown): boolean =>
  value === '' || (isName(value) && (value as string).split('/').every((part) => part.length > 0));
