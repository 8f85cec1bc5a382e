import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Suite } from '../cases/suite.ts';
import type { EngineSession } from './engine-session.ts';
import { hazardSuite, model } from './hazard-suite.fixture.ts';
import { type HttpHost, httpDriver } from './http-driver.ts';
import { runPath } from './run-path.ts';
import { runSuite } from './run-suite.ts';

let suite: Suite;
let server: Server;
const sessions = new Map<string, EngineSession>();
const keys = new Map<string, readonly string[]>();

/** A host whose API is an engine's session behind JSON. */
beforeAll(async () => {
  suite = await hazardSuite();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
    const [, what, id = ''] = request.url!.split('/');
    const reply = (value: unknown, status = 200) => response.writeHead(status).end(JSON.stringify(value));
    if (what === 'begin') {
      const made = String(sessions.size + 1);
      sessions.set(made, await model.session(body, 0));
      return reply({ id: made });
    }
    const session = sessions.get(id)!;
    if (what === 'hang') return;
    if (what === 'observe') return reply(await session.observe());
    if (what === 'wait') return reply((await session.advanceTime(body.waitMs)) ?? null);
    const key = String(request.headers['idempotency-key']);
    const seen = keys.get(id) ?? [];
    keys.set(id, [...seen, key]);
    const step = seen.includes(key) ? { ...body, kind: 'retry' } : body;
    const answer = await session.apply(step);
    return reply(answer, answer.outcome === 'forbidden' ? 403 : 200);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const host = (): HttpHost<{ id: string }> => ({
  name: 'a host over HTTP',
  baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  begin: async (call, { process, cast, startMs }) => (await call({ path: '/begin', body: { process, cast, startMs } })).body,
  request: (step, { id }, key) => ({
    path: `/step/${id}`,
    body: { ...step, kind: step.kind === 'together' ? 'command' : step.kind },
    headers: { 'idempotency-key': key },
  }),
  answer: ({ status, body }) => (status === 403 ? { ...body, outcome: 'forbidden' } : body),
  observe: async (call, { id }) => (await call({ method: 'GET', path: `/observe/${id}` })).body,
  advanceTime: (call, waitMs, _until, { id }) => call({ path: `/wait/${id}`, body: { waitMs } }),
});

it('a host is run through its HTTP API', async () => {
  const withoutTogether = { ...suite, paths: suite.paths.filter(({ id }) => id !== 'extended') };
  const report = await runSuite(withoutTogether, httpDriver(host()), { parallel: 2 });
  expect(report.results.map(({ outcome, failure }) => [outcome, failure])).toEqual(withoutTogether.paths.map(() => ['passed', undefined]));
  expect(report.driver).toBe('a host over HTTP');
});

it('two requests at once are both sent, and told as they were answered', async () => {
  const { failure } = await runPath(suite, suite.paths.find(({ id }) => id === 'extended')!, httpDriver(host()));
  // This host knows no revisions: the second finds the case moved on.
  expect(failure).toMatchObject({ step: 5, expected: 'applied', actual: 'applied and refused' });
});

it('a host that does not answer is named as one that hangs', async () => {
  const hanging = httpDriver({ ...host(), request: (_step, { id }) => ({ path: `/hang/${id}` }), timeoutMs: 50 });
  const { failure } = await runPath(suite, suite.paths[0]!, hanging);
  expect(failure).toMatchObject({ step: 1, message: expect.stringMatching(/没有响应.*hangs/) });
});

it('a host that cannot be reached is named', async () => {
  const { failure } = await runPath(suite, suite.paths[0]!, httpDriver({ ...host(), baseUrl: 'http://127.0.0.1:9' }));
  expect(failure).toMatchObject({ step: 1, message: expect.stringContaining('POST /begin') });
});
