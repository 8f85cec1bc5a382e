// The command line as commander knows it: options for every command, help that begins with examples, exit codes said where they are looked for.
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import stringWidth from 'string-width';
import type { CliCommand } from './command.ts';
import { cases } from './commands/cases.ts';
import { ddl } from './commands/ddl.ts';
import { diff } from './commands/diff.ts';
import { explain } from './commands/explain.ts';
import { history } from './commands/history.ts';
import { migrate } from './commands/migrate.ts';
import { paths } from './commands/paths.ts';
import { processes } from './commands/processes.ts';
import { runCases } from './commands/run-cases.ts';
import { show } from './commands/show.ts';
import { simulate } from './commands/simulate.ts';
import { trouble } from './commands/trouble.ts';
import { verify } from './commands/verify.ts';
import { verifyJournal } from './commands/verify-journal.ts';
import { worklist } from './commands/worklist.ts';
import type { Sink } from './io.ts';
import { repeatable } from './shared-options.ts';
import { languages } from './wording.ts';

const commands: readonly CliCommand[] = [
  ...[processes, show, explain, worklist, cases, history, verifyJournal, trouble, migrate, ddl],
  ...[paths, verify, runCases, diff, simulate],
];

/** What is printed: words or JSON, and forms that some commands have. */
export const formats = [
  ...(['text', 'json'] as const),
  ...(['gherkin-zh', 'gherkin-en', 'markdown', 'csv', 'xlsx', 'vitest', 'playwright', 'mermaid', 'xes', 'html', 'junit', 'svg'] as const),
] as const;

/** Options of every command, after parsing. */
export interface SharedOptions {
  readonly format: (typeof formats)[number];
  readonly lang: (typeof languages)[number];
  readonly timeZone: string;
  readonly process: readonly string[];
}

type Perform = (command: CliCommand, args: readonly (string | undefined)[], options: SharedOptions) => Promise<void>;

/** Throws commander's own errors, also for help and version; what they print goes to the sinks, mistakes excepted. */
export function commandLine({ stdout, stderr }: { readonly stdout: Sink; readonly stderr: Sink }, perform: Perform): Command {
  const program = new Command('bihuan')
    .exitOverride()
    .configureOutput({
      writeOut: (words) => stdout.write(words),
      writeErr: (words) => stderr.write(words),
      outputError: () => {},
      getOutHelpWidth: () => 110,
      getErrHelpWidth: () => 110,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true, displayWidth: (words) => stringWidth(words) })
    .description(
      '社区治理闭环:看流程,查案件,验日志,建数据库。\nCommunity-governance processes: read them, look into cases, check journals, set up a database.',
    )
    .version(version(), '-V, --version', '版本 print the version')
    .helpOption('-h, --help', '帮助 print this help')
    .helpCommand('help [command]', '帮助 help for a command')
    .addOption(new Option('--format <format>', '输出格式 what is printed').choices(formats).default('text'))
    .addOption(new Option('--lang <language>', '语言 which language').choices(languages).default('both'))
    .option('--time-zone <zone>', '时区 for times that are printed or typed', 'Asia/Shanghai')
    .addOption(
      new Option('--process <file>', '自己的流程文件,可重复;文件会被执行 a file that exports your own process, repeatable; it is run')
        .argParser(repeatable)
        .default([], 'none'),
    )
    .addHelpText('after', help);
  for (const command of commands) {
    command.declare(program).action(async (...received: unknown[]) => {
      const declared = received.at(-1) as Command;
      await perform(command, declared.processedArgs as (string | undefined)[], declared.optsWithGlobals() as SharedOptions);
    });
  }
  return program;
}

const help = `
例 Examples:
  bihuan processes                            有哪些流程 which processes there are
  bihuan show hazard --lang zh                一个流程的全部内容 everything about one
  bihuan show ./visit.ts                      自己写的流程 one of your own
  bihuan migrate --db community.db            建库 make a database
  bihuan paths tiered-response                测试用例 test cases that take every transition
  bihuan verify tiered-response --limit 3000  证明 what can never go wrong
  bihuan cases --db community.db --tenant zhuankou
  bihuan help explain                         更多例子 more examples

退出码 Exit codes:
  0   办到,或回答为“是” done, or the answer is yes
  1   回答为“否”:日志有问题、流程定义不合格、不能办 the answer is no: a faulty journal, an unsound process, not allowed
  2   用法有误,或没有这个文件、流程、案件 misuse, or there is no such file, process or case
  70  未预料的错误 what should not have happened`;

/** Works from `src` and from `dist`: both are one below the package. */
const version = (): string => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
