// Content just outside of what a schema allows, from content inside: one field at a time.
import type { JsonObject, JsonValue } from '@bihuan/core';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemaOf, rangeOf } from '../explore/schema.ts';

export interface Hostile {
  readonly value: JsonValue;
  /** Which field, and what is wrong with it. */
  readonly what: string;
}

const longestTried = 100_000;

/** Each is refused by the schema, refinements aside: whoever uses them checks. */
export function hostilePayloads(schema: z.ZodType, valid: JsonValue | undefined): readonly Hostile[] {
  if (typeof valid !== 'object' || valid === null || Array.isArray(valid)) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(schema);
  const base = valid as JsonObject;
  const changed = Object.entries(properties).flatMap(([name, each]): Hostile[] => [
    ...wrongValues(each).map(({ value, what }) => ({ value: { ...base, [name]: value }, what: `${name} ${what}` })),
    ...(required.includes(name)
      ? [{ value: Object.fromEntries(Object.entries(base).filter(([key]) => key !== name)), what: `${name} missing` }]
      : []),
  ]);
  return [...changed, { value: { ...base, 不存在: 1 }, what: 'unknown field' }, { value: [], what: 'no object' }];
}

function wrongValues(schema: JsonSchema): readonly Hostile[] {
  const { type } = schema;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [{ value: { odd: true }, what: 'of no kind it may be' }];
  if (schema.enum || 'const' in schema) return [{ value: '@@', what: 'not among the choices' }];
  if (type === 'string') {
    const { minLength = 0, maxLength } = schema;
    return [
      { value: 7, what: 'a number' },
      ...(minLength > 0 ? [{ value: '字'.repeat(minLength - 1), what: `length ${minLength - 1}` }] : []),
      ...(maxLength !== undefined && maxLength < longestTried
        ? [{ value: '字'.repeat(maxLength + 1), what: `length ${maxLength + 1}` }]
        : []),
    ];
  }
  if (type === 'integer' || type === 'number') {
    const { least, most, whole } = rangeOf(schema);
    return [
      { value: '3', what: 'a text' },
      ...(least > Number.MIN_SAFE_INTEGER ? [{ value: least - 1, what: `${least - 1}` }] : []),
      ...(most < Number.MAX_SAFE_INTEGER ? [{ value: most + 1, what: `${most + 1}` }] : []),
      ...(whole ? [{ value: Math.max(least, 0) + 0.5, what: 'a fraction' }] : []),
    ];
  }
  if (type === 'array') {
    const { minItems = 0, maxItems } = schema;
    return [
      { value: 'x', what: 'no list' },
      ...(minItems > 0 ? [{ value: [], what: 'empty' }] : []),
      ...(maxItems !== undefined && maxItems < 1000
        ? [{ value: Array.from({ length: maxItems + 1 }, () => 'x'), what: `${maxItems + 1} items` }]
        : []),
    ];
  }
  return type === 'boolean' ? [{ value: 'yes', what: 'a text' }] : type === 'object' ? [{ value: 'x', what: 'a text' }] : [];
}
