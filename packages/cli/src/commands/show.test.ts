import { expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';

it('shows a process whole, in English', async () => {
  const { code, out } = await bihuan('show ./visit.ts --lang en');
  expect(code).toBe(0);
  expect(out.replace(/^home-visit@3 .*$/m, 'home-visit@3')).toBe(`Home visit
home-visit@3

To open a case
  by community
  resident  resident  text, 1–100 characters

Roles
  visitor    visitor
  community  community

States
  planned  planned  begins here; work of visitor; deadline visitBy
  missed   missed   work of community; waits for the community
  done     done     ends: done

Commands: the first line that holds is taken
  report  Report  by visitor
    well    well  yes or no
    [note]  note  text, ≤ 500 characters
    planned → planned
    missed → planned
  close  Close  by community
    planned → done  if hasVisited

Rules, and what they answer when they do not hold
  hasVisited  nobody has visited yet

Deadlines
  visitBy  to visit  5 working days
    planned → missed

Built-in acts
  claim      Claim                by anyone with a role there
  release    Release              by anyone with a role there
  delegate   Delegate             by anyone with a role there
  resolve    Resolve              by anyone with a role there
  reassign   Reassign             by operator
  suspend    Suspend              nobody may
  resume     Resume               nobody may
  extend     Extend               nobody may
  supervise  Supervise            nobody may
  link       Link                 by anyone with a role there
  unlink     Unlink               by anyone with a role there
  attach     Attach evidence      by anyone with a role there
  comment    Comment              by anyone with a role there
  cancel     Cancel               by operator
  erase      Erase personal data  by operator
  repair     Repair               by operator
`);
});

it('speaks both languages, or Chinese alone', async () => {
  const both = await bihuan('show hazard');
  expect(both.out).toContain('rectifying       整改中 / rectifying');
  expect(both.out).toContain('rectifying → recorded   若 if isOwner & declinesLeft');
  const { out } = await bihuan('show hazard --lang zh');
  expect(out).toContain('register  登记期限  4 个工作小时\n    reported → reported   若 remindersLeft\n    reported → escalated');
  expect(out).toContain('第1次由 社区,第2次由 街道');
  expect(out).toMatch(/overdue → rectifying\n/);
  expect(out).not.toMatch(/by recorder|deadline/);
});

it('shows links, cases it opens, automatic steps and history', async () => {
  const hazard = await bihuan('show hazard --lang en');
  expect(hazard.out).toMatch(/escalatedTo +→ tiered-response +closed resolved: concluded, closed otherwise: returned/);
  expect(hazard.out).toMatch(/duplicateOf +← hazard +if isNoDuplicate/);
  expect(hazard.out).toMatch(/openResponse +→ tiered-response +opens one, escalatedTo/);
  expect((await bihuan('show tiered-response --lang en')).out).toMatch(/By itself\n +classified → immediate +if isImmediate\n/);
  expect((await bihuan('show four-lists --lang en')).out).toContain('back to where it was');
});

it('gives the same as data', async () => {
  const { json } = await bihuan('show hazard@1 --format json');
  const named = (group: string, name: string) => json[group].find((each: { name: string }) => each.name === name);
  expect(json).toMatchObject({
    id: 'hazard',
    version: 1,
    title: { en: 'Hazard closed loop' },
    opener: ['finder', 'recorder', 'community', 'system'],
  });
  expect(json.states.find(({ path }: { path: string }) => path === 'closed')).toMatchObject({
    closes: { outcome: 'closed', label: { zh: '已销号' }, final: false },
  });
  expect(named('commands', 'declineOwnership')).toMatchObject({
    by: ['owner'],
    fields: [{ name: 'reason', required: true, label: { zh: '理由' }, schema: { type: 'string', maxLength: 2000 } }],
    branches: [
      { from: 'rectifying', to: 'recorded', rule: { all: ['isOwner', 'declinesLeft'] }, actions: [] },
      { from: 'rectifying', to: 'escalated', rule: 'isOwner', actions: [] },
    ],
  });
  expect(named('rules', 'fiveElements').command).toBe('assign');
  expect(named('deadlines', 'register').limit).toEqual({ workingHours: 4 });
  expect(named('deadlines', 'rectify')).toMatchObject({ limit: null, branches: [{ actions: ['markLate', 'overdueNotice'] }] });
  expect(named('controls', 'extend').rungs).toEqual([['community'], ['subdistrict']]);
  expect(named('context', 'reporter').visibility).toBe('restricted');
});

it('refuses an unsound definition with every fault, once', async () => {
  const { code, err } = await bihuan('show ./stranded.ts');
  expect(code).toBe(1);
  expect(err).toBe(`PROCESS_UNSOUND: 流程 stranded 会使案件滞留: / process stranded would strand its cases:
  P001 done: cannot be reached
  P004 waiting: no end can be reached from here
  P006 waiting: waits without a deadline: add \`after\`, or say why in meta.waits
  P007 waiting: waits without an owner: name a role in meta.owner
`);
  const asJson = await bihuan('show ./stranded.ts --format json');
  expect(asJson.out).toBe('');
  expect(asJson.json.error).toMatchObject({ code: 'PROCESS_UNSOUND', details: { faults: [{ rule: 'P001', at: 'done' }, {}, {}, {}] } });
});

it.each([
  ['hazrd', 'PROCESS_UNKNOWN'],
  ['./nothing.ts', 'FILE_MISSING'],
  ['./broken.ts', 'FILE_UNLOADABLE'],
  ['./terminal.ts', 'FILE_EMPTY'],
  ['./own-hazard.ts', 'PROCESS_AMBIGUOUS'],
])('takes %s for misuse', async (word, problem) => {
  const { code, out, err } = await bihuan(`show ${word}`);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^${problem}: `));
});
