// `bihuan show`: one process, whole, for whoever must say whether this is how it works here.
import type { CliCommand } from '../command.ts';
import { describeProcess } from '../describe-process.ts';
import { processFor } from '../load-processes.ts';
import { printProcess } from '../print-process.ts';
import { examples } from '../shared-options.ts';

export const show: CliCommand = {
  declare: (program) =>
    examples(
      program
        .command('show')
        .summary('一个流程的全部内容 everything about one process')
        .description(
          '状态、命令、角色、规则、期限、通知、关联。流程写名称,或 ./文件.ts。\n' +
            'States, commands, roles, rules, deadlines, messages, links. A process is a name, or a ./file.ts that exports one.',
        )
        .argument('<process>', '流程 hazard, hazard@1, ./visit.ts'),
      'bihuan show hazard --lang zh',
      'bihuan show hazard --format json',
      'bihuan show ./visit.ts',
    ),

  async answer({ args, processes, io }) {
    const described = describeProcess(await processFor(args[0]!, await processes(), io.cwd));
    return { data: described, text: (wording) => printProcess(described, wording) };
  },
};
