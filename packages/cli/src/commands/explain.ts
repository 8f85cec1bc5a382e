// `bihuan explain`: what an actor may do with a case, and why not. What buttons and the API say, from the same data.
import type { Explained, Explanation, Process } from '@bihuan/core';
import { type ActorOptions, actingFrom, engineFor } from '../acting-engine.ts';
import type { CliCommand } from '../command.ts';
import { exitCodes, Failure } from '../failure.ts';
import { findProcess } from '../load-processes.ts';
import { printExplanation, printExplanations } from '../print-explanations.ts';
import { actorOptions, examples } from '../shared-options.ts';
import { readingTenant } from '../tenant-cases.ts';

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
      'bihuan explain h1 --db community.db --tenant zhuankou --as lin --grant recorder@xindu',
      'bihuan explain h1 submit --db community.db --tenant zhuankou --as wuye --grant owner@xindu --at 2026-03-03T10:00',
    ),

  async answer({ args: [id, command], options, processes, wording: { timeZone }, io }) {
    const known = await processes();
    return readingTenant(options, io, async ({ tenant, store, find }) => {
      const row = await find(id!);
      const { by, ...acting } = actingFrom(options, { tenant, timeZone, processes: known }, io);
      const explained = await engineFor({ by, ...acting }, known, store).explain(id!, { by });
      if (!explained) throw notVisible(id!, by.id, row.unit);
      const process = findProcess(known, `${row.process}@${row.version}`);
      const head = { case: row.id, process: row.process, version: row.version, unit: row.unit, actor: by, grants: acting.grants };
      if (command === undefined) {
        const named = [...Object.entries(explained.commands), ...Object.entries(explained.controls)];
        const data = { ...head, ...explained };
        return { data, text: (wording) => printExplanations(data, named, process, wording) };
      }
      const explanation = explanationOf(explained, command, process);
      const data = { ...head, atMs: explained.atMs, states: explained.states, command, ...explanation };
      return {
        data,
        text: (wording) => printExplanation(data, [command, explanation], process, wording),
        no: explanation.status === 'refused',
      };
    });
  },
};

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
