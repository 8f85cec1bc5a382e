// `bihuan processes`: what there is to choose from.
import type { CliCommand } from '../command.ts';
import { statePaths } from '../describe-process.ts';
import { printTable } from '../print-table.ts';
import { examples } from '../shared-options.ts';
import { say, text } from '../wording.ts';

export const processes: CliCommand = {
  declare: (program) =>
    examples(
      program.command('processes').summary('流程目录 list the processes').description('列出全部流程。\nLists every process there is.'),
      'bihuan processes',
      'bihuan processes --process ./visit.ts --format json',
    ),

  async answer({ processes }) {
    const known = await processes();
    return {
      data: known.map((process) => ({
        id: process.id,
        version: process.version,
        title: process.spec.labels.title,
        states: statePaths(process),
        commands: Object.keys(process.spec.commands),
        roles: process.spec.roles,
        deadlines: Object.keys(process.spec.deadlines ?? {}),
      })),
      text: (wording) =>
        printTable([
          [
            'ID',
            ...[text('版本', 'version'), text('名称', 'title'), text('状态', 'states'), text('命令', 'commands')].map((t) =>
              say(wording, t),
            ),
          ],
          ...known.map((process) => [
            process.id,
            String(process.version),
            say(wording, process.spec.labels.title),
            String(statePaths(process).length),
            String(Object.keys(process.spec.commands).length),
          ]),
        ]),
    };
  },
};
