// Values that a schema accepts, drawn once, with what has to be fresh left open: who a field names, and moments near now.
import fc from 'fast-check';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemaOf } from '../explore/schema.ts';
import type { Draw } from './random-stream.ts';
import type { PayloadMaker, SimulationView } from './simulation-options.ts';

export interface TemplateOptions {
  /** Whether fields that may be left out are there. */
  readonly optional: boolean;
  /** Roles of the people whom a field of this name names. */
  readonly personFields: ReadonlyMap<string, readonly string[]>;
  readonly draw: Draw;
}

/** A maker of values for a schema. Refinements are not in a JSON schema: not every value passes them. */
export function payloadTemplate(schema: z.ZodType, options: TemplateOptions): PayloadMaker {
  return maker(jsonSchemaOf(schema), '', options);
}

const constant =
  (value: unknown): PayloadMaker =>
  () =>
    value;

function maker(schema: JsonSchema, name: string, options: TemplateOptions): PayloadMaker {
  const { draw } = options;
  const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(draw() * items.length)]!;
  if ('const' in schema) return constant(schema.const);
  if (schema.enum) return constant(oneOf(schema.enum));
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) {
    const filled = alternatives.filter((each) => each.type !== 'null');
    return maker(oneOf(filled.length > 0 ? filled : alternatives), name, options);
  }
  if (schema.allOf) return maker(Object.assign({}, ...schema.allOf) as JsonSchema, name, options);
  switch (schema.type) {
    case 'string':
      return textOf(schema, name, options);
    case 'integer':
    case 'number':
      return numberOf(schema, name, options);
    case 'boolean':
      return constant(draw() < 0.5);
    case 'array': {
      const items = Array.from({ length: Math.max(schema.minItems ?? 0, 1) }, () => maker(schema.items ?? {}, name, options));
      return (view) => items.map((item) => item(view));
    }
    case 'object': {
      const kept = Object.entries(schema.properties ?? {}).filter(([field]) => options.optional || schema.required?.includes(field));
      const fields = kept.map(([field, each]) => [field, maker(each, field, options)] as const);
      return (view) => Object.fromEntries(fields.map(([field, make]) => [field, make(view)]));
    }
    default:
      return constant(schema.type === 'null' ? null : 'x');
  }
}

function textOf(
  { pattern, minLength = 0, maxLength = 1_000 }: JsonSchema,
  name: string,
  { personFields, draw }: TemplateOptions,
): PayloadMaker {
  const roles = personFields.get(name);
  if (roles) return ({ pick }: SimulationView) => pick(...roles);
  if (pattern === undefined) return constant('模拟 simulated'.padEnd(minLength, '字').slice(0, maxLength));
  const seed = Math.floor(draw() * 2 ** 31);
  return constant(fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 1, seed })[0]);
}

const weekMs = 7 * 86_400_000;

function numberOf({ type, minimum, maximum, exclusiveMinimum }: JsonSchema, name: string, { draw }: TemplateOptions): PayloadMaker {
  const least = Math.max(minimum ?? 0, (exclusiveMinimum ?? -1) + (type === 'integer' ? 1 : 1e-6));
  const most = Math.min(maximum ?? Number.MAX_SAFE_INTEGER, least + 10);
  if (/(Ms|At|Until)$/.test(name) && (maximum ?? Number.MAX_SAFE_INTEGER) > 4e12) return ({ nowMs }) => nowMs + weekMs;
  const drawn = least + draw() * (most - least);
  return constant(type === 'integer' ? Math.round(drawn) : drawn);
}
