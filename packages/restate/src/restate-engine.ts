// The engine as a host sees it: every method of `createEngine`, over the ingress of a Restate cluster. What is decided is decided in the objects.
import {
  type Capabilities,
  contextOf,
  controls,
  createEngine,
  type Engine,
  type ErasePersonOptions,
  entrance,
  erasePerson,
  type JsonValue,
  systemClock,
  timeOrderedIds,
  withInside,
} from '@bihuan/core';
import { rpc } from '@restatedev/restate-sdk-clients';
import { connectAny } from './connect.ts';

import { restateCapabilities } from './given-store.ts';
import { ingressStore, noTransactions } from './ingress-store.ts';
import { type Answer, type Ask, caseKey, indexKey, keyOf, laneKey, objectsOf } from './objects.ts';
import type { CaseOptions } from './perform.ts';
import { errorOf, sealed } from './wire.ts';

export interface RestateEngineOptions extends CaseOptions {
  /** Addresses of the cluster's ingress, any of which will do: `http://127.0.0.1:8080`. */
  readonly ingress: string | readonly string[];
  /** How long a request is sent again while nobody answers. Default 60,000 ms. */
  readonly retryMs?: number;
}

/** `start` and `stop` have nothing to do here: the cluster wakes timers and messages by itself. */
export type RestateEngine = Engine<any> & { readonly capabilities: Capabilities };

const batch = 100;
const defaultLeaseMs = 60_000;

/** The same options as the services, and where the cluster is. Reads of one case see every command that was answered; queries of many follow later. */
export function createRestateEngine({ ingress: urls, retryMs = 60_000, ...options }: RestateEngineOptions): RestateEngine {
  const objects = objectsOf(options.name);
  const ingress = connectAny(urls, retryMs);
  const { clock = systemClock, processes, projection, leaseMs = defaultLeaseMs } = options;
  const reads = createEngine<never>({ ...options, store: ingressStore(ingress, objects, options.projection, () => clock.nowMs()) });
  const newId = options.newId ?? timeOrderedIds(clock);
  const open = entrance();

  /** A request, where its case lives; by way of its key, if it has one (law 6). */
  const ask = (id: unknown, method: string, args: readonly unknown[]): Promise<unknown> =>
    open.pass(async () => {
      const { by, key, tx } = (args.at(-1) ?? {}) as { by?: { tenant?: unknown }; key?: unknown; tx?: unknown };
      if (tx !== undefined) throw noTransactions();
      const asked: Ask = { method, args: sealed(args) as readonly JsonValue[] };
      const once = rpc.opts<any, Answer>({ idempotencyKey: crypto.randomUUID() });
      const answer =
        typeof key === 'string'
          ? await ingress.objectClient(objects.key, keyOf(by?.tenant, key)).ask({ id: String(id), ask: asked }, once)
          : await ingress.objectClient(objects.case, keyOf(by?.tenant, id)).ask(asked, once);
      if (answer.thrown) throw errorOf(answer.thrown);
      return answer.value;
    });

  const acts = Object.keys(controls).map((name) => [
    name,
    (ref: unknown, asking: object) => ask(idOf(ref), name, [idOf(ref), named(asking)]),
  ]);

  const engine = {
    ...reads,
    ...Object.fromEntries(acts),
    capabilities: { ...restateCapabilities, readYourWritesQueries: options.queries === 'at once' },

    async open({ id: process, version, hash }: Parameters<Engine['open']>[0], opening: Parameters<Engine['open']>[1]) {
      const id = opening?.id ?? newId();
      const links = Array.isArray(opening?.links)
        ? opening.links.map((link) => ({ type: link?.type, to: idOf(link?.to) }))
        : opening?.links;
      return ask(id, 'open', [
        { id: process, version, hash },
        { ...opening, id, links },
      ]);
    },
    send: (ref: unknown, command: string, asking: object) => ask(idOf(ref), 'send', [idOf(ref), command, asking]),

    /** Asks every timer that is due by our clock and known to the queries. Restate wakes them by its own clock without being asked. */
    runDue: () =>
      open.pass(async () => {
        const report = { fired: 0, stuck: 0 };
        const nowMs = clock.nowMs();
        const known = processes.map(({ id, version }) => ({ id, version }));
        for (;;) {
          const due = await projection.claimTimers({ nowMs, leaseUntilMs: nowMs + leaseMs, limit: batch, processes: known });
          if (due.length === 0) return report;
          for (const { attempts: _, leaseUntilMs: __, ...timer } of due) {
            const { fired, stuck } = await ingress.objectClient(objects.case, caseKey(timer)).fire(timer);
            report.fired += fired;
            report.stuck += stuck;
          }
        }
      }),

    /** Wakes every lane whose rest is over by our clock. What does not rest is on its way without being asked. */
    relay: () =>
      open.pass(async () => {
        const report = { delivered: 0, failed: 0 };
        for (let moved = 1; moved > 0; ) {
          moved = 0;
          for (const tenant of await ingress.objectClient(objects.trouble, indexKey).tenants(null)) {
            for (const resting of await ingress.objectClient(objects.trouble, tenant).messages(null)) {
              if (resting.wakeAtMs === null || resting.wakeAtMs > clock.nowMs()) continue;
              const { delivered, failed } = await ingress.objectClient(objects.lane, laneKey(resting)).wake({});
              report.delivered += delivered;
              report.failed += failed;
              moved += delivered + failed;
            }
          }
        }
        return report;
      }),

    erasePerson: (person: string, asked: ErasePersonOptions) => erasePerson(engine as unknown as Engine, person, asked),

    start() {},
    async stop() {},
    async drain() {
      await Promise.all([open.close(), reads.drain()]);
    },
  };
  return withInside(engine as unknown as RestateEngine, contextOf(reads));
}

const idOf = (ref: unknown): unknown => (typeof ref === 'object' && ref !== null && 'id' in ref ? ref.id : ref);

/** Cases that an act names, by their ids. */
const named = (asking: object): object => (asking && 'to' in asking ? { ...asking, to: idOf(asking.to) } : asking);
