import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { communityDesk, type Desk } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await communityDesk();
});
afterAll(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou' } });
const ids = async (words: string): Promise<string[]> => (await at(`cases ${words} --format json`)).json.map(({ id }: { id: string }) => id);

it('lists the cases of a tenant', async () => {
  const { code, out } = await at('cases --lang en');
  expect(code).toBe(0);
  expect(out).toBe(`case  process     unit           state                  opened                last change
h1    hazard      xindu/jiayuan  rectifying             2026-03-02 09:00 Mon  2026-03-02 10:00 Mon
h2    hazard      xindu/jiayuan  rejected not a hazard  2026-03-02 10:00 Mon  2026-03-02 10:00 Mon
v1    home-visit  longhu         planned                2026-03-02 10:00 Mon  2026-03-02 10:00 Mon
`);
});

it('gives them as data, without their contents', async () => {
  const { json } = await at('cases --format json');
  expect(json[0]).toMatchObject({ tenant: 'zhuankou', id: 'h1', states: ['rectifying'], outcome: null, revision: 4 });
  expect(json[0]).not.toHaveProperty('record');
});

it('narrows by process, state, end, unit and place', async () => {
  expect(await ids('--process hazard')).toEqual(['h1', 'h2']);
  expect(await ids('--process ./visit.ts')).toEqual(['v1']);
  expect(await ids('--process ./visit.ts --process hazard')).toEqual(['h1', 'h2', 'v1']);
  expect(await ids('--state rectifying')).toEqual(['h1']);
  expect(await ids('--closed')).toEqual(['h2']);
  expect(await ids('--no-closed')).toEqual(['h1', 'v1']);
  expect(await ids('--unit xindu')).toEqual(['h1', 'h2']);
  expect(await ids('--after h1 --limit 1')).toEqual(['h2']);
  expect(await ids('--process ./visit.ts --process hazard --limit 2')).toEqual(['h1', 'h2']);
  expect(await ids('--tenant others')).toEqual([]);
});

it('says how to go on where there may be more', async () => {
  expect((await at('cases --limit 2 --lang en')).out).toContain('\nThere may be more: --after h2\n');
});

it('leaves nothing beside the database', async () => {
  await at('cases');
  expect(readdirSync(desk.folder)).toEqual(['community.db']);
});

describe('misuse', () => {
  it.each([
    ['cases --limit 0', 'USAGE'],
    ['cases --process nothing', 'PROCESS_UNKNOWN'],
    ['cases --db nothing.db', 'FILE_MISSING'],
    ['cases --prefix other_', 'STORE_SCHEMA'],
    ['cases --db ./visit.ts', 'STORE_SCHEMA'],
  ])('%s', async (words, problem) => {
    expect(await at(words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(new RegExp(`^${problem}: `)) });
  });

  it('a tenant that nobody named', async () => {
    expect(await bihuan(`cases --db ${desk.file}`)).toMatchObject({ code: 2, err: expect.stringMatching(/^TENANT_NEEDED: /) });
  });

  it('tables that are not there say what to do', async () => {
    expect((await at('cases --prefix other_')).err).toContain('Run bihuan migrate --db FILE');
  });
});
