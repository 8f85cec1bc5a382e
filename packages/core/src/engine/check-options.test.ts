import { describe, expect, it } from 'vitest';
import { createEngine, directoryOf, memoryStore } from '../index.ts';
import { parcel } from '../parcel.fixture.ts';

const sound = { processes: [parcel], store: memoryStore(), directory: directoryOf({}) };

describe('createEngine', () => {
  it.each([
    ['processes', [{}]],
    ['store', undefined],
    ['store', {}],
    ['directory', undefined],
    ['journalKey', ''],
    ['leaseMs', -5],
    ['pollMs', 0],
    ['pollMs', Number.NaN],
    ['attempts', 0],
    ['calendar', 'china'],
    ['subscribers.sms', undefined],
    ['subscribers.@cases', { handle() {} }],
  ])('refuses %s: %j', (option, value) => {
    const [name, subscriber] = option.split('.');
    const options = subscriber === undefined ? { [name!]: value } : { subscribers: { [subscriber]: value } };
    expect(() => createEngine({ ...sound, ...options } as never)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', details: { option } }),
    );
  });

  it('names a directory that answers with something else', async () => {
    const engine = createEngine({ ...sound, directory: { standing: () => undefined as never } });
    await expect(engine.open(parcel, { by: { tenant: 't', id: 'a' }, unit: '', input: { weight: 1 } })).rejects.toMatchObject({
      code: 'OPTION_INVALID',
    });
  });

  it('says what is missing where a call has no options at all', async () => {
    const engine = createEngine(sound);
    await expect((engine.send as any)('c', 'check')).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
    await expect((engine.open as any)(parcel)).rejects.toMatchObject({ code: 'ACTOR_INVALID' });
  });
});
