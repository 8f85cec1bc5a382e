// `bihuan run`: test cases from a file, against the engine in memory or against a driver of your own.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Process, Text } from '@bihuan/core';
import type { Driver, Suite } from '@bihuan/paths';
import type { CliCommand } from '../command.ts';
import { exitCodes, Failure } from '../failure.ts';
import { isFile } from '../is-file.ts';
import { type Subject, subjectFor } from '../load-subject.ts';
import { progressOn } from '../progress.ts';
import { say } from '../wording.ts';
import { wholeNumber } from './paths.ts';

interface Definition {
  readonly id: string;
  readonly version: number | string;
  readonly hash: string;
}

interface RunOptions {
  readonly driver?: string;
  readonly parallel: number;
  readonly seed?: number;
  readonly stale: boolean;
  readonly process: readonly string[];
  readonly out?: string;
}

export const runCases: CliCommand<RunOptions> = {
  declare: (program) =>
    program
      .command('run')
      .summary('执行用例 run test cases')
      .description(
        '用例文件由 bihuan paths --format json --out 生成。不给 --driver,则在内存引擎上执行。--format html、junit、svg 为报告。\n' +
          'Cases as bihuan paths --format json writes them. Without --driver they run on the engine in memory. Reports: --format html, junit, svg.',
      )
      .argument('<cases>', '用例文件 a file of test cases')
      .option('--driver <file>', '驱动 a file whose default export is a driver of your system; it is run')
      .option('--parallel <n>', '并行 paths at a time', wholeNumber, 1)
      .option('--seed <number>', '次序种子 seed of the order', wholeNumber)
      .option('--stale', '允许过期用例 run cases of another definition, too', false)
      .option('--out <file>', '写入文件 write to a file'),

  async answer({ args, options, processes, io }) {
    const { engineDriver, everyDayCalendar, html, junit, machineModel, readSuite, runSuite, staleness, svg } = await import(
      '@bihuan/paths'
    );
    const suite = readSuite(readFile(args[0]!, io.cwd));
    const subject = await subjectOf(suite.process, options, processes, io.cwd);
    if (options.driver === undefined && 'machine' in subject!)
      throw new Failure('USAGE', { zh: '状态机的用例需要 --driver', en: 'Cases of a plain machine need a --driver' });
    const definition = subject && ('machine' in subject ? machineModel(subject.machine) : subject.process);
    const stale = definition && staleness(suite, definition);
    if (stale && !options.stale) throw staleFailure(stale, suite, definition);
    const driver =
      options.driver === undefined
        ? engineDriver((subject as { readonly process: Process }).process, { calendar: everyDayCalendar })
        : await driverFrom(options.driver, io.cwd);
    const progress = progressOn(io.stderr);
    const report = await runSuite(suite, driver, {
      parallel: options.parallel,
      onProgress: ({ done, total, failed }) => progress.count(done, total, `用例,失败 ${failed}`, `cases, ${failed} failed`),
      allowStale: options.stale,
      ...(options.seed !== undefined && { seed: options.seed }),
    });
    progress.done();
    const failed = report.results.filter(({ outcome }) => outcome === 'failed');
    return {
      data: report,
      text: (wording) =>
        [
          say(wording, {
            zh: `${report.driver}:通过 ${report.results.length - failed.length},失败 ${failed.length}`,
            en: `${report.driver}: ${report.results.length - failed.length} passed, ${failed.length} failed`,
          }),
          ...failed.map(({ path, failure }) => `${path} ${failure!.step}: ${failure!.message}`),
          ...(report.partial === undefined ? [] : [`! ${report.partial}`]),
          ...(stale ? [`! ${say(wording, stale)}`] : []),
        ].join('\n'),
      no: failed.length > 0 || report.partial !== undefined,
      forms: { html: async () => html(report, suite), junit: async () => junit(report, suite), svg: async () => svg(suite, { report }) },
      ...(options.out !== undefined && { out: options.out }),
    };
  },
};

/** What the cases are of, where it is known. With a driver of one's own it need not be; without, a process has to be there. */
async function subjectOf(
  name: string,
  options: RunOptions,
  processes: () => Promise<readonly Process[]>,
  cwd: string,
): Promise<Subject | undefined> {
  try {
    return await subjectFor(options.process.at(-1) ?? name, options.process, processes, cwd);
  } catch (cause) {
    if (options.driver === undefined || !(cause instanceof Failure) || cause.code !== 'PROCESS_UNKNOWN') throw cause;
    return undefined;
  }
}

/** Nothing is run: what cases of another definition come to says nothing about this one. */
function staleFailure(stale: Text, { process, version, hash }: Suite, definition: Definition): Failure {
  const text = { zh: `${stale.zh};未运行,--stale 照样运行`, en: `${stale.en}. Nothing was run; --stale runs them all the same` };
  const { id, version: now, hash: hashNow } = definition;
  const details = { suite: { process, version, hash }, definition: { process: id, version: now, hash: hashNow } };
  return new Failure('CASES_STALE', text, details, exitCodes.no);
}

export function readFile(file: string, cwd: string): string {
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  return readFileSync(path, 'utf8');
}

async function driverFrom(file: string, cwd: string): Promise<Driver> {
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  const { default: driver } = await import(pathToFileURL(path).href);
  if (typeof driver?.session !== 'function')
    throw new Failure(
      'FILE_EMPTY',
      { zh: `${file} 没有默认导出驱动`, en: `${file} exports no driver: export default { name, session }` },
      { file: path },
    );
  return driver;
}
