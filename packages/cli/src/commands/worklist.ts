// `bihuan worklist`: what an actor has to do, or may take, the most urgent first.
import { Option } from 'commander';
import { type ActorOptions, actingFrom, engineFor } from '../acting-engine.ts';
import type { CliCommand } from '../command.ts';
import { printTable } from '../print-table.ts';
import { actorOptions, examples } from '../shared-options.ts';
import { readingTenant } from '../tenant-cases.ts';
import { say, sayNamed, sayTime, text } from '../wording.ts';

interface WorklistOptions extends ActorOptions {
  readonly which: 'mine' | 'open' | 'all';
}

export const worklist: CliCommand<WorklistOptions> = {
  declare: (program) =>
    examples(
      actorOptions(
        program
          .command('worklist')
          .summary('待办 what an actor has to do')
          .description('待办,按期限先后。\nWhat an actor has to do or may take, by due time.')
          .addOption(
            new Option('--which <which>', '我的、可签收、全部 assigned to the actor, open to take, or both')
              .choices(['mine', 'open', 'all'])
              .default('all'),
          ),
      ),
      'bihuan worklist --db community.db --tenant zhuankou --as lin --grant recorder@xindu',
      'bihuan worklist --db community.db --tenant zhuankou --as lin --directory people.json --which mine',
    ),

  async answer({ options, processes, wording: { timeZone }, io }) {
    const known = await processes();
    const items = await readingTenant(options, io, async ({ tenant, store }) => {
      const acting = actingFrom(options, { tenant, timeZone, processes: known }, io);
      return engineFor(acting, known, store).worklist({ by: acting.by, which: options.which, limit: 1_000 });
    });
    return {
      data: items,
      text: (wording) => {
        if (items.length === 0) return say(wording, text('没有待办', 'Nothing to do'));
        const heading = [
          ...[text('期限', 'due'), text('案件', 'case'), text('流程', 'process'), text('状态', 'state'), text('单元', 'unit')],
          text('经办人', 'held by'),
        ].map((title) => say(wording, title));
        return printTable([
          heading,
          ...items.map((item) => [
            `${sayTime(wording, item.dueAtMs)}${item.overdue ? ` ${say(wording, text('超期', 'overdue'))}` : ''}`,
            item.case,
            say(wording, item.title),
            sayNamed(wording, item.state, item.stateLabel),
            item.unit || '—',
            item.assignee ?? '—',
          ]),
        ]);
      },
    };
  },
};
