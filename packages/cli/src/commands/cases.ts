// `bihuan cases`: which cases a tenant has.
import { stateTerm } from '@bihuan/core';
import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../command.ts';
import { stateLabel } from '../describe-process.ts';
import { isPath, nameOf, processesInFile } from '../load-processes.ts';
import { printTable } from '../print-table.ts';
import { examples, tenantOptions } from '../shared-options.ts';
import { readingTenant, type TenantOptions } from '../tenant-cases.ts';
import { say, sayNamed, sayTime, text } from '../wording.ts';

interface CasesOptions extends TenantOptions {
  readonly process: readonly string[];
  readonly state?: string;
  readonly unit: string;
  readonly closed?: boolean;
  readonly after?: string;
  readonly limit: number;
}

export const cases: CliCommand<CasesOptions> = {
  declare: (program) =>
    examples(
      tenantOptions(
        program
          .command('cases')
          .summary('案件一览 list cases')
          .description(
            '按编号列出租户的案件;--process 只看这些流程的。不需授权:能读数据库文件者本可读全部。\n' +
              'Lists the cases of a tenant by id; with --process only those of these processes. Asks for no grants: who can read the file can read it all.',
          )
          .option('--state <path>', '状态 only in this state')
          .option('--unit <unit>', '单元及其下 only at or below this unit', '')
          .option('--closed', '只看已结案 only those that have ended')
          .option('--no-closed', '只看未结案 only those that have not')
          .option('--after <id>', '从此编号之后 go on after this id')
          .option('--limit <count>', '至多几件 at most so many', positive, 100),
      ),
      'bihuan cases --db community.db --tenant zhuankou --no-closed',
      'bihuan cases --db community.db --tenant zhuankou --process hazard --state overdue',
    ),

  async answer({ options, processes, io }) {
    const { state, unit, closed, after, limit } = options;
    const known = await processes();
    const wanted = (
      await Promise.all(
        options.process.map(async (word) =>
          isPath(word) ? (await processesInFile(word, io.cwd)).map(({ id }) => id) : [word.split('@')[0]!],
        ),
      )
    ).flat();
    const rows = await readingTenant(options, io, async ({ tenant, store }) => {
      const query = {
        tenant,
        units: [unit],
        limit,
        ...(state !== undefined && { terms: [stateTerm(state)] }),
        ...(closed !== undefined && { closed }),
        ...(after !== undefined && { after: { id: after, dueAtMs: null } }),
      };
      if (wanted.length === 0) return store.find(query);
      const found = await Promise.all([...new Set(wanted)].map((process) => store.find({ ...query, process })));
      return found
        .flat()
        .sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)))
        .slice(0, limit);
    });
    const listed = rows.map(({ record: _, head, openSubject: __, states, ...row }) => ({ ...row, states: states.split(' '), head }));
    return {
      data: listed,
      text: (wording) => {
        if (listed.length === 0) return say(wording, text('没有案件', 'No cases'));
        const heading = [
          ...[text('案件', 'case'), text('流程', 'process'), text('单元', 'unit'), text('状态', 'state')],
          ...[text('立案', 'opened'), text('最近', 'last change')],
        ].map((title) => say(wording, title));
        const table = printTable([
          heading,
          ...listed.map((row) => {
            const process = known.find((each) => nameOf(each) === `${row.process}@${row.version}`);
            const states = row.states.map((path) => (process ? sayNamed(wording, path, stateLabel(process, path)) : path)).join(', ');
            return [row.id, row.process, row.unit || '—', states, sayTime(wording, row.openedAtMs), sayTime(wording, row.atMs)];
          }),
        ]);
        if (listed.length < limit) return table;
        const next = `--after ${listed.at(-1)!.id}`;
        return `${table}\n${say(wording, text(`或有更多:${next}`, `There may be more: ${next}`))}`;
      },
    };
  },
};

function positive(value: string): number {
  if (/^[1-9]\d{0,4}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('a whole number from 1 to 99999');
}
