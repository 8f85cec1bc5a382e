// Which processes a command knows: the catalogue, and those of files the user names. A file comes before the catalogue.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Process } from '@bihuan/core';
import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';
import { Failure, isLibraryError } from './failure.ts';
import { isFile } from './is-file.ts';

export const catalogue: readonly Process[] = [hazard, tieredResponse, wish, fourLists] as readonly Process[];

/** Whether a word names a file rather than a process: a process id has no dot and no slash. */
export const isPath = (word: string): boolean => /[./\\]/.test(word);

export const nameOf = ({ id, version }: Process): string => `${id}@${version}`;

/**
 * Every process the file exports, each once. Throws `FILE_MISSING`, `FILE_UNLOADABLE`, `FILE_EMPTY`, or what the definition was refused with.
 * The file is a program, and it runs.
 */
export async function processesInFile(file: string, cwd: string): Promise<readonly Process[]> {
  const exported = Object.values(await exportsOf(file, cwd)).filter(isProcess);
  if (exported.length > 0) return [...new Set(exported)];
  throw new Failure(
    'FILE_EMPTY',
    {
      zh: `${file} 没有导出流程;例 export const visit = defineProcess({ … }).machine({ … })`,
      en: `${file} exports no process; it should, as in export const visit = defineProcess({ … }).machine({ … })`,
    },
    { file: resolve(cwd, file) },
  );
}

/** All that a file exports. Throws `FILE_MISSING`, `FILE_UNLOADABLE`, or what a definition in it was refused with. */
export async function exportsOf(file: string, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(cwd, file);
  if (!isFile(path)) throw new Failure('FILE_MISSING', { zh: `没有文件 ${file}`, en: `There is no file ${file}` }, { file: path });
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (isLibraryError(error)) throw error;
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Failure('FILE_UNLOADABLE', { zh: `${file} 无法载入:${message}`, en: `${file} cannot be loaded: ${message}` }, { file: path });
  }
}

/** By its form, because the file may bring its own copy of core. */
export function isProcess(value: unknown): value is Process {
  if (typeof value !== 'object' || value === null) return false;
  const { id, version, hash, spec, statechart, machine } = value as Partial<Process>;
  const named = typeof id === 'string' && typeof version === 'number' && typeof hash === 'string';
  return named && [spec, statechart, machine].every((part) => typeof part === 'object' && part !== null);
}

/** The files' processes, then the catalogue without what a file brings anew. A word that is no file must name one of these. */
export async function loadProcesses(words: readonly string[], cwd: string): Promise<readonly Process[]> {
  const own = (await Promise.all(words.filter(isPath).map((file) => processesInFile(file, cwd)))).flat();
  const names = own.map(nameOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index && own[index] !== own[names.indexOf(name)]);
  if (twice)
    throw new Failure('PROCESS_TWICE', { zh: `流程 ${twice} 给了两次`, en: `Process ${twice} was given twice` }, { process: twice });
  const known = [...new Set([...own, ...catalogue.filter((process) => !names.includes(nameOf(process)))])];
  for (const word of words) if (!isPath(word)) findProcess(known, word);
  return known;
}

/** The process of a name, `hazard` or `hazard@2`; without a version the latest. Throws `PROCESS_UNKNOWN`. */
export function findProcess(known: readonly Process[], name: string): Process {
  const [latest] = known.filter((each) => each.id === name || nameOf(each) === name).sort((a, b) => b.version - a.version);
  if (latest) return latest;
  const names = [...new Set(known.map(({ id }) => id))].join(', ');
  throw new Failure(
    'PROCESS_UNKNOWN',
    { zh: `没有流程 ${name};有 ${names},或 ./文件.ts`, en: `There is no process ${name}; there are ${names}, or a ./file.ts` },
    { process: name },
  );
}

/** The one process a word stands for: a name, or a file that exports just one. */
export async function processFor(word: string, known: readonly Process[], cwd: string): Promise<Process> {
  if (!isPath(word)) return findProcess(known, word);
  const [first, ...others] = await processesInFile(word, cwd);
  if (others.length === 0) return first!;
  const names = [first!, ...others].map(nameOf);
  throw new Failure(
    'PROCESS_AMBIGUOUS',
    {
      zh: `${word} 导出多个流程:${names.join(', ')};用 --process ${word} 并写明其一`,
      en: `${word} exports several processes: ${names.join(', ')}; name one, and give the file with --process ${word}`,
    },
    { processes: names },
  );
}
