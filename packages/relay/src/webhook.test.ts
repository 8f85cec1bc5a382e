import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { errand } from '@bihuan/conformance';
import { memoryStore } from '@bihuan/core';
import { sqliteStore } from '@bihuan/sql/sqlite';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Answer, by, desk, hour, newSecret, oldSecret, root, serve } from './desk.fixture.ts';
import { webhook } from './webhook.ts';

const ok = () => new Response(null, { status: 200 });
const options = { secret: newSecret, insecureLoopback: true };
const stores = { memory: () => memoryStore(), sqlite: () => sqliteStore(':memory:') as unknown as ReturnType<typeof memoryStore> };
const types = (came: readonly { readonly body: string }[]) => came.map(({ body }) => JSON.parse(body).type);

async function sending(answer: Answer, store = memoryStore()) {
  const server = await serve(answer);
  const errors: unknown[] = [];
  const subscribers = { office: webhook({ ...options, url: server.url }) };
  return { ...desk(errand, { subscribers, store, attempts: 3, onError: (error) => errors.push(error) }), ...server, errors };
}

describe.each(Object.entries(stores))('a webhook of an engine over %s', (_, store) => {
  it('law 10: delivers every message of a case, in order, and once when it is answered with 2xx', async () => {
    const { engine, late, came } = await sending(ok, store());
    await late();
    expect(await engine.relay()).toEqual({ delivered: 2, failed: 0 });
    expect(types(came)).toEqual(['errand.begun', 'errand.late']);
    expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
  });

  it('law 10: is tried again after a rest, with the same id and envelope, and later messages wait', async () => {
    let status = 503;
    const { engine, late, clock, came } = await sending(() => new Response('', { status }), store());
    await late();
    await engine.relay();
    expect(types(came)).toEqual(['errand.begun']);
    expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
    status = 202;
    clock.advance(hour);
    await engine.relay();
    expect(types(came)).toEqual(['errand.begun', 'errand.begun', 'errand.late']);
    expect(came[1]!.body).toBe(came[0]!.body);
    expect(came[1]!.headers.get('webhook-id')).toBe(came[0]!.headers.get('webhook-id'));
  });

  it('law 10: that is answered 410 becomes a dead letter that holds its lane, until it is redelivered', async () => {
    let status = 410;
    const { engine, late, clock, came } = await sending(() => new Response('', { status }), store());
    const { id } = await late();
    for (let turn = 0; turn < 5; turn++) {
      await engine.relay();
      clock.advance(hour);
    }
    const [letter, ...others] = await engine.deadLetters({ by: root });
    expect(letter).toMatchObject({ case: id, subscriber: 'office', attempts: 3, error: expect.stringMatching(/answered 410$/) });
    expect(others).toEqual([]);
    expect(came).toHaveLength(3);
    status = 200;
    await engine.redeliver(letter!, { by: root });
    await engine.relay();
    expect(types(came).slice(3)).toEqual(['errand.begun', 'errand.late']);
  });

  it('law 10: goes on behind a dead letter that is skipped', async () => {
    const refusing = (request: Request) =>
      request.text().then((body) => new Response('', { status: body.includes('errand.begun') ? 400 : 200 }));
    const { engine, late, clock, came } = await sending(refusing, store());
    await late();
    for (let turn = 0; turn < 3; turn++) {
      await engine.relay();
      clock.advance(hour);
    }
    const [letter] = await engine.deadLetters({ by: root });
    await engine.skip(letter!, { by: root });
    expect(await engine.relay()).toEqual({ delivered: 1, failed: 0 });
    expect(types(came).at(-1)).toBe('errand.late');
  });
});

const message = {
  ...{ id: 'c:1:0', tenant: 't', case: 'c', process: 'errand', revision: 1, index: 0, name: 'begun' },
  body: {},
  atMs: 0,
  attempt: 1,
};

it('is signed by every secret, as the library of the standard verifies', async () => {
  const { url, came } = await serve(ok);
  await webhook({ ...options, url, secret: [newSecret, oldSecret] }).handle({ ...message, id: '案:1:0' });
  const { headers, body } = came[0]!;
  for (const secret of [newSecret, oldSecret])
    expect(new Webhook(secret).verify(body, Object.fromEntries(headers))).toMatchObject({ id: '案:1:0' });
  expect(() => new Webhook(btoa('another secret of 30 bytes....')).verify(body, Object.fromEntries(headers))).toThrow();
  expect(headers.get('content-type')).toBe('application/cloudevents+json');
});

it('cuts off an endpoint that hangs, before or within its answer', async () => {
  const silent = createServer(() => {});
  const dripping = createServer((socket) => void socket.write('HTTP/1.1 500 Oh\r\ncontent-length: 900\r\n\r\nwait'));
  for (const server of [silent, dripping]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(webhook({ ...options, url, timeoutMs: 100 }).handle(message)).rejects.toMatchObject({ code: 'WEBHOOK_HANGS' });
  }
});

it('follows no redirect', async () => {
  const inner = await serve(ok);
  const { url } = await serve(() => new Response(null, { status: 307, headers: { location: inner.url } }));
  await expect(webhook({ ...options, url }).handle(message)).rejects.toMatchObject({ code: 'WEBHOOK_FAILED', details: { status: 307 } });
  expect(inner.came).toEqual([]);
});

it('shows a short answer in the details, and not a long one', async () => {
  for (const [text, answer] of [
    ['no such desk', 'no such desk'],
    ['x'.repeat(5_000), ''],
  ] as const) {
    const { url } = await serve(() => new Response(text, { status: 404 }));
    await expect(webhook({ ...options, url }).handle(message)).rejects.toMatchObject({ details: { status: 404, answer } });
  }
});

it('says when nobody is there, without path or secret', async () => {
  const error = await Promise.resolve(webhook({ ...options, url: 'http://127.0.0.1:9/token-123' }).handle(message)).catch(
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code: 'WEBHOOK_FAILED' });
  const said = JSON.stringify([error, error.message, String(error.cause), String(error.cause?.cause)]);
  expect(said).not.toContain('token-123');
  expect(said).not.toContain(newSecret.slice(6));
});

it.each(['http://example.org/', 'http://127.0.0.1.example.org/', 'ftp://127.0.0.1/', 'https://user:word@example.org/', 'nowhere'])(
  'refuses the address %s',
  (url) => {
    expect(() => webhook({ ...options, url })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  },
);

it('refuses plain http on this machine, unless it is allowed', () => {
  expect(() => webhook({ url: 'http://localhost:1/', secret: newSecret })).toThrow('OPTION_INVALID');
});

it.each([
  ['none', []],
  ['an empty', ''],
  ['a short', 'whsec_c2hvcnQ='],
  ['an ill-coded', `whsec_${'!'.repeat(40)}`],
])('refuses %s secret, without quoting it', (_, secret) => {
  const build = () => webhook({ url: 'https://example.org/', secret });
  expect(build).toThrow('OPTION_INVALID: A secret is whsec_ and 24 to 64 bytes in base64; give at least one');
});

it('sends only the messages it was asked for', async () => {
  const { url, came } = await serve(ok);
  const { engine, late } = desk(errand, { subscribers: { office: webhook({ ...options, url, events: ['late'] }) } });
  await late();
  await engine.relay();
  expect(types(came)).toEqual(['errand.late']);
  expect(JSON.parse(came[0]!.body)).toMatchObject({ tenant: by.tenant });
});
