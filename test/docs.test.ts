// Everything the documentation shows, done: programs are compiled and run, their output compared, commands executed, links followed.
// How a page is written so that it can be checked is said in markdown.ts.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, run } from './command.ts';
import { type Program, readPage } from './markdown.ts';
import { files, read, root } from './sources.ts';

/** Blocks a reader may not be able to run: only what needs a server or a screen. */
const maximumUnrun = 3;

const documents = files('README.md', 'docs/**/*.md', 'packages/*/README.md');
const pages = documents.map((path) => ({ path, ...readPage(read(path)) }));
const programs = pages.flatMap(({ path, programs }) => programs.map((program) => ({ path, program })));
const compiled = programs.filter(({ program }) => program.kind === 'ts');

const command = 'npm run -s bihuan --';
const bin = JSON.parse(read('package.json')).scripts.bihuan.replace('packages/', `${root}/packages/`);

// Inside the workspace, because that is where `@bihuan/…` resolves.
mkdirSync(join(import.meta.dirname, '.tmp'), { recursive: true });
const sources = mkdtempSync(join(import.meta.dirname, '.tmp/docs-'));
const desks = mkdtempSync(join(tmpdir(), 'bihuan-docs-'));

beforeAll(() => {
  for (const { path, program } of compiled) writeFileSync(fileFor(path, program), program.code);
  const compilerOptions = { types: ['node'], noUnusedLocals: false, noUnusedParameters: false, moduleDetection: 'force' };
  writeFileSync(
    join(sources, 'tsconfig.json'),
    JSON.stringify({ extends: `${root}/tsconfig.base.json`, compilerOptions, include: ['*.ts'] }),
  );
});

afterAll(() => {
  rmSync(sources, { recursive: true, force: true });
  rmSync(desks, { recursive: true, force: true });
});

describe('the documentation', () => {
  it.skipIf(compiled.length === 0)('compiles', async () => {
    const { succeeded, output } = await run('tsc', ['-p', sources]);
    expect(succeeded, output).toBe(true);
  });

  it(`has at most ${maximumUnrun} programs that are not run`, () => {
    const unrun = programs.filter(({ program }) => !program.runs).map(({ path, program }) => `${path}:${program.line}`);
    expect(unrun.length, unrun.join(', ')).toBeLessThanOrEqual(maximumUnrun);
  });

  it('links to files that exist', () => {
    const broken = pages.flatMap(({ path, links }) =>
      links.filter((link) => !existsSync(join(root, link.startsWith('/') ? '' : dirname(path), link))).map((link) => `${path} → ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it.skipIf(!documents.includes('README.md'))('says on its first screen how to see it and how to test it', () => {
    const firstScreen = read('README.md').split('\n').slice(0, 60).join('\n');
    expect(firstScreen).toContain('npm run demo');
    expect(firstScreen).toContain('npm test');
  });
});

describe.each(pages.filter((page) => page.programs.some(isRun)))('$path', ({ path, programs }) => {
  it.each(programs.filter(isRun))('does what it says at line $line', async (program) => {
    const finished = program.kind === 'ts' ? await runFile(path, program) : await runCommands(path, program);
    expect(finished.succeeded, finished.output).toBe(true);
    if (program.expected !== undefined) expect(finished.stdout.trimEnd()).toBe(program.expected.trimEnd());
  });
});

function isRun(program: Program): boolean {
  return program.runs && (program.kind === 'ts' || commands(program).length > 0);
}

function runFile(path: string, program: Program): Promise<Finished> {
  return run('node', [fileFor(path, program)], desk(path));
}

/** Runs what the page shows, but at the page's own desk: a database it makes is neither left behind nor found again. */
function runCommands(path: string, program: Program): Promise<Finished> {
  const script = commands(program).map((line) => line.replace(command, bin));
  return run('sh', ['-e', '-c', script.join('\n')], desk(path));
}

function commands(program: Program): string[] {
  return program.code.split('\n').filter((line) => line.startsWith(command));
}

/** One empty working directory a page, as a reader who follows it from the top would have. */
function desk(path: string): string {
  const folder = join(desks, path.replaceAll('/', '-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

function fileFor(path: string, program: Program): string {
  return join(sources, `${path.replace(/\.md$/, '').replaceAll('/', '-')}-${program.line}.ts`);
}
