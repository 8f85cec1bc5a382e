// Core, calendar and processes run where there is no Node: bundled from source as a host's own bundler would, then loaded in a bare context.
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { packages, root } from './sources.ts';

/** Bytes after minifying and gzip; xstate and zod left out, since the host has them already. */
const budgets = {
  core: 45_000, // measured 43,166: 38,179 for the engine itself, the rest for archives and migrations
  calendar: 15_000, // measured 13,669
  processes: 30_000, // measured 27,147, with what it takes from core
};

/** What browsers and mini-programs have beyond the language, as far as core needs it. */
const webGlobals = { setTimeout, clearTimeout, TextEncoder, crypto };

describe.each(Object.entries(budgets))('@bihuan/%s in a browser', (folder, budget) => {
  const everything = exportsOf(folder);

  it('bundles without a module of Node', async () => {
    const { metafile, warnings } = await bundle(everything, { format: 'esm' });
    const missing = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
    expect(missing).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('loads where there is no process, require or Buffer', async () => {
    const { text } = await bundle(everything, { format: 'iife', globalName: 'bihuan' });
    const context = createContext({ ...webGlobals });
    expect(runInContext('[typeof process, typeof require, typeof Buffer].join()', context)).toBe('undefined,undefined,undefined');
    expect(runInContext(`${text};typeof bihuan`, context)).toBe('object');
  });

  it(`stays within ${budget} bytes`, async () => {
    const external = ['xstate', 'zod'];
    const { text } = await bundle(everything, { format: 'esm', minify: true, external });
    expect(gzipSync(text).length).toBeLessThanOrEqual(budget);
  });
});

it('runs a case from its opening to its end in a browser', async () => {
  const { text } = await bundle("export * from './test/fixtures/outside/one-case.js'", { format: 'iife', globalName: 'bihuan' });
  const outcomes = await runInContext(`${text};bihuan.outcomes`, createContext({ ...webGlobals }));
  expect(outcomes).toBe('applied,forbidden,applied');
});

/** A module that exports all a package publishes, from every one of its entry points. */
function exportsOf(folder: string): string {
  const { manifest } = packages.find((each) => each.folder === folder)!;
  return Object.keys(manifest.exports)
    .map((entry) => `export * from '${manifest.name}${entry.slice(1)}';`)
    .join('\n');
}

async function bundle(contents: string, options: BuildOptions) {
  const { metafile, outputFiles, warnings } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    metafile: true,
    write: false,
    logLevel: 'silent',
    ...options,
  });
  return { metafile: metafile!, text: outputFiles![0]!.text, warnings };
}
