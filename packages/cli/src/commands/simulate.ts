// `bihuan simulate`: many cases at once: queues, delays, on-time rates, and who is too few.

import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { china } from '@bihuan/calendar';
import type { SimulationReport } from '@bihuan/paths';
import type { CliCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { subjectFor } from '../load-subject.ts';
import { progressOn } from '../progress.ts';
import { examples } from '../shared-options.ts';
import { say, type Wording } from '../wording.ts';
import { counts, wholeNumber } from './paths.ts';

interface SimulateOptions {
  readonly cases: number;
  readonly perDay: number;
  readonly staff: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly process: readonly string[];
  readonly office: boolean;
  readonly log?: string;
  readonly out?: string;
}

/** Lines of a log are written together, so many at a time. */
const linesAtOnce = 10_000;

export const simulate: CliCommand<SimulateOptions> = {
  declare: (program) =>
    examples(
      program
        .command('simulate')
        .summary('仿真 many cases at once, with few people')
        .description(
          '到达率、每个角色的人数;得到排队、按期率、瓶颈。时间按自然时间;--office 按工作时间。\n' +
            'From arrivals and people by role to queues, on-time rates and the bottleneck. Time is natural time, round the clock; with --office, working hours in China.',
        )
        .argument('[process]', '流程或文件 a process, or a file that exports one')
        .option('--cases <n>', '案件数 how many cases', wholeNumber, 1000)
        .option('--per-day <n>', '每日到达 arrivals a day', wholeNumber, 20)
        .option('--staff <role=n,…>', '各角色人数 people by role (default: 2 each)', counts, {})
        .option('--seed <number>', '种子 seed', wholeNumber, 1)
        .option('--office', '按中国工作时间办理和计期 people work, and limits count, in working hours in China', false)
        .option('--log <file>', '写出事件日志 (CSV) write down everything that is done')
        .option('--out <file>', '写入文件 write to a file'),
      'bihuan simulate hazard --cases 200 --staff verifier=1,owner=4',
    ),

  async answer({ args, options, processes, io }) {
    const { everyDayCalendar, logCsv, logHeader, simulate: play } = await import('@bihuan/paths');
    const subject = await subjectFor(args[0], options.process, processes, io.cwd);
    if ('machine' in subject)
      throw new Failure('USAGE', { zh: '只能仿真流程', en: 'Only processes are simulated: a machine has no roles' });
    const { process } = subject;
    const unknown = Object.keys(options.staff).find((role) => !process.spec.roles.includes(role));
    if (unknown !== undefined)
      throw new Failure(
        'USAGE',
        { zh: `没有角色 ${unknown}`, en: `There is no role ${unknown}; there are ${process.spec.roles.join(', ')}` },
        { role: unknown },
      );
    const staff = Object.fromEntries(process.spec.roles.map((role) => [role, options.staff[role] ?? 2]));
    const progress = progressOn(io.stderr);
    const log = options.log === undefined ? undefined : logTo(resolve(io.cwd, options.log), logHeader);
    let opened = 0;
    const report = play(process, {
      staff,
      arrivals: { perDay: options.perDay },
      cases: options.cases,
      seed: options.seed,
      ...(options.office ? { hours: china() } : { calendar: everyDayCalendar }),
      log(row) {
        log?.line(logCsv(row));
        if (row.activity === 'open' && ++opened % 1000 === 0) progress.count(opened, options.cases, '件立案', 'cases opened');
      },
    });
    progress.done();
    log?.end();
    return {
      data: report,
      text: (wording) => printReport(report, wording),
      no: report.partial !== undefined,
      ...(options.out !== undefined && { out: options.out }),
    };
  },
};

/** A file that lines are added to. */
function logTo(file: string, header: string) {
  let lines = [header];
  writeFileSync(file, '');
  const flush = () => {
    if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  return {
    line(text: string) {
      lines.push(text);
      if (lines.length >= linesAtOnce) flush();
    },
    end: flush,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`;

function printReport(report: SimulationReport, wording: Wording): string {
  const { cases, leadTime, roles, bottleneck, outcomes } = report;
  return [
    say(wording, {
      zh: `${cases.opened} 件立案,${cases.closed} 件办结,${cases.unfinished} 件未结`,
      en: `${cases.opened} opened, ${cases.closed} closed, ${cases.unfinished} unfinished`,
    }),
    say(wording, { zh: `办理时长 平均 ${hours(leadTime.mean)}`, en: `lead time: mean ${hours(leadTime.mean)}` }),
    ...Object.entries(outcomes).map(([outcome, count]) => `  ${outcome} ${count}`),
    ...Object.entries(roles).map(([role, { utilisation }]) => `  ${role} ${percent(utilisation)}`),
    say(wording, {
      zh: `瓶颈:${bottleneck.role ?? '无'}(${percent(bottleneck.utilisation)}),状态 ${bottleneck.state ?? '无'}`,
      en: `bottleneck: ${bottleneck.role ?? 'none'} (${percent(bottleneck.utilisation)}), state ${bottleneck.state ?? 'none'}`,
    }),
    ...report.growing.map((each) => `! ${each}`),
    ...(report.partial ? [`! ${say(wording, report.partial)}`] : []),
  ].join('\n');
}
