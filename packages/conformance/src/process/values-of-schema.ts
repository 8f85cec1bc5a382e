// Random values that a zod schema accepts, read off its JSON schema: for payloads of any process, without a line of code for it.
import fc from 'fast-check';
import { z } from 'zod';

/** What values should look like where the schema leaves it open: names that mean something to the process, and a time to be near. */
export interface ValueHints {
  readonly names: readonly string[];
  readonly nowMs: number;
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly $ref?: string;
}

/** Values for a schema as it is given, before defaults. Refinements are not in a JSON schema: not every value passes them. */
export function valuesOf(schema: z.ZodType, hints: ValueHints): fc.Arbitrary<unknown> {
  return arbitrary(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, hints, '');
}

const anything = fc.oneof(fc.constantFrom('x', '字', 0, 1, true, null), fc.constant([]), fc.constant({}));

function arbitrary(schema: JsonSchema, hints: ValueHints, name: string): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return fc.oneof(...alternatives.map((each) => arbitrary(each, hints, name)));
  if (schema.allOf) return arbitrary(Object.assign({}, ...schema.allOf) as JsonSchema, hints, name);
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type: string) => arbitrary({ ...schema, type }, hints, name)));
  switch (schema.type) {
    case 'string':
      return texts(schema, hints);
    case 'integer':
    case 'number':
      return numbers(schema, hints, name);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrays(schema, hints, name);
    case 'object':
      return objects(schema, hints);
    default:
      return anything;
  }
}

const free = fc.array(fc.constantFrom('a', 'Z', '0', ' ', '字', '’', '%', '_'), { maxLength: 20, size: 'max' }).map((all) => all.join(''));
const matching = new Map<string, fc.Arbitrary<string>>();

function texts({ minLength = 0, maxLength = 1_000_000, pattern }: JsonSchema, { names }: ValueHints): fc.Arbitrary<string> {
  if (pattern !== undefined) {
    const known = matching.get(pattern) ?? fc.stringMatching(new RegExp(pattern, 'u'));
    matching.set(pattern, known);
    return known;
  }
  const known = [...names, '楼道堆物', 'x', '', '🚪 "quoted" \\'].filter((text) => text.length >= minLength && text.length <= maxLength);
  const fitted = free.map((text) => text.padEnd(minLength, '字').slice(0, maxLength).toWellFormed());
  return known.length === 0 ? fitted : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: fitted });
}

const weekMs = 7 * 86_400_000;

function numbers(schema: JsonSchema, { nowMs }: ValueHints, name: string): fc.Arbitrary<number> {
  const whole = schema.type === 'integer';
  const above = schema.exclusiveMinimum === undefined ? undefined : schema.exclusiveMinimum + (whole ? 1 : 1e-6);
  const below = schema.exclusiveMaximum === undefined ? undefined : schema.exclusiveMaximum - (whole ? 1 : 1e-6);
  const min = Math.max(schema.minimum ?? -10, above ?? -Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER);
  const max = Math.min(schema.maximum ?? Number.MAX_SAFE_INTEGER, below ?? Number.MAX_SAFE_INTEGER);
  const between = (from: number, to: number): fc.Arbitrary<number> =>
    whole
      ? fc.integer({ min: Math.max(Math.ceil(from), -Number.MAX_SAFE_INTEGER), max: Math.max(Math.floor(to), Math.ceil(from)) })
      : fc.double({ min: from, max: to, noNaN: true, noDefaultInfinity: true });
  const near = between(min, Math.min(min + 20, max));
  if (/(Ms|At|Until)$/.test(name) && max > nowMs) return fc.oneof(between(Math.max(nowMs - weekMs, min), nowMs + weekMs), near);
  return fc.oneof({ weight: 4, arbitrary: near }, { weight: 1, arbitrary: between(min, max) });
}

function arrays(schema: JsonSchema, hints: ValueHints, name: string): fc.Arbitrary<unknown[]> {
  if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((each) => arbitrary(each, hints, name)));
  const { minItems = 0, maxItems = minItems + 3 } = schema;
  return fc.array(arbitrary(schema.items ?? {}, hints, name), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 3) });
}

function objects({ properties = {}, required = [], additionalProperties }: JsonSchema, hints: ValueHints): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, arbitrary(each, hints, name)]));
  const declared = fc.record(fields, { requiredKeys: required as string[], noNullPrototype: true });
  if (typeof additionalProperties !== 'object' || Object.keys(properties).length > 0) return declared;
  return fc.dictionary(fc.constantFrom('a', 'b', '字'), arbitrary(additionalProperties, hints, ''), { maxKeys: 3, noNullPrototype: true });
}
