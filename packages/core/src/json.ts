// What may be stored: JSON that comes back bit for bit. Dates, maps, undefined and broken strings are named, never silently lost (law 15).

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export interface JsonFault {
  readonly path: string;
  readonly problem: string;
}

/** Deepest nesting that is accepted, and longest single string (characters). */
export const jsonLimits = { depth: 64, stringLength: 1_000_000 } as const;

/** The first thing in a value that JSON cannot carry, or undefined. Values that share an object are fine, cycles are not. */
export function jsonFault(value: unknown, path = '', depth = 0): JsonFault | undefined {
  if (depth > jsonLimits.depth) return { path, problem: `nested deeper than ${jsonLimits.depth}` };
  switch (typeof value) {
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : { path, problem: `${value} is not a JSON number` };
    case 'string':
      return stringFault(value, path);
    case 'object':
      return value === null ? undefined : objectFault(value, path, depth);
    default:
      return { path, problem: `${typeof value} is not JSON` };
  }
}

function stringFault(value: string, path: string): JsonFault | undefined {
  if (value.length > jsonLimits.stringLength) return { path, problem: `longer than ${jsonLimits.stringLength} characters` };
  if (value.includes('\u0000')) return { path, problem: 'contains NUL' };
  return value.isWellFormed() ? undefined : { path, problem: 'contains a lone surrogate' };
}

function objectFault(value: object, path: string, depth: number): JsonFault | undefined {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = jsonFault(value[index], `${path}/${index}`, depth + 1);
      if (fault) return fault;
    }
    return undefined;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return { path, problem: `${prototype?.constructor?.name ?? 'object'} is not JSON` };
  for (const key in value) {
    if (key === '__proto__') return { path: `${path}/__proto__`, problem: 'forbidden key' };
    const fault = stringFault(key, path) ?? jsonFault((value as Record<string, unknown>)[key], `${path}/${key}`, depth + 1);
    if (fault) return fault;
  }
  return Object.getOwnPropertySymbols(value).length > 0 ? { path, problem: 'has symbol keys' } : undefined;
}

/** The text that is stored and hashed. −0 becomes 0, as JSON has it. */
export const toJson = (value: unknown): string => JSON.stringify(value);

/** Whether two JSON values have the same text, found without writing it. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [ours, theirs] = [Object.keys(left), Object.keys(right)];
  if (ours.length !== theirs.length) return false;
  return ours.every(
    (key, index) => key === theirs[index] && sameJson((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function equalJson(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return sameJson(left, right);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  const equal = (key: string) => Object.hasOwn(right, key) && equalJson((left as JsonObject)[key], (right as JsonObject)[key]);
  return keys.length === Object.keys(right).length && keys.every(equal);
}

/** The same value, which nobody can change any more: what a process is given it may read, and a change in place would be in no patch. */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key in value) frozen(value[key]);
  return value;
}
