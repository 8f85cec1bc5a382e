// One call of the command, from words to exit code. Takes nothing from the process it runs in.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import type { CliCommand } from './command.ts';
import { commandLine, type SharedOptions } from './command-line.ts';
import { type ExitCode, exitCodes, Failure, printTrouble, type Trouble, troubleOf } from './failure.ts';
import { checkTimeZone } from './format-time.ts';
import type { Io } from './io.ts';
import { loadProcesses } from './load-processes.ts';
import type { Answer, Wording } from './wording.ts';

/** Runs `bihuan` with these words. Never throws: every failure is printed to `stderr` and has its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const perform = async (command: CliCommand, args: readonly (string | undefined)[], options: SharedOptions) => {
    const wording = { language: options.lang, timeZone: checkTimeZone(options.timeZone) };
    const processes = () => loadProcesses(options.process, io.cwd);
    const answer = await command.answer({ args, options, wording, processes, io });
    const printed = await print(answer, options.format, wording);
    if (answer.out === undefined) {
      if (typeof printed !== 'string')
        throw new Failure(
          'USAGE',
          { zh: '这个格式须用 --out 写入文件', en: 'This format goes into a file: give --out' },
          { format: options.format },
        );
      io.stdout.write(printed);
    } else {
      writeFileSync(resolve(io.cwd, answer.out), printed);
      io.stdout.write(`${answer.out}\n`);
    }
    if (answer.no) exitCode = exitCodes.no;
  };
  try {
    await commandLine(io, perform).parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && isHelp(error)) return error.exitCode === 0 ? exitCodes.ok : exitCodes.misuse;
    const trouble = troubleOf(error instanceof CommanderError ? misuse(error) : error);
    io.stderr.write(asksForJson(argv) ? printJson(trouble) : printTrouble(trouble));
    return trouble.exitCode;
  }
}

/** Throws `USAGE` for a form that the command has not. */
async function print(answer: Answer, format: SharedOptions['format'], wording: Wording): Promise<string | Uint8Array> {
  if (format === 'json') return `${JSON.stringify(answer.data, null, 2)}\n`;
  if (format === 'text') return `${answer.text(wording)}\n`;
  const form = answer.forms?.[format];
  if (form) return form();
  throw new Failure(
    'USAGE',
    { zh: `这个命令没有格式 ${format}`, en: `This command has no format ${format}; see bihuan --help` },
    { format },
  );
}

const isHelp = ({ code }: CommanderError): boolean => ['commander.help', 'commander.helpDisplayed', 'commander.version'].includes(code);

/** Before the options are understood: a script that asked for JSON gets its errors as JSON, too. */
const asksForJson = (argv: readonly string[]): boolean =>
  argv.some((word, index) => word === '--format=json' || (word === '--format' && argv[index + 1] === 'json'));

const printJson = ({ code, text, details }: Trouble): string => `${JSON.stringify({ error: { code, text, details } })}\n`;

const mistakes: Readonly<Record<string, string>> = {
  'commander.unknownCommand': '没有这个命令',
  'commander.unknownOption': '没有这个选项',
  'commander.excessArguments': '参数过多',
  'commander.missingArgument': '缺少参数',
  'commander.optionMissingArgument': '选项缺少值',
  'commander.missingMandatoryOptionValue': '缺少必需的选项',
  'commander.invalidArgument': '选项的值不对',
};

function misuse({ code, message }: CommanderError): Failure {
  const [what = '', ...more] = message.replace(/^error: /, '').split('\n');
  const en = [what, ...more].join(' ').trim();
  const subject = /'([^']*)'/.exec(what)?.[1];
  return new Failure('USAGE', {
    zh: `${mistakes[code] ?? '用法有误'}${subject === undefined ? '' : `:${subject}`}`,
    en: `${en}; see bihuan --help`,
  });
}
