// Runs a program and waits for it; a program that fails is a value here, for the test to judge.
import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './sources.ts';

export interface Finished {
  readonly succeeded: boolean;
  readonly stdout: string;
  /** Both streams, for a failure message. */
  readonly output: string;
}

/** Runs with the workspace's own tools first on the path and without colours. `node` is the Node of the workspace. */
export function run(command: string, args: readonly string[], cwd: string = root): Promise<Finished> {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const options = { cwd, env: { ...inherited, PATH: path, NO_COLOR: '1' }, timeout: 150_000, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const died = error && error.code === undefined ? `\n${error.message}` : '';
      resolve({ succeeded: error === null, stdout, output: `${stdout}${stderr}${died}`.trim() });
    });
  });
}

/** Maps over items, two at a time: as many as there are cores where the tests must be quick. */
export async function inPairs<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += 2) results.push(...(await Promise.all(items.slice(first, first + 2).map(work))));
  return results;
}
