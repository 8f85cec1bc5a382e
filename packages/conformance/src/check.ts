// The assertions of the laws: no test runner, no Node, one error.

/** A law does not hold. The message says what was expected and what came. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

/** Deep equality of plain data, whatever the order of keys; prototypes and keys that are `undefined` do not count. */
export const isSame = (left: unknown, right: unknown): boolean => difference(left, right, '') === undefined;

/** Throws `LawBroken` with the first place where two values differ. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  const found = difference(actual, expected, '');
  if (!found) return;
  const at = found.path === '' ? '' : ` (at ${found.path})`;
  throw new LawBroken(`${what}${at}: expected ${shown(found.right)}, got ${shown(found.left)}`);
}

interface Difference {
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function difference(left: unknown, right: unknown, path: string): Difference | undefined {
  if (Object.is(left, right)) return undefined;
  const here = { path, left, right };
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) return here;
  if (Array.isArray(left) && left.length !== right['length']) return here;
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const found = difference(left[key], right[key], path === '' ? key : `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new LawBroken(what);
}

/** Resolves with what `run` threw; throws when it did not. */
export async function thrownBy(run: () => Promise<unknown>, what: string): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new LawBroken(`${what}: expected an error, got none`);
}

export async function throwsCode(run: () => Promise<unknown>, code: string, what: string): Promise<void> {
  const error = await thrownBy(run, what);
  equal((error as { readonly code?: unknown }).code, code, what);
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
};
