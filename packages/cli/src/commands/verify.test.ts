import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';
import { run } from '../main.ts';

const fixtures = join(import.meta.dirname, '../fixtures');
const cwd = mkdtempSync(join(tmpdir(), 'bihuan-verify-'));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe('verify', () => {
  it('answers 0 for what is proven, 1 for what is not, 2 for misuse', async () => {
    expect(await bihuan('verify ./lamp.ts --lang en', { cwd: fixtures })).toMatchObject({
      code: 0,
      out: expect.stringContaining('proven sound'),
    });
    const visits = await bihuan('verify ./visit.ts --limit 60 --lang en', { cwd: fixtures });
    expect(visits).toMatchObject({ code: 1, out: expect.stringMatching(/P008 W missed: [\s\S]*! stopped at 6\d states/) });
    expect((await bihuan('verify nowhere', { cwd })).code).toBe(2);
    expect((await bihuan('verify', { cwd })).code).toBe(2);
  });

  it('tries a machine with the events and the input that its file exports', async () => {
    expect(await bihuan('verify ./survey.ts --lang en', { cwd: fixtures })).toMatchObject({
      code: 0,
      out: expect.stringContaining('proven sound; 3 states'),
    });
    const { json } = await bihuan('paths ./survey.ts --format json', { cwd: fixtures });
    expect(json.paths.map(({ steps }: any) => steps.at(-1).payload).sort((a: any, b: any) => a.score - b.score)).toEqual([
      { score: 1 },
      { score: 9 },
    ]);
  });

  it('takes why warnings are meant so from a file, for one process or by process', async () => {
    const told = { 'P008 missed': '由社区安排' };
    writeFileSync(join(cwd, 'one.json'), JSON.stringify(told));
    writeFileSync(join(cwd, 'many.json'), JSON.stringify({ 'home-visit': told, other: {} }));
    for (const file of ['one.json', 'many.json']) {
      const { json } = await bihuan(`verify ./visit.ts --limit 60 --format json --answers ${join(cwd, file)}`, { cwd: fixtures });
      expect(json.findings.find(({ rule }: { rule: string }) => rule === 'P008')).toMatchObject({ answered: '由社区安排' });
    }
    writeFileSync(join(cwd, 'odd.json'), '["P015"]');
    expect(await bihuan('verify tiered-response --answers odd.json', { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('ANSWERS_INVALID'),
    });
    expect(await bihuan('verify tiered-response --answers none.json', { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('FILE_MISSING'),
    });
  });

  it('knows the answers of the catalogue, and gives them to nobody else of the same name', async () => {
    expect((await bihuan('verify wish --limit 400 --lang en', { cwd })).out).toContain('rests on: people: 3 of resident');
    const ofKeyMarked = async (words: string) => {
      const { json } = await bihuan(`${words} --limit 4000 --format json`, { cwd: fixtures });
      return json.findings.find(({ rule }: { rule: string }) => rule === 'P005');
    };
    expect(await ofKeyMarked('verify hazard')).toMatchObject({ at: 'keyMarked', answered: expect.stringContaining('直至彻底解决') });
    expect(await ofKeyMarked('verify hazard@1 --process ./own-hazard.ts')).not.toHaveProperty('answered');
  });

  it('holds moves from earlier versions against all that those come to, and names the holes', async () => {
    const at = (words: string) => bihuan(`verify ${words} --lang en`, { cwd: fixtures });
    const moved = await at('lamp-repair@2 --process ./moves.ts --migration ./moves.ts');
    expect(moved).toMatchObject({
      code: 0,
      out: expect.stringMatching(/proven sound[\s\S]*rests on: contexts of version 1: \d+ were tried/),
    });
    const both = await at('--migration ./moves.ts');
    expect(both).toMatchObject({ code: 1, out: expect.stringContaining('P022 E 2 → 3 state repairing: ') });
    expect(both.out).toContain('lamp-repair@2');
    const { json } = await bihuan('verify lamp-repair@2 --process ./moves.ts --migration ./moves.ts --format json', { cwd: fixtures });
    expect(json.verdicts.find(({ rule }: { rule: string }) => rule === 'P022')).toMatchObject({ standing: 'proven' });
    const refused = [
      ['lamp-repair@1 --process ./moves.ts --migration ./moves.ts', 'USAGE'],
      ['./lamp.ts --migration ./moves.ts', 'USAGE'],
      ['--migration ./visit.ts', 'FILE_EMPTY'],
      ['--migration ./none.ts', 'FILE_MISSING'],
    ] as const;
    for (const [words, code] of refused) expect(await at(words)).toMatchObject({ code: 2, err: expect.stringContaining(`${code}: `) });
  });

  it('writes a certificate', async () => {
    expect((await bihuan(`verify ./lamp.ts --format markdown --out ${join(cwd, 'lamp.md')}`, { cwd: fixtures })).code).toBe(0);
    expect(readFileSync(join(cwd, 'lamp.md'), 'utf8')).toMatch(/^# What is proven\n[\s\S]*\| `lamp@1` \| proven \|/);
  });

  it('says how far it has come where somebody watches, and takes that away again', async () => {
    const told = { err: '', out: '' };
    const io = (isTTY: boolean) => ({
      ...{ cwd, env: {}, nowMs: () => 0 },
      stdout: { write: (text: string) => (told.out += text) },
      stderr: { write: (text: string) => (told.err += text), isTTY },
    });
    await run(['verify', 'tiered-response', '--limit', '2500'], io(false));
    expect(told.err).toBe('');
    await run(['verify', 'tiered-response', '--limit', '2500'], io(true));
    expect(told.err).toMatch(/tiered-response: \d{4} .*states, \d+ .*open/);
    expect(told.err.endsWith('\r\u001b[2K')).toBe(true);
  });
});
