import { HTTP, CloudEvent as Independent } from 'cloudevents';
import { expect, it } from 'vitest';
import { cloudEvent, parseCloudEvent } from './cloud-event.ts';

const message = {
  ...{ id: '案-1:12:3', tenant: '街道', case: '案-1', process: 'errand', revision: 12, index: 3, name: 'begun' },
  ...{ body: { title: '清理' }, atMs: Date.UTC(2026, 0, 5, 1), attempt: 2 },
};

it('is a CloudEvent to an independent reader, which gives back the same', () => {
  const event = cloudEvent(message, { source: 'https://community.example/bihuan/', typePrefix: 'cn.example' });
  const read = new Independent({ ...event }, true);
  expect(read.validate()).toBe(true);
  expect(read).toMatchObject({
    ...{ id: '案-1:12:3', source: 'https://community.example/bihuan/%E8%A1%97%E9%81%93', type: 'cn.example.errand.begun' },
    ...{ subject: '案-1', time: '2026-01-05T01:00:00.000Z', data: { title: '清理' }, tenant: '街道', revision: 12 },
  });
  const written = HTTP.structured(read);
  expect(parseCloudEvent(written.body as string)).toEqual(event);
  const received = HTTP.toEvent({ headers: { 'content-type': 'application/cloudevents+json' }, body: JSON.stringify(event) });
  expect(received).toMatchObject({ id: event.id, sequence: event.sequence });
});

it('is the same at every attempt', () => {
  expect(cloudEvent({ ...message, attempt: 9 })).toEqual(cloudEvent(message));
});

it('names messages of two tenants apart, though their cases have the same id', () => {
  expect(cloudEvent({ ...message, tenant: 'other' }).source).not.toBe(cloudEvent(message).source);
});

it('orders messages as text: by revision, then by place in it', () => {
  const places = [
    [2, 0],
    [9, 0],
    [9, 2],
    [9, 10],
    [10, 0],
  ] as const;
  const sequences = places.map(([revision, index]) => cloudEvent({ ...message, revision, id: `c:${revision}:${index}` }).sequence);
  expect([...sequences].reverse().sort()).toEqual(sequences);
});

it.each([
  ...['', 'null', '[]', '{}', '{"specversion":"1.0"}'],
  JSON.stringify({ ...cloudEvent(message), specversion: '0.3' }),
  JSON.stringify({ ...cloudEvent(message), id: '' }),
  JSON.stringify({ ...cloudEvent(message), sequence: '12' }),
  JSON.stringify({ ...cloudEvent(message), data: undefined }),
])('does not read %s', (text) => {
  expect(parseCloudEvent(text)).toBeUndefined();
});
