// What a declaration must be before a machine is built from it: plain names, JSON schemas, nothing that hides code in the statechart.
import type { z } from 'zod';
import { operatorRole, systemRole } from './actor.ts';
import { checkLimit } from './check-limit.ts';
import { BihuanError } from './errors.ts';
import { isPersonal, personalFields } from './personal.ts';
import type { CommandSpec, ProcessSpec } from './process.ts';

const processName = /^[a-z][a-z0-9-]{0,63}$/;
export const plainName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const reserved = ['supervise'];

/** The declaration with its schemas made strict. Throws `PROCESS_INVALID`, `SCHEMA_ASYNC` or `SCHEMA_NOT_JSON`. */
export function checkDeclaration(spec: ProcessSpec): ProcessSpec {
  const fail = (zh: string, en: string): never => {
    throw new BihuanError(
      'PROCESS_INVALID',
      { zh: `流程 ${String(spec.id)}:${zh}`, en: `Process ${String(spec.id)}: ${en}` },
      { process: spec.id },
    );
  };
  if (!processName.test(spec.id)) fail('id 须为小写字母、数字、连字符', 'an id is lower-case letters, digits and hyphens, at most 64');
  if (!Number.isSafeInteger(spec.version) || spec.version < 1) fail('version 须为正整数', 'version is a positive integer');
  const groups = {
    roles: spec.roles,
    commands: spec.commands,
    rules: spec.rules,
    assignments: spec.assignments,
    deadlines: spec.deadlines,
    messages: spec.messages,
    opens: spec.opens,
    ties: spec.ties,
    links: spec.links,
    linkedFrom: spec.linkedFrom,
  };
  for (const [group, names] of Object.entries(groups)) {
    for (const name of Array.isArray(names) ? names : Object.keys(names ?? {})) {
      if (!plainName.test(name) || name in {}) fail(`${group} 中的名称 ${name} 不合法`, `${group} has a name that is not plain: ${name}`);
    }
  }
  for (const name of reserved)
    if (Object.hasOwn(spec.commands, name))
      fail(`${name} 是内置动作`, `${name} is a built-in act; listen to it in the statechart with on: { ${name} }`);
  for (const name of [systemRole, operatorRole])
    if (spec.roles.includes(name)) fail(`角色 ${name} 是内置角色`, `the role ${name} is built in`);
  for (const [group, schema] of Object.entries({ input: spec.input, context: spec.context }))
    if ((schema as z.ZodType | undefined)?._zod?.def.type !== 'object') fail(`${group} 须为 z.object`, `${group} is a z.object`);
  for (const [what, run] of functionsOf(spec)) if (typeof run !== 'function') fail(`${what} 须为函数`, `${what} is a function`);
  for (const [name, limit] of Object.entries(spec.deadlines ?? {}))
    if (typeof limit !== 'function') checkLimit(limit, `${spec.id}.${name}`);
  for (const [name, { link, process }] of Object.entries({ ...spec.ties, ...spec.opens }) as [
    string,
    { link: string; process?: string },
  ][]) {
    const declared = spec.links && Object.hasOwn(spec.links, link) ? spec.links[link] : undefined;
    if (!declared || (process ?? declared.process) !== declared.process)
      fail(
        `动作 ${name} 的关联 ${link} 未在 links 中声明`,
        `action ${name} ties '${link}', which links does not declare${declared ? ` to ${process}` : ''}`,
      );
  }
  if (spec.opener.length === 0) fail('opener 须至少一个角色', 'opener names at least one role');
  for (const [name, { by }] of Object.entries(spec.commands))
    if (!(by?.length > 0)) fail(`命令 ${name} 须至少一个角色`, `command ${name} is open to nobody`);
  const known = new Set([...spec.roles, systemRole, operatorRole]);
  const usedRoles = [...spec.opener, ...Object.values(spec.commands).flatMap((command) => command.by), ...controlRoles(spec)];
  for (const role of usedRoles) if (!known.has(role)) fail(`角色 ${role} 未声明`, `role ${role} is not declared`);
  const actions = [
    ...Object.keys(spec.assignments ?? {}),
    ...Object.keys(spec.messages ?? {}),
    ...Object.keys(spec.opens ?? {}),
    ...Object.keys(spec.ties ?? {}),
  ];
  for (const name of actions)
    if (actions.indexOf(name) !== actions.lastIndexOf(name)) fail(`动作 ${name} 重名`, `action ${name} is declared twice`);
  for (const group of ['payloadRules', 'updates'] as const) {
    for (const command of Object.keys(spec[group] ?? {}))
      if (!Object.hasOwn(spec.commands, command)) fail(`${group}.${command} 没有对应命令`, `${group}.${command} names no command`);
  }
  for (const rule of Object.values(spec.payloadRules ?? {}).flatMap((rules) => Object.keys(rules))) {
    if (spec.rules && Object.hasOwn(spec.rules, rule)) fail(`规则 ${rule} 重名`, `rule ${rule} is both a state rule and a payload rule`);
  }
  checkSchema(spec, spec.input, 'input');
  checkSchema(spec, spec.context, 'context');
  for (const place of misplacedPersonal(spec))
    fail(`${place} 不能含个人信息字段`, `${place} cannot be personal: only a field of an input or payload itself can`);
  const commands: Record<string, CommandSpec> = {};
  for (const [name, command] of Object.entries(spec.commands)) {
    if (command.payload) checkSchema(spec, command.payload, `commands.${name}.payload`);
    commands[name] = command.payload ? { ...command, payload: command.payload.strict() } : command;
  }
  return { ...spec, input: spec.input.strict(), context: spec.context.strict(), commands };
}

/** Where a field is marked as personal that would not be split off. */
function misplacedPersonal({ context, input, commands }: ProcessSpec): readonly string[] {
  const inside = (schema: z.ZodType, place: string, seen: Set<unknown>): readonly string[] => {
    if (seen.has(schema)) return [];
    seen.add(schema);
    const own = schema.meta()?.['personal'] === true ? [place] : [];
    return [...own, ...childSchemas(schema._zod.def as never).flatMap(([key, part]) => inside(part, place + key, seen))];
  };
  const below = (schema: z.ZodType, place: string): readonly string[] => {
    const { shape = {} } = schema._zod.def as { shape?: Record<string, z.ZodType> };
    const fields = Object.entries(shape).filter(([, field]) => !isPersonal(field));
    return Object.keys(shape).length === 0
      ? inside(schema, place, new Set())
      : fields.flatMap(([name, field]) => inside(field, `${place}.${name}`, new Set()));
  };
  return [
    ...personalFields(context).map((field) => `context.${field}`),
    ...[
      ...Object.entries(commands).map(([name, { payload }]) => [`commands.${name}.payload`, payload] as const),
      ['input', input] as const,
      ['context', context] as const,
    ].flatMap(([place, schema]) => (schema ? below(schema, place) : [])),
  ];
}

/** What has to be a function, by its place. */
const functionsOf = (spec: ProcessSpec): readonly (readonly [string, unknown])[] => [
  ['initialContext', spec.initialContext],
  ...(['rules', 'updates', 'assignments', 'messages'] as const).flatMap((group) =>
    Object.entries(spec[group] ?? {}).map(([name, run]) => [`${group}.${name}`, run] as const),
  ),
  ...Object.entries(spec.payloadRules ?? {}).flatMap(([command, rules]) =>
    Object.entries(rules).map(([name, run]) => [`payloadRules.${command}.${name}`, run] as const),
  ),
];

const controlRoles = ({ controls = {} }: ProcessSpec): readonly string[] => Object.values(controls).flat(2) as readonly string[];

const notJson = new Set(['date', 'map', 'set', 'bigint', 'symbol', 'undefined', 'void', 'nan', 'function', 'file']);

/** Walks a schema, and names what JSON cannot carry or what needs a promise. */
function checkSchema(spec: ProcessSpec, schema: z.ZodType, place: string, seen = new Set<unknown>()): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const def = schema._zod.def as unknown as Record<string, any>;
  const type = def['type'] as string;
  if (type === 'transform' && place.startsWith('context'))
    throw schemaError(
      'SCHEMA_NOT_JSON',
      spec,
      place,
      '上下文不得含 transform',
      'a context is stored as it is, and checked again at every step: no transforms',
    );
  if (notJson.has(type)) throw schemaError('SCHEMA_NOT_JSON', spec, place, `${type} 不是 JSON`, `${type} is not JSON`);
  const async =
    type === 'promise' ||
    isAsync(def['transform']) ||
    (def['checks'] ?? []).some((check: any) => isAsync(check._zod.def.fn) || isAsync(check._zod.check));
  if (async) throw schemaError('SCHEMA_ASYNC', spec, place, '校验须同步', 'checks must be synchronous');
  for (const [key, part] of childSchemas(def)) checkSchema(spec, part, `${place}${key}`, seen);
}

const isAsync = (value: unknown): boolean => typeof value === 'function' && value.constructor.name === 'AsyncFunction';

function schemaError(code: 'SCHEMA_ASYNC' | 'SCHEMA_NOT_JSON', spec: ProcessSpec, place: string, zh: string, en: string): BihuanError {
  return new BihuanError(
    code,
    { zh: `流程 ${spec.id} 的 ${place}:${zh}`, en: `${place} of process ${spec.id}: ${en}` },
    { process: spec.id, place },
  );
}

function childSchemas(def: Record<string, any>): readonly (readonly [string, z.ZodType])[] {
  const found: [string, z.ZodType][] = [];
  for (const [key, part] of Object.entries(def['shape'] ?? {})) found.push([`.${key}`, part as z.ZodType]);
  for (const key of ['element', 'innerType', 'keyType', 'valueType', 'in', 'out', 'left', 'right', 'rest', 'catchall']) {
    if (def[key]?._zod) found.push([key === 'element' ? '[]' : '', def[key]]);
  }
  for (const part of [...(def['options'] ?? []), ...(def['items'] ?? [])]) if (part?._zod) found.push(['', part]);
  if (def['type'] === 'lazy') found.push(['', def['getter']()]);
  return found;
}
