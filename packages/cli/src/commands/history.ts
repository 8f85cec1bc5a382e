// `bihuan history`: what happened to a case, who did it, and what it came to.
import type { JournalEntry, JournalRow, JsonObject, Process, Text } from '@bihuan/core';
import { controls } from '@bihuan/core';
import type { CliCommand } from '../command.ts';
import { stateLabel } from '../describe-process.ts';
import { exitCodes, Failure } from '../failure.ts';
import { nameOf } from '../load-processes.ts';
import { printTable } from '../print-table.ts';
import { examples, tenantOptions } from '../shared-options.ts';
import { readingTenant, type TenantOptions } from '../tenant-cases.ts';
import { say, sayNamed, sayTime, text, type Wording } from '../wording.ts';

type Entry = JournalEntry & { readonly hash: string };

export const history: CliCommand<TenantOptions> = {
  declare: (program) =>
    examples(
      tenantOptions(
        program
          .command('history')
          .summary('办理过程 what happened to a case')
          .description(
            '逐条列出案件日志。不需授权:能读数据库文件者本可读全部。\n' +
              'Lists the journal of a case, entry by entry. Asks for no grants: who can read the file can read it all.',
          )
          .argument('<case>', '案件编号 the id of the case'),
      ),
      'bihuan history h1 --db community.db --tenant zhuankou',
    ),

  async answer({ args, options, processes, io }) {
    const id = args[0]!;
    const { row, rows } = await readingTenant(options, io, async (cases) => ({ row: await cases.find(id), rows: await cases.journal(id) }));
    const entries = rows.map(entryFrom);
    const process = (await processes()).find((each) => nameOf(each) === `${row.process}@${row.version}`);
    return {
      data: entries,
      text: (wording) =>
        printTable([
          [
            '#',
            ...[text('时间', 'time'), text('事项', 'what'), text('办理人', 'by'), text('状态', 'state'), text('内容', 'with')].map((t) =>
              say(wording, t),
            ),
          ],
          ...entries.map((entry) => printEntry(entry, process, wording)),
        ]),
    };
  },
};

function entryFrom({ entry, hash, revision, case: id }: JournalRow): Entry {
  try {
    return { ...(JSON.parse(entry) as JournalEntry), hash };
  } catch {
    throw new Failure(
      'JOURNAL_UNREADABLE',
      {
        zh: `案件 ${id} 第${revision}条日志已损坏;用 bihuan verify-journal ${id} 查明`,
        en: `Entry ${revision} of case ${id} cannot be read; bihuan verify-journal ${id} says more`,
      },
      { case: id, revision },
      exitCodes.no,
    );
  }
}

function printEntry(entry: Entry, process: Process | undefined, wording: Wording): readonly string[] {
  const { states } = entry.patch.set as { readonly states?: readonly string[] };
  const led = states?.map((path) => (process ? sayNamed(wording, path, stateLabel(process, path)) : path)).join(', ');
  const { onBehalfOf } = entry.by;
  return [
    String(entry.revision),
    sayTime(wording, entry.atMs),
    sayNamed(wording, entry.type, labelOf(entry, process)),
    `${entry.by.id}${onBehalfOf === undefined ? '' : ` ${say(wording, text(`代 ${onBehalfOf}`, `for ${onBehalfOf}`))}`}`,
    led ? `→ ${led}` : '',
    shortened(entry.kind === 'open' ? (entry.payload as JsonObject)['input'] : entry.payload),
  ];
}

function labelOf({ kind, type }: Entry, process: Process | undefined): Text {
  const labels = process?.spec.labels;
  switch (kind) {
    case 'open':
      return text('立案', 'opened');
    case 'control':
      return (
        controls[type as keyof typeof controls]?.label ?? (type === 'migrate' ? text('版本迁移', 'Moved to another version') : text('', ''))
      );
    case 'command':
      return labels?.commands[type] ?? text('', '');
    case 'timer': {
      const { zh, en } = labels?.deadlines[type] ?? text('', '');
      return text(`${zh}到期`, `${en}: time is up`.replace(/^: /, ''));
    }
    case 'link':
      return text('关联案件', 'linked case');
  }
}

/** The payload on one line, cut where a terminal would wrap. `--format json` has all of it. */
function shortened(payload: unknown): string {
  const line = payload === null || payload === undefined ? '' : JSON.stringify(payload);
  return line === '{}' ? '' : [...line].length > 60 ? `${[...line].slice(0, 59).join('')}…` : line;
}
