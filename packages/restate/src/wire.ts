// What goes over the wire and comes back the same: arguments and errors as JSON.
import { BihuanError, type JsonValue, jsonFault } from '@bihuan/core';
import type { Thrown } from './objects.ts';

/** Marks a value that JSON cannot carry: it arrives as one that JSON cannot carry either, and is judged there (law 15). */
const mark = '@bihuan/not-json';

/** Arguments as JSON. */
export function sealed(value: unknown, depth = 0): JsonValue {
  if (value === undefined) return { [mark]: 'undefined' };
  if (Array.isArray(value) && depth <= deepest) return Array.from(value, (each) => sealed(each, depth + 1));
  if (isPlain(value) && depth <= deepest) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sealed(each, depth + 1)]));
  }
  return typeof value === 'object' && value !== null ? { [mark]: 'object' } : jsonFault(value) ? markOf(value) : (value as JsonValue);
}

/** The arguments again. */
export function unsealed(value: JsonValue): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(unsealed);
  const marked = (value as Readonly<Record<string, JsonValue>>)[mark];
  if (marked === undefined) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unsealed(each)]));
  if (marked === 'undefined') return undefined;
  return marked === 'number' ? Number.NaN : Symbol('not JSON');
}

/** Arguments are a little deeper than the payload in them. */
const deepest = 70;

const markOf = (value: unknown): JsonValue => (typeof value === 'string' ? value : { [mark]: typeof value });

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
  Object.getOwnPropertySymbols(value).length === 0;

export const thrownOf = (error: unknown): Thrown =>
  error instanceof BihuanError
    ? { code: error.code, text: error.text, details: plain(error.details), message: error.message }
    : { message: error instanceof Error ? error.message : String(error) };

/** Details are for people; those that JSON cannot carry are left behind. */
function plain(details: BihuanError['details']): BihuanError['details'] {
  try {
    return JSON.parse(JSON.stringify(details));
  } catch {
    return {};
  }
}

export const errorOf = ({ code, text, details, message }: Thrown): Error =>
  code !== undefined && text !== undefined ? new BihuanError(code, text, details) : new Error(message);
