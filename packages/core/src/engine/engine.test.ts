import { describe, expect, it } from 'vitest';
import { by, desk, hour, li, nobody, root, wang, zhao } from '../desk.fixture.ts';
import { createEngine, type Directory, hours } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';

const input = { weight: 2 };

describe('keys', () => {
  it('law 6: the same key again answers replayed, with the revision of the first attempt', async () => {
    const { engine, parcel: open, committed } = desk();
    const c = await open();
    const asked = { by: wang, payload: { weight: 2.1 }, key: 'k' };
    expect(await engine.send(c, 'weigh', asked)).toMatchObject({ outcome: 'applied', revision: 2 });
    await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.2 } });
    expect(await engine.send(c, 'weigh', asked)).toMatchObject({
      outcome: 'replayed',
      revision: 2,
      case: { revision: 3, context: { weight: 2.2 } },
    });
    expect(committed).toHaveLength(3);
  });

  it('law 6: another body, command, case, kind or actor makes it key-reused', async () => {
    const { engine, parcel: open } = desk();
    const [c, other] = [await open(), await open()];
    await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.1 }, key: 'k' });
    const reused = [
      await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.2 }, key: 'k' }),
      await engine.send(c, 'weigh', { by: wang, payload: { weight: '2.1' } as never, key: 'k' }),
      await engine.send(c, 'check', { by: wang, key: 'k' }),
      await engine.send(c.id, 'fly', { by: wang, key: 'k' }),
      await engine.send(other, 'weigh', { by: wang, payload: { weight: 2.1 }, key: 'k' }),
      await engine.comment(c, { by: wang, text: 'x', key: 'k' }),
      await engine.send(c, 'weigh', { by: by('both'), payload: { weight: 2.1 }, key: 'k' }),
      await engine.send(c, 'weigh', { by: { ...wang, onBehalfOf: 'li' }, payload: { weight: 2.1 }, key: 'k' }),
      await engine.open(parcel, { by: li, unit: '', input, key: 'k' }),
    ];
    expect(reused).toEqual(reused.map(() => ({ outcome: 'key-reused', key: 'k' })));
  });

  it('law 6: only applied commands are remembered', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    expect((await engine.send(c, 'weigh', { by: wang, payload: { weight: 9 }, key: 'k' })).outcome).toBe('refused');
    expect((await engine.send(c, 'weigh', { by: li, payload: { weight: 9 }, key: 'k' } as never)).outcome).toBe('forbidden');
    expect((await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.1 }, key: 'k' })).outcome).toBe('applied');
  });

  it('law 6: the order of fields in a body does not matter', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    await engine.send(c, 'check', { by: wang });
    await engine.send(c, 'assign', { by: li, payload: { handler: 'li', days: 1 }, key: 'k' });
    expect((await engine.send(c, 'assign', { by: li, payload: { days: 1, handler: 'li' }, key: 'k' })).outcome).toBe('replayed');
  });

  it('law 6: opening twice with one key is one case, links and subject included', async () => {
    const { engine, parcel: open, committed } = desk();
    const other = await open();
    const asked = { by: li, unit: 'a', input, key: 'k', subject: { type: 'parcel', id: '7' }, links: [{ type: 'searchedBy', to: other }] };
    const first = await engine.open(parcel, asked);
    const again = await engine.open(parcel, {
      ...asked,
      subject: { id: '7', type: 'parcel' },
      links: [{ to: other.id, type: 'searchedBy' }],
    });
    expect(first).toMatchObject({ outcome: 'applied', case: { id: 'case-2' } });
    expect(again).toMatchObject({ outcome: 'replayed', revision: 1, case: { id: 'case-2' } });
    for (const change of [
      { unit: 'b' },
      { input: { weight: 3 } },
      { links: [] },
      { subject: { type: 'parcel', id: '8' } },
      { by: by('both') },
    ])
      expect(await engine.open(parcel, { ...asked, ...change })).toEqual({ outcome: 'key-reused', key: 'k' });
    expect(committed).toHaveLength(2);
  });

  it('law 6: an extension sent again is replayed, although the next one would take a higher role', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    const asked = { by: li, deadline: 'search', limit: hours(1), reason: 'r', key: 'k' } as const;
    expect(await engine.extend(c, asked)).toMatchObject({ outcome: 'applied', revision: 2 });
    expect(await engine.extend(c, asked)).toMatchObject({ outcome: 'replayed', revision: 2 });
    expect((await engine.extend(c, { ...asked, key: 'other' })).outcome).toBe('forbidden');
    expect((await engine.extend(c, { ...asked, reason: 'other' })).outcome).toBe('forbidden');
  });

  it('law 6: keys of one tenant are nothing to another', async () => {
    const { engine } = desk();
    expect((await engine.open(parcel, { by: li, unit: '', input, key: 'k' })).outcome).toBe('applied');
    expect((await engine.open(parcel, { by: by('li', 'u'), unit: '', input, key: 'k' })).outcome).toBe('applied');
  });
});

describe('revisions', () => {
  it('law 7: a comment, a claim or evidence does not invalidate an open form', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    await engine.comment(c, { by: li, text: 'x' });
    await engine.claim(c, { by: wang });
    await engine.attach(c, { by: li, evidence: [{ kind: 'photo', reference: 'p', hash: 'sha256:0123456789' }] });
    await engine.extend(c, { by: li, deadline: 'search', limit: hours(1), reason: 'r' });
    expect(await engine.send(c, 'check', { by: wang, expectedRevision: c.revision })).toMatchObject({ outcome: 'applied', revision: 6 });
  });

  it('law 7: a change of state, context or suspension does', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    await engine.send(c, 'weigh', { by: wang, payload: { weight: 2.1 } });
    expect(await engine.send(c, 'check', { by: wang, expectedRevision: 1 })).toEqual({
      outcome: 'conflict',
      expectedRevision: 1,
      actualRevision: 2,
    });
    await engine.suspend(c, { by: zhao, reason: 'r' });
    expect(await engine.resume(c, { by: zhao, expectedRevision: 2 })).toMatchObject({ outcome: 'conflict', actualRevision: 3 });
    expect((await engine.resume(c, { by: zhao, expectedRevision: 3 })).outcome).toBe('applied');
  });

  it('law 7: a deadline that changed the state does, even one that falls due with the command', async () => {
    const { engine, parcel: open, clock } = desk();
    const c = await open();
    clock.advance(73 * hour);
    expect((await engine.comment(c, { by: li, text: 'x', expectedRevision: 1 })).outcome).toBe('conflict');
    expect((await engine.comment(c, { by: li, text: 'x', expectedRevision: 99 })).outcome).toBe('conflict');
  });
});

describe('versions', () => {
  const changed = (change: { readonly version?: number; readonly hash?: string }): typeof parcel => ({ ...parcel, ...change });

  it('law 14: a case of a version that was not given is PROCESS_UNKNOWN', async () => {
    const { parcel: open, settings } = desk();
    const c = await open();
    for (const processes of [[], [changed({ version: 2 })]]) {
      const other = createEngine({ ...settings, processes });
      await expect(other.send(c, 'check', { by: wang })).rejects.toMatchObject({
        code: 'PROCESS_UNKNOWN',
        details: { process: 'parcel', version: 1, case: c.id },
      });
      await expect(other.explain(c, { by: wang })).rejects.toMatchObject({ code: 'PROCESS_UNKNOWN' });
    }
    await expect(createEngine({ ...settings, processes: [] }).open(parcel, { by: li, unit: '', input })).rejects.toMatchObject({
      code: 'PROCESS_UNKNOWN',
    });
  });

  it('law 14: the same version with another structure is PROCESS_CHANGED', async () => {
    const { parcel: open, settings, committed } = desk();
    const c = await open();
    const other = createEngine({ ...settings, processes: [changed({ hash: 'another' })] });
    await expect(other.send(c, 'check', { by: wang })).rejects.toMatchObject({
      code: 'PROCESS_CHANGED',
      details: { stored: parcel.hash, given: 'another' },
    });
    await expect(other.open(parcel, { by: li, unit: '', input })).rejects.toMatchObject({ code: 'PROCESS_CHANGED' });
    expect(committed).toHaveLength(1);
  });

  it('law 14: versions live side by side, and one given twice is refused', async () => {
    const { parcel: open, settings } = desk();
    const c = await open();
    const both = createEngine({ ...settings, processes: [changed({ version: 2, hash: 'two' }), parcel] });
    expect((await both.send(c, 'check', { by: wang })).outcome).toBe('applied');
    expect(() => createEngine({ ...settings, processes: [parcel, changed({})] })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
  });

  it('law 14: a deadline of an unknown version is stuck, and blocks nobody else', async () => {
    const { parcel: open, settings, clock } = desk();
    await open();
    const second = changed({ version: 2 });
    const two = createEngine({ ...settings, processes: [second] });
    await two.open(second, { by: li, unit: '', input });
    clock.advance(13 * hour);
    expect(await two.runDue()).toEqual({ fired: 1, stuck: 0 });
    expect(await two.stuckTimers({ by: root })).toMatchObject([{ case: 'case-1', attempts: 0, error: 'no engine applies parcel@1' }]);
  });
});

describe('capabilities', () => {
  it('law 20: a host transaction is refused by a store that has none, in every call', async () => {
    const { engine, parcel: open, store, committed } = desk();
    const c = await open();
    const tx = {} as never;
    expect(store.capabilities).toMatchObject({ hostTransaction: false, durable: false });
    const calls = [
      engine.open(parcel, { by: li, unit: '', input, tx }),
      engine.send(c, 'check', { by: wang, tx }),
      engine.claim(c, { by: wang, tx }),
      engine.link(c, { by: li, type: 'searchedBy', to: 'x', tx }),
      engine.get(c, { by: li, tx }),
      engine.explain(c, { by: wang, tx }),
      store.find({ tenant: 't', units: [''], limit: 1 }, tx),
      store.history({ tenant: 't', id: c.id }, tx),
      store.work({ tenant: 't', actor: 'li', grants: [], which: 'all', limit: 1 }, tx),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'STORE_UNSUPPORTED' });
    expect(committed).toHaveLength(1);
  });

  it('working days without a working calendar are CALENDAR_NEEDED, never guessed', async () => {
    const { engine, parcel: open } = desk();
    const asked = { by: li, deadline: 'search', limit: { workingDays: 1 }, reason: 'r' } as const;
    await expect(engine.extend(await open(), asked)).rejects.toMatchObject({ code: 'CALENDAR_NEEDED' });
  });

  it('a subscriber with a name of the library is refused', () => {
    const { settings } = desk();
    for (const name of ['@cases', '', 'x'.repeat(65)])
      expect(() => createEngine({ ...settings, subscribers: { [name]: { handle() {} } } })).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID' }),
      );
  });

  it('a directory may answer later, and what it throws is its own', async () => {
    const { settings } = desk();
    const slow: Directory = { standing: async () => ({ grants: [{ role: 'clerk', unit: '' }] }) };
    const broken: Directory = { standing: () => Promise.reject(new Error('directory is down')) };
    expect((await createEngine({ ...settings, directory: slow }).open(parcel, { by: nobody, unit: '', input })).outcome).toBe('applied');
    await expect(createEngine({ ...settings, directory: broken }).open(parcel, { by: li, unit: '', input })).rejects.toThrow(
      'directory is down',
    );
  });
});
