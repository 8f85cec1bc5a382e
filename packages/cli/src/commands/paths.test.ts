import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { criteria } from '@bihuan/paths';
import { afterAll, describe, expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';

const cwd = mkdtempSync(join(tmpdir(), 'bihuan-paths-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const fixtures = join(import.meta.dirname, '../fixtures');

describe('paths', () => {
  it('prints test cases as JSON, with what they cover', async () => {
    const { code, out } = await bihuan('paths tiered-response --cover transitions --seed 3 --format json', { cwd });
    expect(code).toBe(0);
    const suite = JSON.parse(out);
    expect(suite).toMatchObject({ process: 'tiered-response', version: 1, cover: ['transitions'], seed: 3 });
    expect(suite.totals).toMatchObject({ covered: 46, coverable: 46, notExplored: [] });
    expect(suite.paths[0].steps[0]).toMatchObject({ kind: 'open', command: 'open', expect: { outcome: 'applied' } });
  });

  it('writes them in the forms testers work with', async () => {
    expect((await bihuan('paths tiered-response --format gherkin-zh', { cwd })).out).toContain('# language: zh-CN');
    expect(await bihuan('paths tiered-response --format xlsx', { cwd })).toMatchObject({ code: 2, err: expect.stringContaining('--out') });
    expect((await bihuan('paths tiered-response --format xlsx --out cases.xlsx', { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'cases.xlsx')).subarray(0, 2).toString()).toBe('PK');
  });

  it('names every criterion there is', async () => {
    const { out } = await bihuan('paths --help', { cwd });
    for (const each of criteria) expect(out).toContain(each);
  });

  it('covers requirements from a file', async () => {
    writeFileSync(join(cwd, 'needs.json'), JSON.stringify({ 'R-7': ['state:noAction'] }));
    const { out } = await bihuan('paths tiered-response --cover requirements --requirements needs.json --format json', { cwd });
    expect(JSON.parse(out).obligations.map(({ id, covered }: { id: string; covered: boolean }) => [id, covered])).toEqual([
      ['state:noAction', true],
      ['requirement:R-7', true],
    ]);
    writeFileSync(join(cwd, 'needs.json'), '["R-7"]');
    expect(await bihuan('paths tiered-response --cover requirements --requirements needs.json', { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('REQUIREMENTS_INVALID'),
    });
  });

  it('takes a process or a plain machine from a file', async () => {
    expect((await bihuan('paths ./visit.ts', { cwd: fixtures })).out).toContain('visit');
    expect((await bihuan('paths --process ./lamp.ts --format json', { cwd: fixtures })).code).toBe(0);
    expect((await bihuan('verify ./lamp.ts', { cwd: fixtures })).code).toBe(0);
  });

  it('runs them, finds a change, and compares', async () => {
    await bihuan('paths tiered-response --format json --out a.json', { cwd });
    expect(await bihuan('run a.json', { cwd })).toMatchObject({ code: 0, out: expect.stringContaining('0 failed') });
    expect((await bihuan('run a.json --format junit', { cwd })).out).toContain('<testsuite');
    const suite = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'));
    suite.paths[0].steps[1].expect.states = ['nowhere'];
    writeFileSync(join(cwd, 'b.json'), JSON.stringify(suite));
    expect((await bihuan('run b.json', { cwd })).code).toBe(1);
    expect((await bihuan('diff a.json b.json', { cwd })).code).toBe(0);
  });

  it('refuses what is none', async () => {
    expect((await bihuan('paths tiered-response --cover everything', { cwd })).code).toBe(2);
    expect((await bihuan('paths', { cwd })).code).toBe(2);
    expect((await bihuan('paths nowhere', { cwd })).code).toBe(2);
    expect((await bihuan('run nothing.json', { cwd })).code).toBe(2);
    writeFileSync(join(cwd, 'odd.json'), '{}');
    expect((await bihuan('run odd.json', { cwd })).err).toContain('SUITE_INVALID');
    expect((await bihuan('simulate hazard --staff nobody=2', { cwd })).code).toBe(2);
    expect((await bihuan('processes --format csv', { cwd })).code).toBe(2);
  });
});
