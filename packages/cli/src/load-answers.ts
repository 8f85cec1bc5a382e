// Why warnings are meant so, from a file: `{"P005 waiting": "why"}`, or the same by process.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from './failure.ts';
import { isFile } from './is-file.ts';

type Answers = Readonly<Record<string, string>>;

/** Answers for one process. Throws `FILE_MISSING`, or `ANSWERS_INVALID` for what is no object of texts. */
export function loadAnswers(file: string | undefined, cwd: string): (process: string) => Answers {
  if (file === undefined) return () => ({});
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  const given = parsed(readFileSync(path, 'utf8'));
  if (isAnswers(given)) return () => given;
  if (isObject(given) && Object.values(given).every(isAnswers)) return (process) => (given as Record<string, Answers>)[process] ?? {};
  const en = `${file} says no answers; it should, as in {"P005 waiting": "why"}, or the same by process`;
  throw new Failure('ANSWERS_INVALID', { zh: `${file} 不是答复;例 {"P005 waiting": "理由"},或按流程分列`, en }, { file: path });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAnswers = (value: unknown): value is Answers => isObject(value) && Object.values(value).every((each) => typeof each === 'string');
