import { expect, it } from 'vitest';
import { bells } from '../bells.fixture.ts';
import { by, desk, hour, li, root, startMs, wang, zhao } from '../desk.fixture.ts';

it('an item is claimed by one of its roles, once, and released to everyone', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  expect(await engine.claim(c, { by: zhao })).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'role', data: { roles: ['clerk', 'checker'] } }],
  });
  expect(await engine.claim(c, { by: wang })).toMatchObject({ case: { workItems: { received: { assignee: 'wang' } }, stateRevision: 1 } });
  expect(await engine.claim(c, { by: li })).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'assignee', data: { assignee: 'wang' } }],
  });
  expect(await engine.claim(c, { by: wang })).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'assignee', data: { assignee: 'wang' }, text: { en: 'You hold it already' } }],
  });
  expect((await engine.explain(c, { by: wang }))?.controls.claim).toMatchObject({ status: 'refused' });
  expect((await engine.get(c, { by: wang }))?.revision).toBe(2);
  expect(await engine.release(c, { by: li })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'assignee' }] });
  expect(await engine.release(c, { by: wang })).toMatchObject({ case: { workItems: { received: { assignee: null } } } });
});

it('a delegated item goes back to its sender, however far it was passed on', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  expect((await engine.delegate(c, { by: wang, to: 'li' })).outcome).toBe('refused');
  await engine.claim(c, { by: wang });
  expect(await engine.delegate(c, { by: wang, to: 'li' })).toMatchObject({
    case: { workItems: { received: { assignee: 'li', delegatedBy: 'wang' } } },
  });
  expect(await engine.delegate(c, { by: li, to: 'zhao' })).toMatchObject({
    case: { workItems: { received: { assignee: 'zhao', delegatedBy: 'wang' } } },
  });
  expect(await engine.release(c, { by: zhao })).toMatchObject({
    case: { workItems: { received: { assignee: 'wang', delegatedBy: null } } },
  });
});

it('an operator reassigns, to somebody or to everyone', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  expect((await engine.reassign(c, { by: wang, to: 'li', reason: 'r' })).outcome).toBe('forbidden');
  expect(await engine.reassign(c, { by: root, to: 'li', reason: 'r' })).toMatchObject({
    case: { workItems: { received: { assignee: 'li' } } },
  });
  expect(await engine.reassign(c, { by: root, to: null, reason: 'r' })).toMatchObject({
    case: { workItems: { received: { assignee: null } } },
  });
  expect(await engine.reassign(c, { by: root, to: 'li', reason: 'r', state: 'waiting' })).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'target', data: { items: ['received'] } }],
  });
});

it('the process names who the work is for, and a claim lasts while the case stays', async () => {
  const { engine, parcel: open, clock } = desk();
  const c = await open();
  await engine.claim(c, { by: wang });
  expect(await engine.send(c, 'check', { by: wang })).toMatchObject({
    case: { workItems: { received: { assignee: 'wang', sinceMs: startMs } } },
  });
  const assigned = await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 1 } });
  expect(assigned).toMatchObject({
    case: { workItems: { waiting: { assignee: 'li', delegatedBy: null, dueAtMs: startMs + 24 * hour, roles: ['clerk'] } } },
  });
  expect(Object.keys(assigned.outcome === 'applied' ? assigned.case.workItems : {})).toEqual(['waiting']);
  clock.advance(hour);
  await engine.send(c, 'handOver', { by: li });
  const reopened = await engine.send(c, 'reopen', { by: zhao, payload: { reason: 'r' } });
  expect(reopened).toMatchObject({ case: { workItems: { received: { assignee: null, sinceMs: startMs + hour } }, closed: null } });
});

it('work of a state that is entered anew is new: nobody has claimed it', async () => {
  const ringing = bells({ ms: hour });
  const { engine, clock } = desk({ processes: [ringing] });
  await engine.open(ringing, { by: li, unit: '', input: {}, id: 'b' });
  expect(await engine.claim('b', { by: li, state: 'on.ringing' })).toMatchObject({
    case: { workItems: { 'on.ringing': { assignee: 'li' }, on: { assignee: null } } },
  });
  expect(await engine.claim('b', { by: li })).toMatchObject({
    outcome: 'refused',
    reasons: [{ code: 'target', data: { items: ['on', 'on.ringing'] } }],
  });
  clock.advance(hour);
  await engine.runDue();
  expect((await engine.get('b', { by: li }))?.workItems).toMatchObject({
    'on.ringing': { assignee: null, sinceMs: startMs + hour },
    on: { sinceMs: startMs },
  });
});

it('work of a closed case is nobody’s', async () => {
  const { engine, parcel: open } = desk();
  const c = await open();
  await engine.send(c, 'check', { by: wang });
  await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 1 } });
  expect(await engine.send(c, 'handOver', { by: li })).toMatchObject({
    case: { workItems: {}, timers: {}, closed: { outcome: 'handed', final: false } },
  });
  expect(await engine.claim(c, { by: li })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'closed' }] });
  expect(await engine.worklist({ by: by('both') })).toEqual([]);
});

it('the worklist shows what is mine, what is open, and both, by due time', async () => {
  const people = { far: [{ role: 'clerk', unit: 'b' }] };
  const { engine, parcel: open, clock } = desk({ people });
  const first = await open({ unit: 'a' });
  clock.advance(hour);
  const second = await open({ unit: 'a' });
  await engine.claim(second, { by: wang });
  const shown = async (id: string, which?: 'mine' | 'open' | 'all') =>
    (await engine.worklist({ by: by(id), ...(which && { which }) })).map((item) => item.case);
  expect(await shown('wang')).toEqual([first.id, second.id]);
  expect(await shown('wang', 'mine')).toEqual([second.id]);
  expect(await shown('wang', 'open')).toEqual([first.id]);
  expect(await shown('li')).toEqual([first.id]);
  expect([await shown('zhao'), await shown('far'), await shown('nobody')]).toEqual([[], [], []]);
  const [item] = await engine.worklist({ by: wang, limit: 1 });
  expect(item).toMatchObject({
    case: first.id,
    state: 'received',
    title: { en: 'Parcel' },
    stateLabel: { en: 'received' },
    overdue: false,
    dueAtMs: startMs + 12 * hour,
  });
  expect((await engine.worklist({ by: wang, after: item! })).map((each) => each.case)).toEqual([second.id]);
  clock.set(startMs + 12 * hour);
  expect((await engine.worklist({ by: wang }))[0]?.overdue).toBe(true);
});

it('law 16: who acts for the holder may release, whatever person the directory calls them', async () => {
  const { engine, parcel: open } = desk({ people: { wuye: { person: 'p-9', grants: [] } } });
  const c = await open();
  await engine.reassign(c, { by: root, to: 'wuye', reason: 'r' });
  expect((await engine.release(c, { by: li })).outcome).toBe('refused');
  expect((await engine.release(c, { by: { ...li, onBehalfOf: 'wuye' } })).outcome).toBe('applied');
});
