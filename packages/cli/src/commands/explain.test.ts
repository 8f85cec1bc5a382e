import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { communityDesk, type Desk } from '../fixtures/community.ts';
import { bihuan } from '../fixtures/terminal.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await communityDesk();
  const people = { wuye: { person: 'zhang', grants: ['owner@xindu'] }, helper: ['owner@xindu'] };
  writeFileSync(join(desk.folder, 'people.json'), JSON.stringify(people));
});
afterAll(() => desk.remove());
const at = (words: string) => bihuan(words, { env: { BIHUAN_DB: desk.file, BIHUAN_TENANT: 'zhuankou' } });

it('says what an actor may do, and why not the rest', async () => {
  const { code, out } = await at('explain v1 --as zhao --grant visitor@longhu --process ./visit.ts --lang en');
  expect(code).toBe(0);
  expect(out).toBe(`Case v1  Home visit  longhu
State planned
Actor zhao  visitor@longhu
At 2026-03-02 10:00 Mon

Allowed
  claim Claim

Allowed, with input
  report Report  → planned  well [note]
  delegate Delegate
  link Link
  unlink Unlink
  attach Attach evidence
  comment Comment

Refused
  close Close
    - Only community may do this (unit: longhu)
    - nobody has visited yet
  release Release
    - Only who holds it may release it
  resolve Resolve
    - Only who holds it may resolve it
  reassign Reassign, cancel Cancel, erase Erase personal data, repair Repair
    - Only operator may do this (unit: longhu)
  suspend Suspend, extend Extend, supervise Supervise
    - This process gives nobody the right to do this
  Not from this state: resume
`);
});

it('puts what is not possible in this state in one line, and leaves out what only the library sends', async () => {
  const { out } = await at('explain h1 --as wuye --grant owner@xindu');
  expect(out).toContain('\n  submit 提交整改 / Submit rectification  → rectified  evidence [measures]\n');
  expect(out).toMatch(/不在此状态 \/ Not from this state: record, reject, .*resume\n$/);
  expect(out).not.toContain('originalClosed');
});

it('gives the whole of it as data, the library’s own commands included', async () => {
  const { json } = await at('explain h1 --as wuye --grant owner@xindu --format json');
  expect(json).toMatchObject({
    case: 'h1',
    process: 'hazard',
    version: 1,
    states: ['rectifying'],
    actor: { id: 'wuye' },
    grants: [{ role: 'owner', unit: 'xindu' }],
  });
  expect(json.commands.declineOwnership).toMatchObject({
    status: 'needs-input',
    branches: [{ target: 'recorded' }, { target: 'escalated' }],
  });
  expect(json.commands.concluded.status).toBe('refused');
  expect([json.controls.claim.status, json.controls.release.status]).toEqual(['refused', 'allowed']);
});

it('judges the case as it is by then, deadlines applied, and writes nothing', async () => {
  const { json } = await at('explain h1 --as wuye --grant owner@xindu --at 2026-03-06T12:00+08:00 --format json');
  expect(json.states).toEqual(['overdue']);
  expect((await at('history h1 --format json')).json).toHaveLength(4);
});

describe('one command', () => {
  it('answers yes with 0', async () => {
    const { code, out } = await at('explain h1 submit --as wuye --grant owner@xindu --lang en');
    expect(code).toBe(0);
    expect(out).toContain('Allowed, with input\n  submit Submit rectification  → rectified  evidence [measures]\n');
  });

  it('answers no with 1 and every reason, in both languages', async () => {
    const { code, out } = await at('explain h1 pass --as wuye --grant owner@xindu');
    expect(code).toBe(1);
    expect(out).toContain(`不能办 / Refused
  pass 复查通过 / Pass
    - 须由“复查人”办理(单元:xindu/jiayuan) / Only verifier may do this (unit: xindu/jiayuan)
    - 在“整改中”状态下不能“复查通过” / “Pass” is not possible in “rectifying”
`);
  });

  it('is answered branch by branch', async () => {
    const refused = await at('explain h1 declineOwnership --as other --grant owner@xindu --lang en');
    expect(refused.out).toContain(`Refused
  declineOwnership Decline ownership
    - only the owner (wuye) may do this
    → recorded   Refused  only the owner (wuye) may do this
    → escalated  Refused  only the owner (wuye) may do this
`);
    const open = await at('explain h1 declineOwnership --as wuye --grant owner@xindu --lang en');
    expect(open.out).toContain('  → recorded  reason\n    → recorded   Allowed\n    → escalated  one above holds first\n');
  });

  it('is given as data', async () => {
    const { code, json } = await at('explain h1 extend --as wang --grant community@ --format json');
    expect(code).toBe(0);
    expect(json).toMatchObject({ command: 'extend', status: 'needs-input', label: { zh: '延期' }, states: ['rectifying'] });
  });

  it('may be one of the library’s own', async () => {
    expect((await at('explain h1 concluded --as wuye --grant owner@xindu --lang en')).out).toContain('Only the system may do this');
  });
});

it('knows people and on whose behalf they act from a directory', async () => {
  const directory = `--directory ${desk.folder}/people.json`;
  expect((await at(`explain h1 submit --as helper ${directory}`)).code).toBe(1);
  const { code, out } = await at(`explain h1 submit --as helper --on-behalf-of wuye ${directory} --lang en`);
  expect(out).toContain('Actor helper (for wuye)  owner@xindu');
  expect(code).toBe(0);
});

it('knows a vendor’s process from its file', async () => {
  const words = 'explain v1 close --as wang --grant community@ --lang en';
  expect(await at(words)).toMatchObject({ code: 2, err: expect.stringContaining('Give it with --process FILE.ts') });
  expect(await at(`${words} --process ./visit.ts`)).toMatchObject({ code: 1, out: expect.stringContaining('nobody has visited yet') });
});

it.each([
  ['explain h1 --as nobody', 1, 'CASE_NOT_VISIBLE'],
  ['explain h9 --as nobody', 2, 'CASE_UNKNOWN'],
  ['explain h1 dance --as wuye --grant owner@', 2, 'COMMAND_UNKNOWN'],
  ['explain h1 --as wuye --at yesterday', 2, 'TIME_INVALID'],
  ['explain --as wuye', 2, 'USAGE'],
])('answers %s with %i', async (words, exitCode, problem) => {
  const { code, out, err } = await at(words);
  expect({ code, out }).toEqual({ code: exitCode, out: '' });
  expect(err).toMatch(new RegExp(`^${problem}: `));
});
