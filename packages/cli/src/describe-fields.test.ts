import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeFields } from './describe-fields.ts';

const only = (field: z.ZodType) => describeFields(z.object({ field }), { field: { zh: '字段', en: 'field' } })[0]!;

it.each<[string, z.ZodType, string, string]>([
  ['a text', z.string().min(1), '文字', 'text'],
  ['a text of a length', z.string().min(1).max(100), '文字 1–100 字', 'text, 1–100 characters'],
  ['a text of one length', z.string().length(6), '文字 6 字', 'text, 6 characters'],
  ['a whole number', z.int(), '整数', 'whole number'],
  ['a positive whole number', z.int().positive(), '整数 ≥ 1', 'whole number, ≥ 1'],
  ['a number', z.number().max(10), '数字 ≤ 10', 'number, ≤ 10'],
  ['yes or no', z.boolean(), '是或否', 'yes or no'],
  ['a choice', z.enum(['a', 'b']), 'a | b', 'a | b'],
  ['one value', z.literal('a'), '"a"', '"a"'],
  ['a value or nothing', z.string().max(9).nullable(), '文字 ≤ 9 字 或 空', 'text, ≤ 9 characters or empty'],
  ['a list', z.array(z.int()).min(1).max(5), '列表 1–5 项:整数', 'list of 1–5: whole number'],
  ['an object', z.object({ a: z.string(), b: z.string() }), '{a, b}', '{a, b}'],
  ['any data', z.json(), '任意数据', 'any data'],
  ['a default', z.string().default('x'), '文字,默认 x', 'text, default x'],
  ['nothing by default', z.string().default(''), '文字', 'text'],
])('puts %s in words', (_, schema, zh, en) => {
  expect(only(schema).holds).toEqual({ zh, en });
});

it('says what may be left out, and gives the schema for programs', () => {
  expect(only(z.string().optional())).toMatchObject({ name: 'field', label: { zh: '字段' }, required: false, schema: { type: 'string' } });
  expect(only(z.string()).required).toBe(true);
  expect(describeFields(undefined, {})).toEqual([]);
});
