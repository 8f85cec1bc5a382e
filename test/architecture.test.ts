// The rules of the code, read off its sources. Every rule holds for every file: there are no exemption lists beyond the ones named here.
import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ambientUses } from './ambient.ts';
import { files, importsOf, isTest, type Package, packageOf, packages, read, resolved, root, sourceFile } from './sources.ts';

/** What each package may import of ours. A new package needs a row, and nothing but a program may import `cli`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  calendar: ['core'],
  conformance: ['core'],
  sql: ['core'],
  restate: ['core'],
  relay: ['core'],
  paths: ['core'],
  processes: ['core', 'calendar'],
  cli: ['core', 'calendar', 'conformance', 'sql', 'paths', 'processes'],
};

/** Packages that run unchanged in Node, browsers and mini-programs. */
const portable = ['core', 'calendar', 'processes'];

/** The only files of those packages that reach for the world around them, and for what. */
const reaches: Readonly<Record<string, readonly string[]>> = {
  'packages/core/src/clock.ts': ['Date.now', 'globalThis'],
  'packages/core/src/sha256.ts': ['globalThis'], // asks for the host's own hash; the digest is the same without it
};

/** Packages whose purpose is to be run by a test runner. */
const testing = ['conformance', 'paths'];

const maximumLines = 300;

const topLevel = [
  ...['packages', 'examples', 'docs', 'test', 'README.md', 'CHANGELOG.md', 'LICENSE'],
  ...['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'tsconfig.base.json', 'biome.json', 'vitest.config.ts'],
];
const installedOrBuilt = /^(node_modules|coverage|dist|.*\.(db|db-wal|db-shm|tgz))$/;

const sources = files('packages/*/src/**/*.{ts,tsx}', 'examples/**/*.{ts,tsx}', 'docs/**/*.ts', 'test/**/*.ts', '*.ts');
const shipped = sources.filter((path) => /^packages\/[^/]+\/src\//.test(path) && !isTest(path));
const shippedOf = (folder: string) => shipped.filter((path) => path.startsWith(`packages/${folder}/`));
const ownPackage = (name: string) => (name.startsWith('@bihuan/') ? name.slice('@bihuan/'.length) : undefined);

function imported(paths: readonly string[]): Set<string> {
  const names = paths.flatMap((path) => importsOf(path).map(({ specifier }) => packageOf(specifier)));
  return new Set(names.filter((name) => name !== undefined));
}

describe.each(packages)('package $folder', ({ folder, manifest }: Package) => {
  const uses = imported(shippedOf(folder));
  const required = Object.keys(manifest.dependencies ?? {});
  const peers = Object.keys(manifest.peerDependencies ?? {});

  it('imports only the packages its row allows', () => {
    const ours = [...uses].map(ownPackage).filter((name) => name !== undefined);
    expect(ours.filter((name) => !mayImport[folder]?.includes(name))).toEqual([]);
    expect(Object.keys(mayImport)).toContain(folder);
  });

  it('declares what it imports', () => {
    expect([...uses].filter((name) => !required.includes(name) && !peers.includes(name))).toEqual([]);
    const everything = [...required, ...peers, ...Object.keys(manifest.devDependencies ?? {}), manifest.name];
    const tests = files(`packages/${folder}/src/**/*.test.ts`);
    expect([...imported(tests)].filter((name) => !everything.includes(name))).toEqual([]);
  });

  it('imports what it declares, and passes on the peers of what it uses', () => {
    const handedOn = packages
      .filter((other) => required.includes(other.manifest.name))
      .flatMap((other) => Object.keys(other.manifest.peerDependencies ?? {}));
    expect(required.filter((name) => !uses.has(name))).toEqual([]);
    expect(peers.filter((name) => !uses.has(name) && !handedOn.includes(name))).toEqual([]);
  });

  it('reaches other packages by name, never by path', () => {
    const outside = sources
      .filter((path) => path.startsWith(`packages/${folder}/`))
      .flatMap((path) => importsOf(path).map(({ specifier }) => ({ path, specifier })))
      .filter(({ path, specifier }) => specifier.startsWith('.') && !resolved(path, specifier).startsWith(`packages/${folder}/src/`));
    expect(outside).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(cycles(shippedOf(folder))).toEqual([]);
  });

  it('ships no test library, unless it is one', () => {
    expect([...uses].filter((name) => !testing.includes(folder) && /vitest|fast-check/.test(name))).toEqual([]);
  });
});

describe.each(portable)('portable package %s', (folder) => {
  it('imports nothing of Node', () => {
    const node = shippedOf(folder).flatMap((path) => importsOf(path).filter(({ specifier }) => isBuiltin(specifier)));
    expect(node).toEqual([]);
  });

  it('is given time, randomness and timers, and never takes them', () => {
    const taken = shippedOf(folder).flatMap((path) =>
      ambientUses(sourceFile(path))
        .filter(({ text }) => !reaches[path]?.includes(text))
        .map(({ line, text }) => `${path}:${line}: ${text}`),
    );
    expect(taken).toEqual([]);
  });
});

describe('a use of the world around', () => {
  const usesIn = (text: string) => ambientUses(ts.createSourceFile('sample.ts', text, ts.ScriptTarget.Latest, true));

  it.each([
    ...['Date.now()', 'const now = Date.now', 'new Date()', 'new Date', 'Date()', 'Math.random()', 'performance.now()', 'process.env.TZ'],
    ...['setTimeout(f, 1)', 'const later = setTimeout', 'globalThis.process', 'globalThis["setTimeout"]', 'crypto.randomUUID()'],
  ])('is found in %s', (text) => {
    expect(usesIn(text)).toHaveLength(1);
  });

  it.each([
    ...['new Date(ms)', 'Date.UTC(2026, 0, 1)', 'Math.max(1, 2)', 'clock.setTimeout(f, 1)', 'const row = { process: 1 }'],
    ...['const f = (process: Process) => process.id', 'const { process } = record; process.id', 'type T = { readonly process: string }'],
  ])('is not found in %s', (text) => {
    expect(usesIn(text)).toEqual([]);
  });
});

describe('files', () => {
  it(`hold at most ${maximumLines} lines, tests aside`, () => {
    const long = sources.filter((path) => !isTest(path) && read(path).trimEnd().split('\n').length > maximumLines);
    expect(long).toEqual([]);
  });

  it('are named in kebab-case for what they hold', () => {
    const vague = /(^|-)(utils?|helpers?|common|misc|managers?)(-|$)|^types$|-v\d+$/;
    const bad = sources.filter((path) => {
      const folders = path.split('/').slice(0, -1);
      const [stem = '', ...suffixes] = basename(path).split('.');
      const words = [stem, ...folders];
      return words.some((word) => vague.test(word) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(word)) || suffixes.includes('helper');
    });
    expect(bad).toEqual([]);
  });

  it('at the top level are those of the design', () => {
    const entries = readdirSync(root).filter((name) => !name.startsWith('.') && !installedOrBuilt.test(name));
    expect(entries.filter((name) => !topLevel.includes(name))).toEqual([]);
  });

  it('name no package registry', () => {
    const host = /\/\/[\w.-]*(registry|npm|mirror)[\w-]*\.|\bregistry\.[\w.-]*\b(com|org|net|io|dev|cn|cloud)\b|^\s*(@\S+:)?registry\s*=/im;
    const texts = files('{packages,examples,docs,test}/**/*', '.ci/**/*', '.github/**/*', '*', '.*');
    expect(texts.filter((path) => host.test(read(path)))).toEqual([]);
  });
});

/** Chains of files that load each other, each named from its first file. Types are free: Node never loads them. */
function cycles(paths: readonly string[]): string[] {
  const loads = new Map(
    paths.map((path) => {
      const relative = importsOf(path).filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly);
      return [path, relative.map(({ specifier }) => resolved(path, specifier))];
    }),
  );
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, chain: readonly string[]) => {
    if (chain.includes(path)) found.push([...chain.slice(chain.indexOf(path)), path].map((each) => basename(each)).join(' → '));
    else if (!finished.has(path)) for (const next of loads.get(path) ?? []) visit(next, [...chain, path]);
    finished.add(path);
  };
  for (const path of paths) visit(path, []);
  return found;
}
