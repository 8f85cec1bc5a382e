// What a client reads, as a store: single cases from their objects, as they stand; many from the projection, a little later. What it commits was decided
// elsewhere, on a revision that the object checks: a case that comes from another store, or that a migration moves.
import { BihuanError, type CaseRow, type DeliveryRow, type Store } from '@bihuan/core';
import { type Ingress, rpc } from '@restatedev/restate-sdk-clients';
import { restateCapabilities } from './given-store.ts';
import { keyOf, laneKey, type Objects } from './objects.ts';

export function ingressStore(ingress: Ingress, objects: Objects, projection: Store<any>, nowMs: () => number): Store<never> {
  const caseAt = (tenant: string, id: string) => ingress.objectClient(objects.case, keyOf(tenant, id));
  const laneOf = (row: DeliveryRow) => ingress.objectClient(objects.lane, laneKey(row));
  const refuseTx = (tx: unknown) => {
    if (tx !== undefined) throw noTransactions();
  };
  /** A query of the projection: the host's transactions are of no use to it. */
  const query =
    <Query, Result>(ask: (query: Query) => Promise<Result>) =>
    async (asked: Query, tx?: never): Promise<Result> => {
      refuseTx(tx);
      return ask(asked);
    };

  return {
    capabilities: restateCapabilities,
    async load({ tenant, id }, tx) {
      refuseTx(tx);
      return { case: ((await caseAt(tenant, id).row(null)) as CaseRow | null) ?? undefined, keyed: undefined };
    },
    async history({ tenant, id, afterRevision, limit }, tx) {
      refuseTx(tx);
      const part = {
        ...(afterRevision !== undefined && { afterRevision }),
        ...(limit !== undefined && Number.isFinite(limit) && { limit }),
      };
      return caseAt(tenant, id).journal(part);
    },
    async personal(asked, tx) {
      refuseTx(tx);
      return 'case' in asked ? caseAt(asked.tenant, asked.case).personal(null) : projection.personal(asked);
    },
    find: query((asked) => projection.find(asked)),
    count: query((asked) => projection.count(asked)),
    work: query((asked) => projection.work(asked)),
    countWork: query((asked) => projection.countWork(asked)),
    done: query((asked) => projection.done(asked)),
    async stuckTimers({ tenant }) {
      return ingress.objectClient(objects.trouble, tenant).timers(null);
    },
    async deadLetters(tenant) {
      const resting = await ingress.objectClient(objects.trouble, tenant).messages(null);
      return resting.filter((each) => each.wakeAtMs === null).map(({ wakeAtMs: _, ...letter }) => letter);
    },
    async revive(letter) {
      await laneOf(letter).revive(letter);
    },
    async settle(letter) {
      await laneOf(letter).skip(letter);
    },
    async commit(commit, tx) {
      refuseTx(tx);
      const { tenant, id } = commit.case;
      const once = () => rpc.opts<any, any>({ idempotencyKey: crypto.randomUUID() });
      for (const entry of commit.entries) {
        if (entry.key === null || entry.key.startsWith('@')) continue;
        if (!(await ingress.objectClient(objects.key, keyOf(tenant, entry.key)).hold(entry, once()))) return 'duplicate';
      }
      return caseAt(tenant, id).commit({ commit, nowMs: nowMs() }, once());
    },
    remove: elsewhere,
    claimTimers: elsewhere,
    deferTimer: elsewhere,
    releaseTimers: elsewhere,
    nextWakeMs: elsewhere,
    claim: elsewhere,
    retry: elsewhere,
    release: elsewhere,
    async close() {},
  };
}

export const noTransactions = (): BihuanError =>
  new BihuanError(
    'STORE_UNSUPPORTED',
    {
      zh: 'Restate 上没有宿主事务',
      en: 'An engine on Restate has no host transactions: a case lives on the cluster, not in your database',
    },
    { capability: 'hostTransaction' },
  );

const elsewhere = async (): Promise<never> => {
  throw new BihuanError(
    'STORE_UNSUPPORTED',
    { zh: 'Restate 上的案件只由服务端写入', en: 'Cases on Restate are written where they live, not by a client' },
    { capability: 'store' },
  );
};
