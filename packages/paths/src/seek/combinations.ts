// Every two values of different fields of a payload together: classes of values from the variations of the plain payload, combined pairwise.
import { type AnyProcess, type JsonObject, type JsonValue, systemRole } from '@bihuan/core';
import { modelNowMs } from '../explore/codec.ts';
import { absolute } from '../explore/label.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Wanted } from '../generate/obligations.ts';
import { pairwise } from './pairwise.ts';

/** The most values of one field that are combined: the plain one and the edges first. */
export const mostValues = 5;

interface FieldValue {
  readonly what: string;
  /** Undefined where the field is left out. */
  readonly value: JsonValue | undefined;
  readonly boundary: boolean;
}

export interface Combination {
  readonly command: string;
  readonly payload: JsonObject;
  /** The obligations it meets. */
  readonly ids: readonly string[];
}

export interface Combinations {
  readonly combinations: readonly Combination[];
  readonly wanted: readonly Wanted[];
  /** In words, what is not combined. */
  readonly left: readonly string[];
}

export function combinationsOf({ spec }: AnyProcess, model: ProcessModel): Combinations {
  const combinations: Combination[] = [];
  const left: string[] = [];
  for (const [command, { by, payload: schema }] of Object.entries(spec.commands)) {
    if (schema === undefined || by.every((role: string) => role === systemRole)) continue;
    const all = [...valuesOf(model, command)].filter(([, values]) => values.length > 1);
    const fields = all.map(([field, values]) => [field, values.slice(0, mostValues)] as const);
    if (fields.length < 2) continue;
    const base = model.plainPayload(command) as JsonObject;
    const payloadOf = (row: readonly number[]): JsonObject => {
      const chosen = fields.map(([field, values], index) => [field, values[row[index]!]!.value] as const);
      return Object.fromEntries(
        Object.entries({ ...base, ...Object.fromEntries(chosen) }).filter(([, value]) => value !== undefined),
      ) as JsonObject;
    };
    const accepts = (row: readonly number[]) => schema.safeParse(absolute(payloadOf(row), modelNowMs)).success;
    const sizes = fields.map(([, values]) => values.length);
    const { rows, refused } = pairwise(sizes, accepts);
    const nameOf = (field: number, choice: number) => `${fields[field]![0]}=${fields[field]![1][choice]!.what}`;
    for (const row of rows)
      combinations.push({
        command,
        payload: payloadOf(row),
        ids: row.flatMap((choice, field) =>
          row.slice(field + 1).map((other, index) => `combination:${command}:${nameOf(field, choice)},${nameOf(field + 1 + index, other)}`),
        ),
      });
    const more = all.reduce((sum, [, values]) => sum + Math.max(0, values.length - mostValues), 0);
    if (more > 0) left.push(`combinations of ${command}: ${more} values beyond the first ${mostValues} of a field are not combined`);
    if (refused.length > 0)
      left.push(`combinations of ${command}: ${refused.length} of two values were accepted by the schema in no filling tried`);
  }
  const ids = new Set(combinations.flatMap((each) => each.ids));
  return { combinations, left, wanted: [...ids].map((id) => ({ id, criterion: 'combinations', label: labelOf(id) })) };
}

function labelOf(id: string) {
  const [, command, pair = ''] = /^combination:([^:]+):(.*)$/s.exec(id) ?? [];
  return { zh: `${command} 同时取 ${pair}`, en: `${command} with ${pair}` };
}

/** The values that each field takes in the variations of the plain payload. */
function valuesOf(model: ProcessModel, command: string): ReadonlyMap<string, readonly FieldValue[]> {
  const [first, ...variants] = model.variants(command);
  const base = (first?.value ?? {}) as JsonObject;
  const found = new Map<string, FieldValue[]>();
  for (const { value, what, boundary } of variants) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const fields = [...new Set([...Object.keys(base), ...Object.keys(value)])];
    const changed = fields.filter((field) => JSON.stringify(base[field]) !== JSON.stringify((value as JsonObject)[field]));
    const [field] = changed;
    if (changed.length !== 1 || field === undefined) continue;
    const known = found.get(field) ?? [{ what: Object.hasOwn(base, field) ? 'plain' : 'left out', value: base[field], boundary: true }];
    found.set(field, known);
    const short = what.startsWith(`${field}: `) ? what.slice(field.length + 2) : 'given';
    if (!known.some((each) => each.what === short)) known.push({ what: short, value: (value as JsonObject)[field], boundary });
  }
  return new Map([...found].map(([field, values]) => [field, [...values].sort((a, b) => Number(b.boundary) - Number(a.boundary))]));
}
