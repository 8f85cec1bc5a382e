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
          ['ID', say(wording, text('版本', 'version')), say(wording, text('名称', 'title'))],
          ...known.map(({ id, version, spec }) => [id, String(version), say(wording, spec.labels.title)]),
        ]),
    };
  },
};
