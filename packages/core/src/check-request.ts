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

/** A payload checked against its schema, and by JSON itself. A command without a schema takes none. */
export function parsePayload(spec: ProcessSpec, what: string, schema: z.ZodType | undefined, payload: unknown): Parsed {
  if (schema === undefined) {
    return payload === undefined || payload === null
      ? { ok: true, value: undefined }
      : invalid('payload', '该操作不带内容 takes no payload');
  }
  const fault = payload === undefined ? undefined : jsonFault(payload);
  if (fault) return invalid(`payload${fault.path}`, fault.problem);
  if (payload !== undefined && toJson(payload).length > largestPayload)
    return invalid('payload', `larger than ${largestPayload} characters`);
  const parsed = callProcess(spec, `schema of ${what}`, () => parse(spec, what, schema, payload));
  if (!parsed.success) {
    return {
      ok: false,
      issues: parsed.error.issues.map((issue) => ({ path: ['payload', ...issue.path.map(String)].join('/'), message: issue.message })),
    };
  }
  const kept = parsed.data === undefined ? undefined : jsonFault(parsed.data);
  return kept ? invalid(`payload${kept.path}`, kept.problem) : { ok: true, value: parsed.data };
}

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
  readonly unit?: string;
  readonly id?: string;
  readonly correlation?: string | undefined;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
}

/** What is wrong with the fields around a payload. Names and ids are at most 190 characters, so that every database can index them. */
export function envelopeIssues(envelope: Envelope, nowMs: number): readonly Issue[] {
  const issues: Issue[] = [];
  const check = (path: string, holds: boolean, message: string) => holds || issues.push({ path, message });
  for (const field of ['key', 'id', 'correlation'] as const) {
    if (envelope[field] !== undefined) check(field, isName(envelope[field]), '1 to 190 characters, no NUL, no lone surrogates');
  }
  if (envelope.unit !== undefined) check('unit', isUnit(envelope.unit), "a path like 'xindu/jiayuan' of at most 190 characters, or ''");
  if (envelope.subject !== undefined)
    check('subject', isName(envelope.subject?.type) && isName(envelope.subject?.id), 'a type and an id of 1 to 190 characters');
  const { expectedRevision, occurredAtMs } = envelope;
  if (expectedRevision !== undefined)
    check('expectedRevision', Number.isSafeInteger(expectedRevision) && expectedRevision >= 0, 'a revision');
  if (occurredAtMs !== undefined)
    check('occurredAtMs', Number.isSafeInteger(occurredAtMs) && occurredAtMs <= nowMs, 'epoch milliseconds, not in the future');
  return issues;
}

const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= 190 && !value.includes('\u0000') && value.isWellFormed();
const isUnit = (value: unknown): boolean =>
  value === '' || (isName(value) && (value as string).split('/').every((part) => part.length > 0));
