import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { communityDesk, type Desk } from './fixtures/community.ts';
import { bihuan } from './fixtures/terminal.ts';
import { run } from './main.ts';

describe('help', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await communityDesk();
    writeFileSync(join(desk.folder, 'people.json'), '{}');
  });
  afterAll(() => desk.remove());

  it('is asked for in three ways', async () => {
    const { code, out } = await bihuan('--help');
    expect(code).toBe(0);
    expect(out).toContain('bihuan show hazard --lang zh');
    expect(out).toContain('70  未预料的错误');
    expect((await bihuan('help')).out).toBe(out);
    expect((await bihuan('help show')).out).toBe((await bihuan('show --help')).out);
  });

  it('is what somebody sees who types nothing, and that is misuse', async () => {
    expect(await bihuan('')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('例 Examples:') });
  });

  it('shows examples that work', async () => {
    const commands = [
      'processes',
      'show',
      'explain',
      'worklist',
      'cases',
      'history',
      'verify-journal',
      'trouble',
      'migrate',
      'ddl',
      'paths',
      'verify',
      'run',
      'diff',
      'simulate',
    ];
    const pages = await Promise.all(['', ...commands].map((command) => bihuan(`help ${command}`)));
    const examples = pages.flatMap(({ out }) => [...out.matchAll(/^ {2}bihuan (.*?)( {2,}.*| > .*)?$/gm)].map(([, words]) => words!));
    expect(examples.length).toBeGreaterThan(commands.length);
    for (const words of examples) {
      const cwd = words.includes('./visit.ts') ? join(import.meta.dirname, 'fixtures') : desk.folder;
      const { code, err } = await bihuan(words, { cwd, env: { JOURNAL_KEY: 'secret' } });
      // A key on journals that were sealed without one finds fault with them: the answer is no, and the words were right. So it is where not every state was explored.
      expect([words, code, err]).toEqual([words, words.includes('JOURNAL_KEY') || words.startsWith('verify ') ? 1 : 0, '']);
    }
  });
});

it('prints its version', async () => {
  expect(await bihuan('--version')).toMatchObject({ code: 0, out: '0.1.0\n' });
});

describe('misuse', () => {
  it.each([
    ['shw', "USAGE: 没有这个命令:shw / unknown command 'shw' (Did you mean show?); see bihuan --help\n"],
    ['show', "USAGE: 缺少参数:process / missing required argument 'process'; see bihuan --help\n"],
    ['processes --lnag zh', "USAGE: 没有这个选项:--lnag / unknown option '--lnag' (Did you mean --lang?); see bihuan --help\n"],
    ['processes --time-zone Mars', 'TIME_ZONE_UNKNOWN: 没有时区 Mars;例 Asia/Shanghai / There is no time zone Mars; try Asia/Shanghai\n'],
  ])('%j is answered in both languages, with 2', async (words, err) => {
    expect(await bihuan(words)).toMatchObject({ code: 2, out: '', err });
  });

  it('is JSON where JSON was asked for, even before the words are understood', async () => {
    const { code, json } = await bihuan('shw --format=json');
    expect(code).toBe(2);
    expect(json.error).toMatchObject({ code: 'USAGE', text: { zh: '没有这个命令:shw' }, details: {} });
  });
});

it('answers what should not happen with 70', async () => {
  const errors: string[] = [];
  const broken = {
    write(): never {
      throw new Error('no space left');
    },
  };
  const code = await run(['processes'], {
    cwd: '/',
    env: {},
    nowMs: () => 0,
    stdout: broken,
    stderr: { write: (text) => errors.push(text) },
  });
  expect(code).toBe(70);
  expect(errors.join('')).toMatch(
    /^UNEXPECTED: 未预料的错误:no space left \/ This should not have happened: no space left\nError: no space left\n/,
  );
});
