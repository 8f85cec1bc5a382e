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

  it('keeps to a budget, and says what that leaves out', async () => {
    const { code, out } = await bihuan('paths tiered-response --budget 30steps,4tests --format json', { cwd });
    const { paths, totals } = JSON.parse(out);
    expect([code, paths.length <= 4, totals.steps <= 30, totals.covered < totals.coverable]).toEqual([1, true, true, true]);
    expect(totals.notExplored).toEqual([expect.stringMatching(/^the budget \(30 steps; 4 tests\) leaves out \d+ of 46 /)]);
    expect((await bihuan('paths tiered-response --budget 600s', { cwd })).code).toBe(0);
    expect((await bihuan('paths tiered-response --budget 3hours', { cwd })).code).toBe(2);
  });

  it('makes other walks than tours', async () => {
    const lamp = async (words: string) => bihuan(`paths ./lamp.ts ${words} --format json`, { cwd: fixtures });
    const lengths = async (words: string) => {
      const { code, out } = await lamp(words);
      return [code, JSON.parse(out).paths.map(({ steps }: { steps: readonly unknown[] }) => steps.length)];
    };
    expect(await lengths('--by shortest')).toEqual([0, [2, 2, 3, 3]]);
    expect(await lengths('--by simple')).toEqual([1, [2]]);
    expect(await lengths('--by simple --to on')).toEqual([1, [2]]);
    expect((await lengths('--by random --walks 1 --steps 3 --seed 2'))[0]).toBe(1);
    const weights = join(cwd, 'weights.json');
    writeFileSync(weights, '{"command:REMOVE": 3}');
    expect((await lengths(`--by risk --weights ${weights}`))[0]).toBe(0);
    for (const words of ['--by risk', '--by longest', '--walks 3', '--by simple --to nowhere', '--by risk --weights nothing.json'])
      expect([words, (await lamp(words)).code]).toEqual([words, 2]);
    writeFileSync(weights, '[');
    expect((await lamp(`--by risk --weights ${weights}`)).err).toContain('WEIGHTS_INVALID');
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

  it('runs no stale cases unless told to, and says which definition they are of', async () => {
    await bihuan('paths tiered-response --format json --out now.json', { cwd });
    const suite = JSON.parse(readFileSync(join(cwd, 'now.json'), 'utf8'));
    writeFileSync(join(cwd, 'old.json'), JSON.stringify({ ...suite, hash: '0123456789abcdef' }));
    const refused = await bihuan('run old.json --format junit --out report.xml', { cwd });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /^CASES_STALE: .* the definition of tiered-response 1 has changed \(0123456789abcdef → \w+\); make them again\. .*--stale/,
    );
    const { error } = (await bihuan('run old.json --format json', { cwd })).json;
    expect(error).toMatchObject({
      code: 'CASES_STALE',
      details: { suite: { hash: '0123456789abcdef' }, definition: { process: 'tiered-response' } },
    });
    expect(await bihuan('run old.json --stale --lang en', { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/ 0 failed\n! the cases are stale/),
    });
    // A driver of one's own makes them no fresher; of a process that nobody gave, nothing can be said.
    const driver = join(fixtures, 'deaf-driver.ts');
    expect(await bihuan(`run old.json --driver ${driver} --lang en`, { cwd })).toMatchObject({
      code: 1,
      err: expect.stringContaining('are stale'),
    });
    writeFileSync(join(cwd, 'theirs.json'), JSON.stringify({ ...suite, process: 'theirs' }));
    expect(await bihuan(`run theirs.json --driver ${driver} --lang en`, { cwd })).toMatchObject({
      code: 1,
      out: expect.stringContaining('the deaf'),
    });
    expect((await bihuan('run theirs.json', { cwd })).code).toBe(2);
  });

  it('refuses what is none', async () => {
    expect((await bihuan('paths tiered-response --cover everything', { cwd })).code).toBe(2);
    expect((await bihuan('paths', { cwd })).code).toBe(2);
    expect((await bihuan('paths nowhere', { cwd })).code).toBe(2);
    expect((await bihuan('run nothing.json', { cwd })).code).toBe(2);
    writeFileSync(join(cwd, 'odd.json'), '{}');
    expect((await bihuan('run odd.json', { cwd })).err).toContain('SUITE_INVALID');
    const office = await bihuan('simulate hazard --cases 40 --office --log events.csv --format json', { cwd });
    const rows = readFileSync(join(cwd, 'events.csv'), 'utf8').trimEnd().split('\n');
    expect(rows[0]).toBe('case,activity,state,resource,role,startMs,endMs');
    expect(rows.filter((line) => line.includes(',open,')).length).toBe(40);
    expect(JSON.parse(office.out).cases.opened).toBe(40);
    expect((await bihuan('simulate hazard --staff nobody=2', { cwd })).code).toBe(2);
    expect((await bihuan('processes --format csv', { cwd })).code).toBe(2);
  });
});
