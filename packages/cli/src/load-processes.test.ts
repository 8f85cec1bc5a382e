import * as processes from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { visit } from './fixtures/visit.ts';
import { catalogue, findProcess, isPath, isProcess, loadProcesses, processesInFile, processFor } from './load-processes.ts';

const { hazard } = processes;
const cwd = new URL('fixtures', import.meta.url).pathname;

it('tells a file from a name', () => {
  expect(['./visit.ts', 'visit.ts', 'a/visit', 'C:\\visit.js'].every(isPath)).toBe(true);
  expect(['hazard', 'hazard@2', 'four-lists'].some(isPath)).toBe(false);
});

it('knows every process of the catalogue', () => {
  const exported = Object.values(processes as Readonly<Record<string, unknown>>).filter(isProcess);
  expect(new Set(catalogue)).toEqual(new Set(exported));
});

describe('a file', () => {
  it('gives every process it exports, each once', async () => {
    expect((await processesInFile('./visit.ts', cwd)).map(({ id }) => id)).toEqual(['home-visit']);
  });

  it.each([
    ['is not there', './nothing.ts', 'FILE_MISSING'],
    ['is a folder', '.', 'FILE_MISSING'],
    ['throws', './broken.ts', 'FILE_UNLOADABLE: ./broken.ts cannot be loaded: TypeError: no such table'],
    ['exports no process', './terminal.ts', 'FILE_EMPTY'],
    ['holds an unsound definition', './stranded.ts', 'PROCESS_UNSOUND'],
  ])('that %s is refused', async (_, file, message) => {
    await expect(processesInFile(file, cwd)).rejects.toThrow(message);
  });
});

describe('known processes', () => {
  it('are those of the files, then the catalogue', async () => {
    const ids = (await loadProcesses(['./visit.ts'], cwd)).map(({ id }) => id);
    expect(ids).toEqual(['home-visit', 'hazard', 'tiered-response', 'wish', 'four-lists']);
  });

  it('replace one of the catalogue that has their name and version', async () => {
    const known = await loadProcesses(['./own-hazard.ts'], cwd);
    expect(known.map(({ id, version }) => `${id}@${version}`)).toEqual([
      'hazard@1',
      'hazard@2',
      'tiered-response@1',
      'wish@1',
      'four-lists@1',
    ]);
    expect(known.includes(hazard)).toBe(false);
  });

  it('may be given twice by the same file, and not by two', async () => {
    expect(await loadProcesses(['./visit.ts', 'visit.ts'], cwd)).toHaveLength(5);
    await expect(loadProcesses(['./own-hazard.ts', './other-hazard.ts'], cwd)).rejects.toThrow('PROCESS_TWICE');
  });

  it('are found by id, then the latest, or by id and version', async () => {
    const known = await loadProcesses(['./own-hazard.ts'], cwd);
    expect(findProcess(known, 'hazard').version).toBe(2);
    expect(findProcess(known, 'hazard@1').version).toBe(1);
    expect(() => findProcess(known, 'hazard@3')).toThrow('PROCESS_UNKNOWN');
    await expect(loadProcesses(['nothing'], cwd)).rejects.toThrow('PROCESS_UNKNOWN');
  });
});

describe('a word', () => {
  it('stands for a name or for the process of a file', async () => {
    expect(await processFor('hazard', [hazard], cwd)).toBe(hazard);
    expect((await processFor('./visit.ts', [], cwd)).id).toBe(visit.id);
  });

  it('is refused where a file exports several', async () => {
    await expect(processFor('./own-hazard.ts', [], cwd)).rejects.toThrow('PROCESS_AMBIGUOUS');
  });
});
