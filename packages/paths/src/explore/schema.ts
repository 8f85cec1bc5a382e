// The JSON schema of a zod schema, as far as values are made from it.
import { z } from 'zod';

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly default?: unknown;
}

/** As values are given, before defaults. Refinements are not in a JSON schema: what they refuse is found by trying. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** The numbers a schema allows, open ends at the safe integers. */
export function rangeOf({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): Range {
  const whole = type === 'integer' || (multipleOf !== undefined && Number.isInteger(multipleOf));
  const step = whole ? 1 : 0.01;
  const above = exclusiveMinimum === undefined ? Number.MIN_SAFE_INTEGER : exclusiveMinimum + step;
  const below = exclusiveMaximum === undefined ? Number.MAX_SAFE_INTEGER : exclusiveMaximum - step;
  return { least: Math.max(minimum ?? Number.MIN_SAFE_INTEGER, above), most: Math.min(maximum ?? Number.MAX_SAFE_INTEGER, below), whole };
}
