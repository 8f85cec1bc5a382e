import { describe, expect, it } from 'vitest';
import { by, desk, hour, li, startMs, wang } from '../desk.fixture.ts';
import { parcel } from '../parcel.fixture.ts';

const input = { weight: 2 };

describe('isolation', () => {
  it('law 13: a case of another tenant is not found, whatever is asked', async () => {
    const { engine, parcel: open } = desk();
    const c = await open();
    const stranger = by('both', 'elsewhere');
    expect(await engine.send(c, 'check', { by: stranger })).toEqual({ outcome: 'not-found', id: c.id });
    expect(await engine.cancel(c, { by: stranger, reason: 'r' })).toEqual({ outcome: 'not-found', id: c.id });
    expect(await engine.get(c, { by: stranger })).toBeUndefined();
    expect(await engine.explain(c, { by: stranger })).toBeUndefined();
    expect(await engine.history(c, { by: stranger })).toEqual([]);
    expect(await engine.verifyJournal(c, { by: stranger })).toBeUndefined();
    expect(await engine.find({ by: stranger })).toEqual([]);
    expect(await engine.worklist({ by: stranger })).toEqual([]);
    const own = await engine.open(parcel, { by: by('li', 'elsewhere'), unit: '', input, id: c.id });
    expect(own).toMatchObject({ outcome: 'applied', case: { tenant: 'elsewhere', id: c.id } });
  });

  it('law 13: a role holds at its unit and below, not beside it', async () => {
    const people = { w: [{ role: 'checker', unit: 'a/b' }] };
    const asked = async (unit: string) => {
      const { engine, parcel: open } = desk({ people });
      return (await engine.send(await open({ unit }), 'check', { by: by('w') })).outcome;
    };
    expect(await asked('a/b')).toBe('applied');
    expect(await asked('a/b/c')).toBe('applied');
    for (const unit of ['a', '', 'a/bc', 'b', 'A/b']) expect(await asked(unit)).toBe('forbidden');
  });

  it('law 13: a grant holds for its term, both ends included, and may be for one process', async () => {
    const people = {
      term: [{ role: 'checker', unit: '', fromMs: startMs + hour, untilMs: startMs + 2 * hour }],
      elsewhere: [{ role: 'checker', unit: '', process: 'letter' }],
      here: [{ role: 'checker', unit: '', process: 'parcel' }],
    };
    const { engine, parcel: open, clock } = desk({ people });
    const asked = async (id: string) => (await engine.send(await open(), 'check', { by: by(id) })).outcome;
    expect([await asked('term'), await asked('elsewhere'), await asked('here')]).toEqual(['forbidden', 'forbidden', 'applied']);
    for (const [at, outcome] of [
      [hour, 'applied'],
      [2 * hour, 'applied'],
      [2 * hour + 1, 'forbidden'],
    ] as const) {
      clock.set(startMs + at);
      expect(await asked('term')).toBe(outcome);
    }
  });

  it('law 13: the grants that allowed a command stand in the journal', async () => {
    const { engine, parcel: open } = desk({
      people: {
        w: [
          { role: 'checker', unit: 'a' },
          { role: 'chief', unit: '' },
          { role: 'clerk', unit: 'b' },
        ],
      },
    });
    const c = await open({ unit: 'a/b' });
    await engine.send(c, 'check', { by: by('w') });
    await engine.comment(c, { by: by('w'), text: 'x' });
    expect((await engine.history(c, { by: by('w') })).map((entry) => entry.grants)).toEqual([
      ['clerk@'],
      ['checker@a'],
      ['checker@a', 'chief@'],
    ]);
  });
});

describe('several hats of one person', () => {
  const people = { 'li-private': { person: 'li', grants: [{ role: 'checker', unit: '' }] }, deputy: [{ role: 'checker', unit: '' }] };

  it('law 16: rules see through another account of the same person', async () => {
    const { engine, parcel: open } = desk({ people });
    expect(await engine.send(await open(), 'check', { by: by('li-private') })).toMatchObject({
      outcome: 'refused',
      reasons: [{ rule: 'notReceiver' }],
    });
  });

  it('law 16: and through whom somebody acts for, on both sides', async () => {
    const { engine, parcel: open } = desk({ people });
    expect((await engine.send(await open(), 'check', { by: { ...by('deputy'), onBehalfOf: 'li' } })).outcome).toBe('refused');
    expect((await engine.send(await open(), 'check', { by: { ...by('deputy'), onBehalfOf: 'li-private' } })).outcome).toBe('refused');
    const opened = await engine.open(parcel, { by: { ...li, onBehalfOf: 'deputy' }, unit: '', input });
    expect(opened).toMatchObject({ case: { openedBy: ['li', 'deputy'] } });
    expect((await engine.send('case-3', 'check', { by: by('deputy') })).outcome).toBe('refused');
    expect((await engine.send('case-3', 'check', { by: wang })).outcome).toBe('applied');
  });

  it('law 16: acting for somebody gives none of their roles', async () => {
    const { engine, parcel: open } = desk({ people });
    expect((await engine.send(await open(), 'lose', { by: { ...by('deputy'), onBehalfOf: 'li' } })).outcome).toBe('forbidden');
  });
});
