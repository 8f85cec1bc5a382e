// `bihuan explain`: what an actor may do with a case, and why not. What buttons and the API say, from the same data.
import type { Explained, Explanation, Grant, Process, Reason } from '@bihuan/core';
import { type ActorOptions, actingFrom, engineFor } from '../acting-engine.ts';
import type { CliCommand } from '../command.ts';
import { describeFields } from '../describe-fields.ts';
import { stateLabel } from '../describe-process.ts';
import { exitCodes, Failure } from '../failure.ts';
import { findProcess } from '../load-processes.ts';
import { actorOptions, examples } from '../shared-options.ts';
import { readingTenant } from '../tenant-cases.ts';
import { say, sayTime, text, type Wording } from '../wording.ts';

export const explain: CliCommand<ActorOptions> = {
  declare: (program) =>
    examples(
      actorOptions(
        program
          .command('explain')
          .summary('能办什么、为何不能 what may be done with a case, and why not')
          .description(
            '操作人对案件能办什么、为何不能。给出一个命令时,退出码 0 为可办,1 为不能。\n' +
              'What an actor may do with a case, and why not. With a command, exit code 0 means it may be done and 1 that it may not.\n' +
              '名册不在库中:授权由 --grant 或 --directory 给出。The database knows no people: grants come from --grant or --directory.',
          )
          .argument('<case>', '案件编号 the id of the case')
          .argument('[command]', '只问这个命令 ask about this command only'),
      ),
      'bihuan explain mc1 --db community.db --tenant zhuankou --as lin --grant recorder@xindu',
      'bihuan explain mc1 assign --db community.db --tenant zhuankou --as lin --grant recorder@xindu --at 2026-11-22T09:30',
    ),

  async answer({ args: [id, command], options, processes, wording: { timeZone }, io }) {
    const known = await processes();
    return readingTenant(options, io, async ({ tenant, store, find }) => {
      const row = await find(id!);
      const { by, ...acting } = actingFrom(options, { tenant, timeZone, processes: known }, io);
      const explained = await engineFor({ by, ...acting }, known, store).explain(id!, { by });
      if (!explained) throw notVisible(id!, by.id, row.unit);
      const process = findProcess(known, `${row.process}@${row.version}`);
      const asked = command === undefined ? everything(explained) : [[command, explanationOf(explained, command, process)] as const];
      const head = { case: row.id, process: row.process, version: row.version, unit: row.unit, actor: by, grants: acting.grants };
      const data =
        command === undefined
          ? { ...head, ...explained }
          : { ...head, atMs: explained.atMs, states: explained.states, command, ...explanationOf(explained, command, process) };
      return {
        data,
        text: (wording) => [printHead({ ...head, ...explained }, process, wording), ...printStatuses(asked, process, wording)].join('\n\n'),
        no: command !== undefined && asked[0]![1].status === 'refused',
      };
    });
  },
};

type Named = readonly [name: string, explanation: Explanation];

/** What only the library itself may send is nothing an actor asks about; the JSON has it. */
function everything({ commands, controls }: Explained): readonly Named[] {
  return [...Object.entries(commands), ...Object.entries(controls)];
}

function explanationOf({ commands, controls }: Explained, command: string, { spec }: Process): Explanation {
  const found = Object.entries({ ...controls, ...commands }).find(([name]) => name === command)?.[1];
  if (found) return found;
  const names = [...Object.keys(spec.commands), ...Object.keys(controls)].join(', ');
  throw new Failure(
    'COMMAND_UNKNOWN',
    { zh: `没有命令 ${command};有 ${names}`, en: `There is no command ${command}; there are ${names}` },
    { command },
  );
}

function notVisible(id: string, actor: string, unit: string): Failure {
  return new Failure(
    'CASE_NOT_VISIBLE',
    {
      zh: `${actor} 看不到案件 ${id}(单元 ${unit || '全域'}):没有该处的角色;用 --grant 角色@单元 给出`,
      en: `${actor} cannot see case ${id} (unit ${unit || 'whole tenant'}): no role there; give one with --grant role@unit`,
    },
    { case: id, actor, unit },
    exitCodes.no,
  );
}

interface Head {
  readonly case: string;
  readonly unit: string;
  readonly states: readonly string[];
  readonly atMs: number;
  readonly actor: { readonly id: string; readonly onBehalfOf?: string };
  readonly grants: readonly Grant[];
}

function printHead({ case: id, unit, states, atMs, actor, grants }: Head, process: Process, wording: Wording): string {
  const words = (zh: string, en: string) => say(wording, text(zh, en));
  const held = grants.map((grant) => `${grant.role}@${grant.unit}`).join(', ');
  return [
    `${words('案件', 'Case')} ${id}  ${say(wording, process.spec.labels.title)}  ${unit}`,
    `${words('状态', 'State')} ${states.map((path) => `${path} ${say(wording, stateLabel(process, path))}`).join(', ')}`,
    `${words('操作人', 'Actor')} ${actor.id}${actor.onBehalfOf === undefined ? '' : ` (${words('代', 'for')} ${actor.onBehalfOf})`}  ${held}`,
    `${words('时间', 'At')} ${sayTime(wording, atMs)}`,
  ].join('\n');
}

function printStatuses(named: readonly Named[], process: Process, wording: Wording): readonly string[] {
  const isOurs = ([name]: Named) => process.spec.commands[name]?.by.every((role) => role === 'system') !== true || named.length === 1;
  const sections = [
    ['allowed', text('可办', 'Allowed')],
    ['needs-input', text('填写后可办', 'Allowed, with input')],
    ['refused', text('不能办', 'Refused')],
  ] as const;
  return sections.flatMap(([status, title]) => {
    const found = named.filter((each) => isOurs(each) && each[1].status === status);
    if (found.length === 0) return [];
    const lines = status === 'refused' ? printRefused(found, wording) : found.map((each) => printOpen(each, process, wording));
    return [`${say(wording, title)}\n${lines.join('\n')}`];
  });
}

function printOpen([name, { label, branches }]: Named, { spec }: Process, wording: Wording): string {
  const targets = branches.flatMap((branch) => (branch.status === 'refused' ? [] : [branch.target ?? say(wording, text('不变', 'stays'))]));
  const fields = describeFields(spec.commands[name]?.payload, spec.labels.fields);
  const filled = fields.map((field) => (field.required ? field.name : `[${field.name}]`)).join(' ');
  const parts = [`${name} ${say(wording, label)}`, ...(targets.length > 0 ? [`→ ${[...new Set(targets)].join(' | ')}`] : []), filled];
  return `  ${parts.filter(Boolean).join('  ')}`;
}

/** What is refused for the same reasons stands together. Not being possible in this state needs no reason for each. */
function printRefused(named: readonly Named[], wording: Wording): readonly string[] {
  if (named.length === 1) return printGroup(named, named[0]![1].reasons, wording);
  const elsewhere = named.filter(([, { reasons }]) => reasons.some(({ code }) => code === 'state'));
  const groups = new Map<string, Named[]>();
  for (const each of named.filter((one) => !elsewhere.includes(one))) {
    const key = JSON.stringify(each[1].reasons.map(({ text: why }) => why));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const names = elsewhere.map(([name]) => name).join(', ');
  return [
    ...[...groups.values()].flatMap((group) => printGroup(group, group[0]![1].reasons, wording)),
    ...(names === '' ? [] : [`  ${say(wording, text('不在此状态', 'Not from this state'))}: ${names}`]),
  ];
}

function printGroup(group: readonly Named[], reasons: readonly Reason[], wording: Wording): readonly string[] {
  const names = group.map(([name, { label }]) => `${name} ${say(wording, label)}`).join(', ');
  const why = reasons.map(({ text: reason, target }) => `    - ${say(wording, reason)}${target === undefined ? '' : ` (→ ${target})`}`);
  return [`  ${names}`, ...new Set(why)];
}
