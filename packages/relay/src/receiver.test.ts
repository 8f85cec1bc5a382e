import { DatabaseSync } from 'node:sqlite';
import { errand } from '@bihuan/conformance';
import { describe, expect, it } from 'vitest';
import { type CloudEvent, cloudEvent } from './cloud-event.ts';
import { desk, hour, newSecret, oldSecret, serve, startMs } from './desk.fixture.ts';
import { type ReceiverOptions, receiver } from './receiver.ts';
import { memorySeen, type Seen } from './seen.ts';
import { webhook } from './webhook.ts';

const url = 'https://office.example/hook';
const message = (revision: number, more: object = {}) => ({
  ...{ id: `c:${revision}:0`, tenant: 't', case: 'c', process: 'errand', revision, index: 0, name: 'begun' },
  ...{ body: { revision }, atMs: startMs, attempt: 1 },
  ...more,
});

/** The request a webhook makes. */
async function requestOf(
  sent: ReturnType<typeof message>,
  secret: string | readonly string[] = newSecret,
  nowMs = startMs,
): Promise<Request> {
  let made: Request | undefined;
  const fetch = async (address: unknown, init?: RequestInit) => {
    made = new Request(address as string, init);
    return new Response();
  };
  await webhook({ url, secret, fetch, nowMs: () => nowMs }).handle(sent);
  return made!;
}

/** One connection; transactions one after the other. */
function sqliteSeen(database: DatabaseSync): Seen<DatabaseSync> {
  database.exec(
    'create table seen (id text primary key) strict; create table lanes (lane text primary key, sequence text not null) strict',
  );
  let last: Promise<unknown> = Promise.resolve();
  return {
    transaction(work) {
      const mine = last.then(async () => {
        database.exec('begin immediate');
        try {
          const result = await work(database);
          database.exec('commit');
          return result;
        } catch (error) {
          database.exec('rollback');
          throw error;
        }
      });
      last = mine.catch(() => {});
      return mine;
    },
    first: async (id, tx) => tx.prepare('insert into seen values (?) on conflict do nothing').run(id).changes === 1,
    async raise(lane, sequence, tx) {
      const before = tx.prepare('select sequence from lanes where lane = ?').get(lane) as { sequence: string } | undefined;
      tx.prepare('insert into lanes values (?, ?) on conflict do update set sequence = max(sequence, excluded.sequence)').run(
        lane,
        sequence,
      );
      return before?.sequence ?? null;
    },
  };
}

const memories: Record<string, () => Seen<any>> = { memory: memorySeen, sqlite: () => sqliteSeen(new DatabaseSync(':memory:')) };

describe.each(Object.entries(memories))('a receiver that remembers in %s', (_, seen) => {
  function office(options: Partial<ReceiverOptions<any>> = {}) {
    const got: [number, boolean][] = [];
    const handle = (event: CloudEvent, { isLate }: { readonly isLate: boolean }) => void got.push([event.revision, isLate]);
    const receive = receiver({ secrets: newSecret, seen: seen(), handle, nowMs: () => startMs, ...options });
    return { got, take: async (request: Request) => (await receive(request)).status };
  }

  it('handles a message once, however often and at once it comes', async () => {
    const { got, take } = office();
    const requests = await Promise.all([1, 1, 1].map((revision) => requestOf(message(revision))));
    expect(await Promise.all(requests.map(take))).toEqual([204, 204, 204]);
    expect(await take(await requestOf(message(1), newSecret, startMs + 1_000))).toBe(204);
    expect(got).toEqual([[1, false]]);
  });

  it('takes messages of one id from two tenants as two', async () => {
    const { got, take } = office();
    for (const tenant of ['t', 'u']) await take(await requestOf(message(1, { tenant })));
    expect(got).toHaveLength(2);
  });

  it('answers 409 to a message after a later one of its case, as often as it comes, and other cases go on', async () => {
    const { got, take } = office();
    const statuses = [];
    for (const sent of [message(2), message(1), message(1), message(1, { case: 'd', id: 'd:1:0' }), message(3)])
      statuses.push(await take(await requestOf(sent)));
    expect(statuses).toEqual([204, 409, 409, 204, 204]);
    expect(got.map(([revision]) => revision)).toEqual([2, 1, 3]);
  });

  it('handles a late message as late where it is told to, once, and it holds up nothing', async () => {
    const { got, take } = office({ late: 'handle' });
    for (const revision of [3, 1, 1, 2, 4]) expect(await take(await requestOf(message(revision)))).toBe(204);
    expect(got).toEqual([
      [3, false],
      [1, true],
      [2, true],
      [4, false],
    ]);
  });

  it('forgets a message whose handling threw, so that it is handled when it comes again', async () => {
    let broken = true;
    const errors: unknown[] = [];
    const got: number[] = [];
    const handle = ({ revision }: CloudEvent) => {
      if (broken) throw new Error('desk closed');
      got.push(revision);
    };
    const { take } = office({ handle, onError: (error) => errors.push(error) });
    expect(await take(await requestOf(message(1)))).toBe(500);
    expect(errors).toMatchObject([{ message: 'desk closed' }]);
    broken = false;
    expect(await take(await requestOf(message(1)))).toBe(204);
    expect(got).toEqual([1]);
  });

  it('answers 401 to what was altered, signed by another, unsigned, too old or from the future', async () => {
    const { got, take } = office();
    const good = await requestOf(message(1));
    const body = await good.clone().text();
    const altered = (change: (headers: Headers) => void, text = body) => {
      const headers = new Headers(good.headers);
      change(headers);
      return new Request(url, { method: 'POST', headers, body: text });
    };
    const bad = [
      altered(() => {}, body.replace('errand', 'errant')),
      altered(() => {}, `\ufeff${body}`),
      altered((headers) => headers.set('webhook-id', 'c:2:0')),
      altered((headers) => headers.set('webhook-timestamp', String(startMs / 1000 + 1))),
      altered((headers) => headers.set('webhook-timestamp', 'now')),
      altered((headers) => headers.delete('webhook-signature')),
      altered((headers) => headers.set('webhook-signature', headers.get('webhook-signature')!.replace('v1,', 'v2,'))),
      await requestOf(message(1), oldSecret),
      await requestOf(message(1), newSecret, startMs - 301_000),
      await requestOf(message(1), newSecret, startMs + 301_000),
    ];
    for (const request of bad) expect(await take(request)).toBe(401);
    expect(got).toEqual([]);
    for (const skew of [-300_000, 300_000]) expect(await take(await requestOf(message(1), newSecret, startMs + skew))).toBe(204);
    expect(got).toHaveLength(1);
  });
});

const counting = (options: object = {}) =>
  receiver({ secrets: newSecret, seen: memorySeen(), handle: () => {}, nowMs: () => startMs, ...options });

it('changes its secret without a gap: first it knows both, then the sender signs by the new one', async () => {
  const both = counting({ secrets: [oldSecret, newSecret] });
  for (const [index, secret] of [oldSecret, [newSecret, oldSecret], newSecret].entries())
    expect((await both(await requestOf(message(index + 1), secret))).status).toBe(204);
  expect((await counting()(await requestOf(message(1), [newSecret, oldSecret]))).status).toBe(204);
});

it('answers 400 to what is signed and no envelope, 405 to other methods, 413 to what is too long', async () => {
  expect((await counting()(new Request(url))).status).toBe(405);
  expect((await counting({ maximumBytes: 100 })(await requestOf(message(1)))).status).toBe(413);
  expect((await counting()(new Request(url, { method: 'POST', body: new Uint8Array([0xff]) }))).status).toBe(400);
  const { signer } = await import('./signature.ts');
  const body = JSON.stringify({ ...cloudEvent(message(1)), sequence: 1 });
  const headers = {
    'webhook-id': 'x',
    'webhook-timestamp': String(startMs / 1000),
    'webhook-signature': signer(newSecret).sign('x', startMs, body),
  };
  expect((await counting()(new Request(url, { method: 'POST', headers, body }))).status).toBe(400);
});

it('law 10: engine, webhook and receiver handle each message once and in order, though the receiver dies before or after its commit', async () => {
  const database = new DatabaseSync(':memory:');
  const seen = sqliteSeen(database);
  database.exec('create table notices (type text) strict');
  const deaths = ['before', 'after'];
  const diesNow = (when: string) => deaths[0] === when && deaths.shift() !== undefined;
  const nowMs = (): number => clock.nowMs();
  const receive = receiver<DatabaseSync>({
    secrets: newSecret,
    seen,
    nowMs,
    handle(event, { tx }) {
      tx.prepare('insert into notices values (?)').run(event.type);
      if (diesNow('before')) throw new Error('died');
    },
  });
  const { url, came } = await serve(async (request) => {
    const response = await receive(request);
    // Committed, and the sender never hears of it.
    return response.ok && diesNow('after') ? new Response(null, { status: 502 }) : response;
  });
  const office = webhook({ url, secret: newSecret, insecureLoopback: true, nowMs });
  const { engine, late, clock } = desk(errand, { subscribers: { office } });
  await late();
  for (let turn = 0; turn < 4; turn++) {
    await engine.relay();
    clock.advance(hour);
  }
  expect(came).toHaveLength(4);
  const notices = database.prepare('select type from notices').all();
  expect(notices.map((row) => row['type'])).toEqual(['errand.begun', 'errand.late']);
  expect(await engine.relay()).toEqual({ delivered: 0, failed: 0 });
});
