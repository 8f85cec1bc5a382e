// What a person fills in, from a zod schema: name, label, whether it may be left out, and what it holds in words.
import type { ProcessSpec, Text } from '@bihuan/core';
import { z } from 'zod';
import { text } from './wording.ts';

export interface Field {
  readonly name: string;
  readonly label: Text;
  readonly required: boolean;
  readonly holds: Text;
  /** JSON Schema 2020-12 of the value. */
  readonly schema: JsonSchema;
}

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The fields of an object schema, as they are to be sent. */
export function describeFields(schema: z.ZodObject | undefined, labels: ProcessSpec['labels']['fields']): readonly Field[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>).map(([name, value]) => ({
    name,
    label: labels[name] ?? text(name, name),
    required: required.includes(name),
    holds: withDefault(value),
    schema: value,
  }));
}

function withDefault(schema: JsonSchema): Text {
  const { zh, en } = holds(schema);
  if (schema.default === undefined || schema.default === null || schema.default === '') return text(zh, en);
  return text(`${zh},默认 ${schema.default}`, `${en}, default ${schema.default}`);
}

function holds(schema: JsonSchema): Text {
  if (schema.enum) return same(schema.enum.join(' | '));
  if (schema.const !== undefined) return same(JSON.stringify(schema.const));
  const options = schema.anyOf ?? (Array.isArray(schema.type) ? (schema.type as string[]).map((type) => ({ ...schema, type })) : undefined);
  if (options) return joined(options as readonly JsonSchema[]);
  switch (schema.type) {
    case 'string':
      return counted(text('文字', 'text'), length(schema), text('字', 'characters'));
    case 'integer':
      return counted(text('整数', 'whole number'), range(least(schema), most(schema)));
    case 'number':
      return counted(text('数字', 'number'), range(least(schema), most(schema)));
    case 'boolean':
      return text('是或否', 'yes or no');
    case 'null':
      return text('空', 'empty');
    case 'array':
      return listed(schema);
    case 'object':
      return schema.properties ? same(`{${Object.keys(schema.properties).join(', ')}}`) : text('任意数据', 'any data');
    default:
      return text('任意数据', 'any data');
  }
}

function listed(schema: JsonSchema): Text {
  const item = holds((schema.items ?? {}) as JsonSchema);
  const many = range(schema.minItems, schema.maxItems);
  return text(`列表${many && ` ${many} 项`}:${item.zh}`, `list${many && ` of ${many}`}: ${item.en}`);
}

function joined(options: readonly JsonSchema[]): Text {
  const all = options.map(holds);
  return text(all.map(({ zh }) => zh).join(' 或 '), all.map(({ en }) => en).join(' or '));
}

const same = (words: string): Text => text(words, words);

const counted = (kind: Text, many: string, unit: Text = same('')): Text =>
  many === '' ? kind : text(`${kind.zh} ${many} ${unit.zh}`.trimEnd(), `${kind.en}, ${many} ${unit.en}`.trimEnd());

function least({ minimum, exclusiveMinimum, type }: JsonSchema): number | undefined {
  if (typeof exclusiveMinimum === 'number' && type === 'integer') return exclusiveMinimum + 1;
  return minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
}

/** That a text may not be empty goes without saying. */
const length = ({ minLength, maxLength }: JsonSchema): string =>
  range(maxLength === undefined && minLength === 1 ? undefined : minLength, maxLength);

const most = ({ maximum }: JsonSchema): number | undefined => (maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum);

function range(low: number | undefined, to: number | undefined): string {
  if (to === undefined) return low === undefined ? '' : `≥ ${low}`;
  return low === undefined ? `≤ ${to}` : low === to ? `${to}` : `${low}–${to}`;
}
