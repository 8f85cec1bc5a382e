import { describe, expect, it } from 'vitest';
import { auditFaults, by, type Desk, day, desk, startMs } from '../desk.fixture.ts';
import { project, task } from '../project.fixture.ts';

const [lead, worker] = [by('lead'), by('worker')];
const people = { lead: [{ role: 'lead', unit: '' }], worker: [{ role: 'worker', unit: '' }], root: [{ role: 'operator', unit: '' }] };

async function begun(options: Parameters<typeof desk>[0] = {}) {
  const each = desk({ processes: [project, task], people, ...options });
  const opened = await each.engine.open(project, { by: lead, unit: '', input: {}, id: 'p' });
  if (opened.outcome !== 'applied') throw new Error(opened.outcome);
  const newTask = (id: string, size = 3) =>
    each.engine.open(task, { by: worker, unit: 'a', input: { size }, id, subject: { type: 'thing', id } });
  const work = async (id: string, times: number) => {
    for (let done = 0; done < times; done++) await each.engine.send(id, 'work', { by: worker });
  };
  const linkOf = async (id: string, key: string) => (await recordOf(each, id)).links[key];
  return { ...each, newTask, work, linkOf, context: async () => (await recordOf(each, 'p')).context };
}
const recordOf = async (each: Pick<Desk, 'row'>, id: string) => JSON.parse((await each.row(id)).record);

describe('a case that opens others', () => {
  it('knows their ids before they are open, and counts them once they have registered', async () => {
    const { engine, linkOf, ...each } = await begun();
    const split = await engine.send('p', 'split', { by: lead });
    expect(split).toMatchObject({
      case: { links: { 'to:task:p.2.0': { status: 'pending', rollUp: null }, 'to:task:p.2.1': { status: 'pending' } } },
    });
    expect((await engine.send('p', 'finish', { by: lead })).outcome).toBe('refused');
    await engine.relay();
    expect(await linkOf('p', 'to:task:p.2.0')).toEqual({
      type: 'task',
      direction: 'to',
      case: 'p.2.0',
      process: 'task',
      status: 'active',
      rollUp: { revision: 1, outcome: null, data: { half: false } },
    });
    expect(await linkOf('p.2.0', 'from:task:p')).toMatchObject({ status: 'active', process: 'project' });
    expect(await recordOf(each, 'p.2.1')).toMatchObject({ unit: 'a', correlation: 'p', openedBy: ['bihuan:system'], context: { left: 3 } });
  });

  it('opens them once, however often the message arrives', async () => {
    const { engine, store, committed } = await begun();
    await engine.send('p', 'split', { by: lead });
    const [letter] = await store.claim({ nowMs: startMs, leaseUntilMs: startMs, limit: 1 });
    await engine.relay();
    const before = committed.length;
    const again = { ...store, claim: async () => (committed.length === before && claims++ === 0 ? [letter!] : []) };
    let claims = 0;
    await desk({ processes: [project, task], people, store: again }).engine.relay();
    expect(committed).toHaveLength(before);
  });

  it('reacts to their end by result, and to a change', async () => {
    const { engine, work, context, linkOf, store, committed } = await begun();
    await engine.send('p', 'split', { by: lead });
    await engine.relay();
    await work('p.2.0', 2);
    await engine.relay();
    expect(await context()).toMatchObject({ done: 0, changed: 1 });
    await work('p.2.0', 1);
    await engine.send('p.2.1', 'drop', { by: worker });
    await engine.relay();
    expect(await context()).toMatchObject({ done: 1, dropped: 1, changed: 1 });
    expect(await linkOf('p', 'to:task:p.2.0')).toMatchObject({ rollUp: { outcome: 'solved', data: { half: true } } });
    expect((await engine.send('p', 'finish', { by: lead })).outcome).toBe('applied');
    expect(await auditFaults(store, committed)).toEqual([]);
  });

  it('hears nothing when nothing changed that is shown', async () => {
    const { engine, work, committed } = await begun();
    await engine.send('p', 'split', { by: lead });
    await engine.relay();
    const before = committed.length;
    await work('p.2.0', 1);
    await engine.comment('p.2.0', { by: worker, text: 'x' });
    expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
    expect(committed).toHaveLength(before + 2);
  });

  it('hears news once, and never older news after newer', async () => {
    const { engine, store, committed, settings, work, row } = await begun();
    await engine.send('p', 'split', { by: lead });
    await engine.relay();
    await work('p.2.0', 3);
    const letters = committed.flatMap((commit) => commit.deliveries).filter((each) => each.case === 'p.2.0');
    await engine.relay();
    const before = await row('p');
    const leaseUntilMs = Number.MAX_SAFE_INTEGER;
    const late = letters.map((letter, index) => ({ ...letter, id: `late-${index}`, attempts: 0, leaseUntilMs })).reverse();
    const answers = [late, letters.map((letter) => ({ ...letter, attempts: 1, leaseUntilMs }))];
    const again = { ...store, claim: async () => answers.pop() ?? [] };
    expect(await desk({ ...settings, people, store: again }).engine.relay()).toMatchObject({ failed: 0 });
    expect(await row('p')).toBe(before);
    expect(letters.map((each) => each.name)).toEqual(['registered', 'changed', 'changed']);
  });

  it('hears that one was reopened, also when it has ended itself', async () => {
    const { engine, work, context } = await begun();
    await engine.send('p', 'split', { by: lead });
    await engine.relay();
    await work('p.2.0', 3);
    await engine.send('p.2.1', 'drop', { by: worker });
    await engine.relay();
    await engine.send('p', 'finish', { by: lead });
    await engine.send('p.2.0', 'redo', { by: worker });
    await engine.relay();
    expect(await context()).toMatchObject({ reopened: 1 });
    expect((await engine.get('p', { by: lead }))?.closed).toMatchObject({ outcome: 'finished' });
    await engine.send('p', 'wakeUp', { by: lead });
    expect((await engine.send('p', 'finish', { by: lead })).outcome).toBe('refused');
  });

  it('is told nothing more once it was cancelled, but keeps the news', async () => {
    const { engine, work, context, linkOf } = await begun();
    await engine.send('p', 'split', { by: lead });
    await engine.relay();
    await engine.cancel('p', { by: by('root'), reason: 'r' });
    await work('p.2.0', 3);
    await engine.relay();
    expect(await context()).toMatchObject({ done: 0 });
    expect(await linkOf('p', 'to:task:p.2.0')).toMatchObject({ rollUp: { outcome: 'solved' } });
  });
});

describe('a link', () => {
  it('counts only once the other end has registered it', async () => {
    const { engine, newTask, linkOf, context } = await begun();
    await newTask('t');
    expect(await engine.link('p', { by: lead, type: 'task', to: 't' })).toMatchObject({
      case: { links: { 'to:task:t': { status: 'pending' } } },
    });
    await engine.relay();
    expect(await linkOf('p', 'to:task:t')).toMatchObject({ status: 'active', rollUp: { outcome: null } });
    expect(await linkOf('t', 'from:task:p')).toMatchObject({ status: 'active' });
    expect(await engine.link('p', { by: lead, type: 'task', to: 't' })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'link' }] });
    expect(await context()).toMatchObject({ refused: 0 });
  });

  it('is refused by the rule of the other end, and the process hears of it', async () => {
    const { engine, newTask, linkOf, context } = await begun();
    await newTask('huge', 100);
    await engine.send('p', 'adopt', { by: lead, payload: { task: 'huge' } });
    await engine.relay();
    expect(await linkOf('p', 'to:task:huge')).toMatchObject({ status: 'refused' });
    expect(await linkOf('huge', 'from:task:p')).toBeUndefined();
    expect(await context()).toMatchObject({ refused: 1 });
    expect((await engine.send('p', 'finish', { by: lead })).outcome).toBe('applied');
  });

  it.each(['nowhere', 'p', 'x'.repeat(180)])('to no case, or to itself, is refused: %s', async (to) => {
    const { engine, linkOf, context } = await begun();
    await engine.send('p', 'adopt', { by: lead, payload: { task: to } });
    expect((await engine.relay()).failed).toBe(0);
    expect(await linkOf('p', `to:task:${to}`)).toMatchObject({ status: 'refused' });
    expect(await context()).toMatchObject({ refused: 1 });
  });

  it('that the processes do not declare is refused at once', async () => {
    const { engine, newTask } = await begun();
    await newTask('t');
    const refused = { outcome: 'refused', reasons: [{ code: 'link' }] };
    expect(await engine.link('p', { by: lead, type: 'other', to: 't' })).toMatchObject(refused);
    expect(await engine.link('p', { by: lead, type: 'task', to: 'p' })).toMatchObject(refused);
    expect(await engine.link('p', { by: lead, type: '__proto__', to: 't' })).toMatchObject(refused);
    expect(await engine.link('p', { by: lead, type: 'task', to: 'nowhere' })).toEqual({ outcome: 'not-found', id: 'nowhere' });
    expect((await engine.link('p', { by: worker, type: 'task', to: 't' })).outcome).toBe('forbidden');
    expect(await engine.unlink('p', { by: lead, type: 'task', to: 't', reason: 'r' })).toMatchObject(refused);
  });

  it('may be refused, and asked for again', async () => {
    const { engine, newTask, linkOf } = await begun();
    await newTask('t', 10);
    await engine.link('p', { by: lead, type: 'task', to: 't' });
    await engine.relay();
    expect(await linkOf('p', 'to:task:t')).toMatchObject({ status: 'refused' });
    await engine.send('t', 'work', { by: worker });
    expect((await engine.link('p', { by: lead, type: 'task', to: 't' })).outcome).toBe('applied');
    await engine.relay();
    expect(await linkOf('p', 'to:task:t')).toMatchObject({ status: 'active' });
  });

  it('is taken back at both ends', async () => {
    const { engine, newTask, linkOf, work, context } = await begun();
    await newTask('t');
    await engine.link('p', { by: lead, type: 'task', to: 't' });
    await engine.relay();
    await engine.unlink('p', { by: lead, type: 'task', to: 't', reason: 'by mistake' });
    await engine.relay();
    expect([await linkOf('p', 'to:task:t'), await linkOf('t', 'from:task:p')]).toEqual([undefined, undefined]);
    await work('t', 3);
    expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
    expect(await context()).toMatchObject({ done: 0 });
  });

  it('to a case that has ended already tells of its end', async () => {
    const { engine, newTask, work, context } = await begun();
    await newTask('t', 1);
    await work('t', 1);
    await engine.link('p', { by: lead, type: 'task', to: 't' });
    await engine.relay();
    expect(await context()).toMatchObject({ done: 1 });
  });

  it('crosses no tenants', async () => {
    const { engine, newTask, linkOf } = await begun();
    await newTask('t');
    const stranger = { ...lead, tenant: 'u' };
    await engine.open(project, { by: stranger, unit: '', input: {}, id: 'p' });
    expect(await engine.link('p', { by: stranger, type: 'task', to: 't' })).toEqual({ outcome: 'not-found', id: 't' });
    await engine.send('p', 'adopt', { by: stranger, payload: { task: 't' } });
    await engine.relay();
    expect(await linkOf('t', 'from:task:p')).toBeUndefined();
  });
});

describe('one open case per subject', () => {
  it('is held to when opening, and free again when it has ended', async () => {
    const { engine, newTask } = await begun();
    await newTask('t');
    const second = () =>
      engine.open(task, { by: worker, unit: 'a', input: { size: 1 }, subject: { type: 'thing', id: 't' }, id: 'second' });
    expect(await second()).toMatchObject({ outcome: 'refused', reasons: [{ code: 'subject' }] });
    await engine.send('t', 'drop', { by: worker });
    expect((await second()).outcome).toBe('applied');
    expect(await engine.send('t', 'redo', { by: worker })).toMatchObject({ outcome: 'refused', reasons: [{ code: 'subject' }] });
  });

  it('is held to by deadlines: one that would reopen is stuck, and the worker goes on', async () => {
    const { engine, newTask, clock } = await begun();
    await newTask('t');
    await engine.send('t', 'drop', { by: worker });
    clock.advance(29 * day);
    await engine.open(task, { by: worker, unit: 'a', input: { size: 1 }, subject: { type: 'thing', id: 't' }, id: 'second' });
    clock.advance(day);
    expect(await engine.runDue()).toEqual({ fired: 0, stuck: 1 });
    expect(await engine.stuckTimers({ by: by('root') })).toMatchObject([{ case: 't', timer: 'dropped#forget' }]);
  });
});

it('ids of cases that open one another stay short enough, however deep', async () => {
  const { engine, linkOf } = await begun();
  const long = 'p'.repeat(150);
  await engine.open(project, { by: lead, unit: '', input: {}, id: long });
  const split = await engine.send(long, 'split', { by: lead });
  const ids = Object.values(split.outcome === 'applied' ? split.case.links : {}).map((link) => link.case);
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect((await engine.relay()).failed).toBe(0);
  expect(await linkOf(long, `to:task:${ids[0]}`)).toMatchObject({ status: 'active' });
});
