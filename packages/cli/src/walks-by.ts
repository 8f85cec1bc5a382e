// How `bihuan paths` is told which walks to make: --by, and what each of them may be told.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { By } from '@bihuan/paths';
import { type Command, Option } from 'commander';
import { Failure } from './failure.ts';
import { isFile } from './is-file.ts';

export interface ByOptions {
  readonly by?: 'tours' | 'shortest' | 'random' | 'simple' | 'risk';
  readonly walks?: number;
  readonly steps?: number;
  readonly to?: string;
  readonly weights?: string;
}

export const byOptions = (command: Command, wholeNumber: (value: string) => number): Command =>
  command
    .addOption(
      new Option(
        '--by <walks>',
        '路径:最少步、各自最短、随机、不重复、按风险 fewest steps, a shortest each, by chance, no state twice, by weight',
      ).choices(['tours', 'shortest', 'random', 'simple', 'risk']),
    )
    .option('--walks <number>', '随机或不重复路径最多几条 the most random or simple ones', wholeNumber)
    .option('--steps <number>', '随机或不重复路径每条最多几步 the most moves of each of them', wholeNumber)
    .option('--to <state>', '不重复路径到哪个状态 where simple ones lead (default: the ends)')
    .option('--weights <file>', '风险权重 JSON weights by transition, state or command: {"command:assign": 3}');

/** Throws `USAGE` for an option that says nothing about the walks asked for, `FILE_MISSING` and `WEIGHTS_INVALID`. */
export function walksBy({ by = 'tours', walks, steps, to, weights }: ByOptions, cwd: string): By {
  const given = { walks, steps, to, weights };
  const taken = { tours: [], shortest: [], random: ['walks', 'steps'], simple: ['walks', 'steps', 'to'], risk: ['weights'] }[by];
  const idle = Object.entries(given).find(([name, value]) => value !== undefined && !taken.includes(name as never));
  if (idle) throw usage(`--${idle[0]} 与 --by ${by} 无关`, `--${idle[0]} says nothing about --by ${by}`);
  if (by === 'random') return { random: { ...(walks !== undefined && { walks }), ...(steps !== undefined && { steps }) } };
  if (by === 'simple')
    return { simple: { ...(walks !== undefined && { paths: walks }), ...(steps !== undefined && { depth: steps }), ...(to && { to }) } };
  if (by !== 'risk') return by;
  if (weights === undefined) throw usage('--by risk 需要 --weights 文件', '--by risk needs --weights FILE');
  return { risk: weightsIn(resolve(cwd, weights), weights) };
}

const usage = (zh: string, en: string) => new Failure('USAGE', { zh, en });

function weightsIn(path: string, file: string): Readonly<Record<string, number>> {
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  const parsed = parse(readFileSync(path, 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && Object.values(parsed).every((weight) => typeof weight === 'number'))
    return parsed as Readonly<Record<string, number>>;
  const text = { zh: `${file} 不是权重:须为 {"command:assign": 3}`, en: `${file} holds no weights: {"command:assign": 3} is how` };
  throw new Failure('WEIGHTS_INVALID', text, { file: path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
