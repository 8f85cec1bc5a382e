// What paths are made of: a process by name or file, or a plain XState machine that a file exports.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Process } from '@bihuan/core';
import type { MachineModelOptions } from '@bihuan/paths';
import type { AnyStateMachine } from 'xstate';
import { Failure } from './failure.ts';
import { isFile } from './is-file.ts';
import { isPath, isProcess, processFor } from './load-processes.ts';

/** `given` is what a machine is tried with: its file may export `events`, by type what they carry, and `input`. */
export type Subject =
  | { readonly process: Process }
  | { readonly machine: AnyStateMachine; readonly given: Pick<MachineModelOptions, 'events' | 'input'> };

/** By its form, because the file may bring its own copy of XState. */
const isMachine = (value: any): value is AnyStateMachine =>
  typeof value === 'object' &&
  value !== null &&
  typeof value.transition === 'function' &&
  typeof value.root === 'object' &&
  'config' in value;

/** The word names a process, or a file that exports one process or one machine. `--process` files count where no word is given. */
export async function subjectFor(
  word: string | undefined,
  files: readonly string[],
  known: () => Promise<readonly Process[]>,
  cwd: string,
): Promise<Subject> {
  const name = word ?? files.at(-1);
  if (name === undefined)
    throw new Failure('USAGE', {
      zh: '请写流程名称,或 --process ./文件.ts',
      en: 'Name a process, or give a file with --process ./file.ts',
    });
  if (!isPath(name)) return { process: await processFor(name, await known(), cwd) };
  const path = resolve(cwd, name);
  if (isFile(path)) {
    const exported = await import(pathToFileURL(path).href).catch(() => ({}));
    const values = Object.values(exported as Record<string, unknown>);
    const machines = [...new Set(values.filter(isMachine))];
    const { events, input } = exported as MachineModelOptions;
    if (machines.length === 1 && !values.some(isProcess))
      return { machine: machines[0]!, given: { ...(events && { events }), ...(input !== undefined && { input }) } };
    if (machines.length > 1 && !values.some(isProcess))
      throw new Failure(
        'PROCESS_AMBIGUOUS',
        { zh: `${name} 导出多个状态机`, en: `${name} exports several machines: export one` },
        { file: path },
      );
  }
  return { process: await processFor(name, [], cwd) };
}

/** Processes at the other end of a process's links, from those that are known. */
export function linkedWith(process: Process, known: readonly Process[]): readonly Process[] {
  const { links = {}, linkedFrom = {} } = process.spec;
  const names = new Set([...Object.values(links), ...Object.values(linkedFrom)].map((link) => link.process));
  return known.filter(({ id }) => names.has(id) && id !== process.id);
}
