// Every package as its users get it: built, packed, linted, installed in an empty project outside the workspace, and used there.
// What the outside project does is in fixtures/outside; its three programs grow with the public API.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inPairs, run } from './command.ts';
import { type Manifest, type Package, packages, root } from './sources.ts';

const published = packages.filter(({ manifest }) => manifest.private !== true);
const scratch = mkdtempSync(join(tmpdir(), 'bihuan-packages-'));
const outside = join(scratch, 'outside');
const tarballs = new Map<string, string>();

beforeAll(async () => {
  await inPairs(published, async ({ folder, manifest }) => {
    const cwd = join(root, 'packages', folder);
    const built = await run('tsup', ['--config', '../../test/tsup.config.ts'], cwd);
    if (!built.succeeded) throw new Error(`${manifest.name} does not build:\n${built.output}`);
    const packed = await run('pnpm', ['pack', '--json', '--pack-destination', scratch], cwd);
    if (!packed.succeeded) throw new Error(`${manifest.name} does not pack:\n${packed.output}`);
    tarballs.set(manifest.name, JSON.parse(packed.stdout).filename);
  });
  cpSync(join(root, 'test/fixtures/outside'), outside, { recursive: true });
  writeFileSync(join(outside, 'package.json'), JSON.stringify(outsideManifest()));
  // The packages are not published at this version: what they ask of each other must come from the tarballs, too.
  writeFileSync(join(outside, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: Object.fromEntries(tarballs) }));
  const installed = await run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile'], outside);
  if (!installed.succeeded) throw new Error(installed.output);
}, 170_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(published)('the tarball of $manifest.name', ({ manifest }: Package) => {
  it('holds resolved versions and the published entry points', () => {
    const packed = manifestIn(join(outside, 'node_modules', manifest.name));
    expect(packed.exports).toEqual(manifest.publishConfig?.exports);
    const versions = { ...packed.dependencies, ...packed.peerDependencies };
    expect(Object.values(versions).filter((version) => !/^[\^~]?\d/.test(version))).toEqual([]);
  });

  it('has nothing for publint to say', async () => {
    const file = readFileSync(tarballs.get(manifest.name)!);
    const tarball = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  it('gives every importer the right types', async () => {
    const profile = JSON.stringify(manifest.publishConfig).includes('"require"') ? 'node16' : 'esm-only';
    const { succeeded, output } = await run('attw', [tarballs.get(manifest.name)!, '--profile', profile, '--no-emoji']);
    expect(succeeded, output).toBe(true);
  });
});

describe('an empty project outside the workspace', () => {
  it('uses the packages from an ES module', async () => {
    const { succeeded, output } = await run('node', ['module.mjs'], outside);
    expect(succeeded, output).toBe(true);
  });

  it('uses the portable packages from CommonJS', async () => {
    const { succeeded, output } = await run('node', ['commonjs.cjs'], outside);
    expect(succeeded, output).toBe(true);
  });

  it('type-checks against them, strictly and with their declarations', async () => {
    const { output } = await run('tsc', ['--noEmit', '-p', '.'], outside);
    expect(output.split('\n').filter(concernsUs)).toEqual([]);
  });
});

/** Depends on every tarball, and on the peers in the versions the workspace is tested with. */
function outsideManifest(): object {
  const dependencies: Record<string, string> = { '@types/node': manifestIn(join(root, 'node_modules/@types/node')).version };
  for (const { folder, manifest } of published) {
    dependencies[manifest.name] = `file:${tarballs.get(manifest.name)}`;
    for (const peer of Object.keys(manifest.peerDependencies ?? {})) {
      dependencies[peer] = manifestIn(join(root, 'packages', folder, 'node_modules', peer)).version;
    }
  }
  return { name: 'outside', private: true, type: 'module', dependencies };
}

/** Leaves out what the compiler says of other people's declarations: with `skipLibCheck` off, those of xstate 5.33 do not check. */
function concernsUs(complaint: string): boolean {
  const theirs = complaint.includes('node_modules/') && !complaint.includes('node_modules/@bihuan/');
  return complaint.trim() !== '' && !complaint.startsWith(' ') && !theirs;
}

function manifestIn(path: string): Manifest {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
}
