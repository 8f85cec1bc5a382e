// The assertions of the laws: no test runner, no Node, one error.

/** A law does not hold. The message says what was expected and what came. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

/** Deep equality of plain data, whatever the order of keys; prototypes and keys that are `undefined` do not count. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isSame((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]));
}

export function equal(actual: unknown, expected: unknown, what: string): void {
  if (!isSame(actual, expected)) throw new LawBroken(`${what}: expected ${shown(expected)}, got ${shown(actual)}`);
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
