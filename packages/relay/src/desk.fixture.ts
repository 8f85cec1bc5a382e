// An engine over a real store with a clock that stands still, and a real server on this machine. For the tests of this package.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AnyProcess, createEngine, directoryOf, type EngineOptions, manualClock, memoryStore, type Store } from '@bihuan/core';

export const startMs = Date.UTC(2026, 0, 5, 1);
export const hour = 3_600_000;
export const oldSecret = `whsec_${btoa('an old secret of thirty bytes!')}`;
export const newSecret = `whsec_${btoa('a new secret of thirty bytes!!')}`;
export const by = { tenant: '街道', id: 'li' };
export const root = { tenant: '街道', id: 'root' };

/** The process is the suite's `errand`. Files that are no tests import no test libraries, so that it is given. */
export function desk(errand: AnyProcess, options: Partial<Omit<EngineOptions<never>, 'store'>> & { readonly store?: Store<never> }) {
  const clock = manualClock(startMs);
  const everywhere = (role: string) => [{ role, unit: '' }];
  let ids = 0;
  const engine = createEngine<never>({
    processes: [errand],
    store: memoryStore(),
    directory: directoryOf({ li: everywhere('clerk'), root: everywhere('operator') }),
    clock,
    newId: () => `案-${++ids}`,
    chance: () => 0,
    ...options,
  });
  return {
    engine,
    clock,
    /** A case that has sent `begun` and, a day later, `late`. */
    async late() {
      const opened = await engine.open(errand, { by, unit: '', input: { title: '清理' } });
      if (opened.outcome !== 'applied') throw new Error(JSON.stringify(opened));
      await engine.send(opened.case, 'begin', { by });
      clock.advance(24 * hour);
      await engine.runDue();
      return opened.case;
    },
  };
}

export type Answer = (request: Request) => Promise<Response> | Response;

/** A server on loopback. Everything that came is in `came`. */
export async function serve(answer: Answer) {
  const came: { readonly headers: Headers; readonly body: string }[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const body = Buffer.concat(parts);
    const headers = new Headers(incoming.headers as Record<string, string>);
    came.push({ headers, body: body.toString() });
    const response = await answer(new Request(`http://localhost${incoming.url}`, { method: incoming.method!, headers, body }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, came };
}
