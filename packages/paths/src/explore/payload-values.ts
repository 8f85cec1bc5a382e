// Values a schema accepts, from plain to extreme: one plain value, and one variation at a time of every field of it.
import type { JsonValue } from '@bihuan/core';
import fc from 'fast-check';
import { type JsonSchema, rangeOf } from './schema.ts';

/** What means something to the process beyond its schema. */
export interface Hints {
  /** Ids of people, and other texts that rules compare with. */
  readonly texts: readonly string[];
  /** Numbers that rules compare with. */
  readonly numbers: readonly number[];
  readonly seed: number;
}

/** A value and what is special about it. */
export interface Variant {
  readonly value: JsonValue;
  /** `owner: owner-1`, `days: least`; empty for the plain one. */
  readonly what: string;
  /** At the edge of what the schema allows. */
  readonly boundary: boolean;
  /** One of a few, or what a rule compares with: tried everywhere, for it may tell later even where it makes no difference at once. */
  readonly telling: boolean;
}

const dayMs = 86_400_000;
/** Ranges up to this size are tried whole. */
const smallRange = 8;

const plain = (value: JsonValue, what = '', boundary = false, telling = false): Variant => ({ value, what, boundary, telling });
const telling = (value: JsonValue, boundary = false): Variant => plain(value, String(value), boundary, true);

/** The plain value first. `name` is the field, for instants are told by their name (`untilMs`). */
export function variantsOf(schema: JsonSchema, hints: Hints, name = ''): readonly Variant[] {
  if ('const' in schema) return [plain(schema.const as JsonValue)];
  if (schema.enum) return schema.enum.map((value) => telling(value as JsonValue));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.flatMap((each) => variantsOf(each, hints, name));
  if (schema.allOf) return variantsOf(Object.assign({}, ...schema.allOf), hints, name);
  if (Array.isArray(schema.type)) return schema.type.flatMap((type: string) => variantsOf({ ...schema, type }, hints, name));
  switch (schema.type) {
    case 'string':
      return texts(schema, hints);
    case 'integer':
    case 'number':
      return numbers(schema, hints, name);
    case 'boolean':
      return [telling(true), telling(false)];
    case 'null':
      return [plain(null, 'null')];
    case 'array':
      return arrays(schema, hints);
    case 'object':
      return objects(schema, hints);
    default:
      return [plain('x'), plain({}), plain(1)];
  }
}

function texts({ minLength = 0, maxLength, pattern, format }: JsonSchema, { texts: known, seed }: Hints): readonly Variant[] {
  if (pattern !== undefined && format === undefined) {
    const [value = ''] = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 1, seed });
    return [plain(value)];
  }
  if (format === 'date-time') return [plain('2026-03-02T02:00:00Z')];
  if (format === 'date') return [plain('2026-03-02')];
  if (format === 'uuid') return [plain('00000000-0000-4000-8000-000000000001')];
  if (format === 'email') return [plain('a@b.cn')];
  if (format === 'uri') return [plain('https://example.test/')];
  const fits = (value: string) => value.length >= minLength && (maxLength === undefined || value.length <= maxLength);
  const usual = '说明'.padEnd(minLength, '字').slice(0, maxLength);
  const edges = [
    plain('字'.repeat(minLength), `length ${minLength}`, true),
    ...(maxLength === undefined || maxLength > 100_000 ? [] : [plain('字'.repeat(maxLength), `length ${maxLength}`, true)]),
  ];
  return [plain(usual), ...known.filter(fits).map((value) => plain(value, value)), ...edges];
}

function numbers(schema: JsonSchema, hints: Hints, name: string): readonly Variant[] {
  const { least, most, whole } = rangeOf(schema);
  const fits = (value: number) => value >= least && value <= most && (!whole || Number.isInteger(value));
  if (/(Ms|At|Until)$/.test(name) && most > 1e12)
    return [7 * dayMs, 3_600_000, 0, -dayMs].map((offset) => plain({ $instant: offset }, `in ${offset / 3_600_000} h`));
  const size = most - least + 1;
  if (whole && size <= smallRange)
    return Array.from({ length: size }, (_, index) => telling(least + index, index === 0 || index === size - 1));
  const usual = [3, 1, 0].find(fits) ?? (least > Number.MIN_SAFE_INTEGER ? least : most);
  const around = hints.numbers.flatMap((value) => [value - 1, value, value + 1]).filter(fits);
  const edges = [
    ...(least > Number.MIN_SAFE_INTEGER ? [plain(least, `least ${least}`, true)] : [plain(-1, '-1')]),
    ...(most < Number.MAX_SAFE_INTEGER ? [plain(most, `most ${most}`, true)] : []),
  ];
  return [plain(usual), ...[...new Set(around)].map((value) => telling(value)), ...edges.filter((each) => fits(each.value as number))];
}

function arrays({ items = {}, prefixItems, minItems = 0, maxItems }: JsonSchema, hints: Hints): readonly Variant[] {
  if (prefixItems) return [plain(prefixItems.map((each) => variantsOf(each, hints)[0]!.value))];
  const each = variantsOf(items, hints);
  const filled = (length: number): JsonValue => Array.from({ length }, (_, index) => each[index % each.length]!.value);
  const usual = Math.max(minItems, Math.min(1, maxItems ?? 1));
  const same = (length: number): JsonValue => Array.from({ length }, () => each[0]!.value);
  return [
    plain(same(usual)),
    ...each.slice(1).map(({ value, ...rest }) => ({ ...rest, value: [value, ...(same(usual) as JsonValue[]).slice(1)] })),
    ...(minItems === usual ? [] : [plain(same(minItems), `${minItems} items`, true)]),
    ...(maxItems !== undefined && maxItems > usual && maxItems <= 100 ? [plain(filled(maxItems), `${maxItems} items`, true)] : []),
    ...(maxItems === undefined || maxItems > 1 ? [plain(filled(2), '2 items')] : []),
  ];
}

/** The plain object has what is required; every variation changes or adds one field. */
function objects({ properties = {}, required = [] }: JsonSchema, hints: Hints): readonly Variant[] {
  const fields = Object.entries(properties).map(([name, each]) => [name, variantsOf(each, hints, name)] as const);
  const base = Object.fromEntries(fields.filter(([name]) => required.includes(name)).map(([name, variants]) => [name, variants[0]!.value]));
  const changed = fields.flatMap(([name, variants]) =>
    (required.includes(name) ? variants.slice(1) : variants).map(({ value, what, ...rest }) => ({
      ...rest,
      value: { ...base, [name]: value },
      what: `${name}${what === '' ? '' : `: ${what}`}`,
    })),
  );
  const full = Object.fromEntries(fields.map(([name, variants]) => [name, variants[0]!.value]));
  const optional = fields.some(([name]) => !required.includes(name));
  return [plain(base), ...changed, ...(optional ? [plain(full, 'every field')] : [])];
}
