// What may be wrong in a declaration: who may, limits of time and number, bounds of payloads, what a command writes down.
import type { Limit, Process, ProcessSpec, Text } from '@bihuan/core';
import { z } from 'zod';
import type { Draw } from '../simulate/random-stream.ts';
import type { MutantKind, Mutation } from './mutation.ts';
import { type FunctionSamples, sampleFunctions } from './sample-functions.ts';

/** `draw` makes the contexts that functions are looked at with. */
export function declarationMutations(process: Process, draw: Draw): readonly Mutation[] {
  const samples = sampleFunctions(process, draw);
  return [...roles(process), ...deadlines(process), ...limits(process, samples), ...bounds(process), ...updates(process, samples)];
}

function mutation(
  process: Process,
  kind: MutantKind,
  place: string,
  detail: string,
  description: Text,
  change: Partial<ProcessSpec>,
): Mutation {
  const { spec, statechart } = process;
  return { id: `${kind}:${place}${detail && `:${detail}`}`, kind, place, description, spec: { ...spec, ...change }, statechart };
}

const named = (labels: Readonly<Record<string, Text>>, name: string): Text => labels[name] ?? { zh: name, en: name };

function roles(process: Process): readonly Mutation[] {
  const { commands, roles: all, labels } = process.spec;
  return Object.entries(commands).flatMap(([command, spec]): Mutation[] => {
    const people = spec.by.filter((role) => role !== 'system');
    if (people.length === 0) return [];
    const name = named(labels.commands, command);
    const place = `commands.${command}.by`;
    const by = (roles: readonly string[]) => ({ commands: { ...commands, [command]: { ...spec, by: roles } } }) as Partial<ProcessSpec>;
    const missing = mutation(
      process,
      'role-missing',
      place,
      '',
      { zh: `谁都能“${name.zh}”`, en: `anybody may “${name.en}”` },
      by([...new Set([...spec.by, ...all])]),
    );
    const dropped = people.flatMap((role): Mutation[] => {
      const left = spec.by.filter((each) => each !== role);
      const other = all.find((each) => !spec.by.includes(each));
      const now = left.length > 0 ? left : other === undefined ? [] : [other];
      const label = named(labels.roles, role);
      const said = { zh: `“${label.zh}”不能“${name.zh}”`, en: `the ${label.en} may not “${name.en}”` };
      return now.length === 0 ? [] : [mutation(process, 'role-dropped', place, role, said, by(now))];
    });
    return all.every((role) => spec.by.includes(role)) ? dropped : [missing, ...dropped];
  });
}

const century: Limit = { ms: 100 * 365 * 86_400_000, clock: 'runs' };

function deadlines(process: Process): readonly Mutation[] {
  const { deadlines: declared = {}, labels } = process.spec;
  return Object.entries(declared).flatMap(([name, limit]) => {
    const label = named(labels.deadlines, name);
    const change = (wrap: (limit: Limit, at: number) => Limit) => ({
      deadlines: { ...declared, [name]: (args: any) => wrap(typeof limit === 'function' ? limit(args) : limit, args.at) },
    });
    const made = (kind: MutantKind, zh: string, en: string, wrap: (limit: Limit, at: number) => Limit) =>
      mutation(process, kind, `deadlines.${name}`, '', { zh: `“${label.zh}”${zh}`, en: `“${label.en}” ${en}` }, change(wrap));
    return [
      made('deadline-doubled', '长了一倍', 'is twice as long', (each, at) => changed(each, at, (amount) => 2 * amount)),
      made('deadline-shifted', '多了一个单位', 'is one unit longer', (each, at) => changed(each, at, (amount) => amount + 1)),
      made('deadline-removed', '永不到期', 'never falls due', () => century),
    ];
  });
}

function changed(limit: Limit, at: number, change: (amount: number) => number): Limit {
  if ('workingDays' in limit) return { ...limit, workingDays: change(limit.workingDays) };
  if ('workingHours' in limit) return { ...limit, workingHours: change(limit.workingHours) };
  if ('ms' in limit) return { ...limit, ms: change(limit.ms) };
  return { ...limit, untilMs: at + change(limit.untilMs - at) };
}

/** A rule whose number is hidden in a closure is given a counter that is one off: the same as a limit that is one off the other way. */
function limits(process: Process, { numbersRead }: FunctionSamples): readonly Mutation[] {
  const { rules = {}, payloadRules = {}, labels } = process.spec;
  return numbersRead.flatMap(({ command, rule, field }) =>
    [1, -1].map((by) => {
      const own = command === null ? rules[rule]! : payloadRules[command]![rule]!;
      const shifted = (args: any) => own({ ...args, context: { ...args.context, [field]: args.context[field] + by } });
      const change =
        command === null
          ? { rules: { ...rules, [rule]: shifted } }
          : { payloadRules: { ...payloadRules, [command]: { ...payloadRules[command], [rule]: shifted } } };
      const name = named(labels.fields, field);
      const said = {
        zh: `规则 ${rule} 的“${name.zh}”差 ${by}`,
        en: `rule ${rule} counts “${name.en}” ${by > 0 ? 'one too many' : 'one too few'}`,
      };
      return mutation(
        process,
        'limit-shifted',
        command === null ? `rules.${rule}` : `payloadRules.${command}.${rule}`,
        `${field}${by > 0 ? '+1' : '-1'}`,
        said,
        change,
      );
    }),
  );
}

function bounds(process: Process): readonly Mutation[] {
  const { commands, labels } = process.spec;
  return Object.entries(commands).flatMap(([command, spec]) => {
    const { payload } = spec;
    if (!payload || spec.by.every((role) => role === 'system')) return [];
    return Object.entries(payload.shape as Record<string, z.ZodType>).flatMap(([field, schema]) =>
      boundsOf(schema).map(([bound, zh, en, other]) => {
        const name = named(labels.fields, field);
        const description = {
          zh: `“${named(labels.commands, command).zh}”的“${name.zh}”${zh}`,
          en: `“${name.en}” of “${named(labels.commands, command).en}” ${en}`,
        };
        const extended = payload.extend({ [field]: other });
        return mutation(process, 'bound-shifted', `commands.${command}.payload.${field}`, bound, description, {
          commands: { ...commands, [command]: { ...spec, payload: extended } },
        });
      }),
    );
  });
}

type Bound = readonly [name: string, zh: string, en: string, schema: z.ZodType];

/** A field that takes one value more than it should, or one less, at each of its bounds. */
function boundsOf(schema: z.ZodType): readonly Bound[] {
  const read = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Readonly<Record<string, unknown>>;
  const loose = (name: string, value: unknown): Bound => [
    name,
    `多接受 ${JSON.stringify(value)}`,
    `takes ${JSON.stringify(value)} too`,
    z.union([schema, z.literal(value as never)]),
  ];
  const tight = (name: string, value: unknown, isBound: (given: unknown) => boolean): Bound => [
    name,
    `不接受 ${JSON.stringify(value)}`,
    `does not take ${JSON.stringify(value)}`,
    schema.refine((given) => !isBound(given)),
  ];
  const { type, minimum, maximum, minLength, minItems } = read as Readonly<Record<string, number>> & { readonly type?: unknown };
  const inside = (value: number | undefined): value is number => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (type === 'integer' || type === 'number')
    return [
      ...(inside(minimum) ? [loose('min-1', minimum - 1), tight('min', minimum, (given) => given === minimum)] : []),
      ...(inside(maximum) ? [loose('max+1', maximum + 1), tight('max', maximum, (given) => given === maximum)] : []),
    ];
  if (type === 'string' && minLength === 1) return [loose('empty', '')];
  if (type === 'array' && minItems === 1) return [['empty', '可以为空', 'may be empty', z.union([schema, z.array(z.unknown()).max(0)])]];
  return [];
}

function updates(process: Process, { fieldsWritten }: FunctionSamples): readonly Mutation[] {
  const { labels } = process.spec;
  return fieldsWritten.map(({ group, name, field }) => {
    const declared = process.spec[group]!;
    const forgetting = (args: any) => Object.fromEntries(Object.entries(declared[name]!(args)).filter(([key]) => key !== field));
    const label = named(labels.fields, field);
    const what = named(labels.commands, name);
    const said = { zh: `“${what.zh}”没有写下“${label.zh}”`, en: `“${what.en}” does not write down “${label.en}”` };
    return mutation(process, 'update-dropped', `${group}.${name}`, field, said, { [group]: { ...declared, [name]: forgetting } });
  });
}
