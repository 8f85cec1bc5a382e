// Everything a store shows, as one value: two of them are equal when nothing happened in between.
import type { DeliveryRow, Store, TimerRow } from '@bihuan/core';
import { lookAtMessages, lookAtTimers } from './worker-calls.ts';

export const latestMs = 8_640_000_000_000_000;

/** Timers and heads of lanes are taken on the way and given back, which ends their rests: asking twice gives the same. */
export async function everythingIn(store: Store, tenants: readonly string[], ids: readonly string[]): Promise<unknown> {
  const perTenant = [];
  for (const tenant of tenants) {
    const cases = [];
    for (const id of ids) cases.push({ ...(await store.load({ tenant, id })), journal: await store.history({ tenant, id }) });
    const grants = ['clerk', 'chief'].map((role) => ({ role, unit: '' }));
    perTenant.push({
      cases,
      found: await store.find({ tenant, units: [''], limit: 1_000 }),
      work: await store.work({ tenant, actor: 'nobody', grants, which: 'all', limit: 1_000 }),
      count: await store.count({ tenant, units: [''], limit: 1_000 }),
      countWork: await store.countWork({ tenant, actor: 'nobody', grants, which: 'all', limit: 1_000 }),
      done: await store.done({ tenant, actor: 'u', limit: 1_000 }),
      personal: await store.personal({ tenant, person: 'somebody', limit: 1_000 }),
      stuck: (await store.stuckTimers({ tenant, dueBeforeMs: 0 })).map((timer) => ({ ...dueTimer(timer), error: timer.error })),
      dead: (await store.deadLetters(tenant)).map((letter) => ({ ...claimed(letter), error: letter.error })),
    });
  }
  const due = await lookAtTimers(store, latestMs);
  const heads = await lookAtMessages(store, latestMs);
  return { perTenant, due: due.map(dueTimer), heads: heads.map(claimed) };
}

/** The fields of the port and nothing else; the lease is told by what may be taken when. */
export const dueTimer = ({
  tenant,
  case: id,
  timer,
  process,
  version,
  generation,
  dueAtMs,
  attempts,
}: TimerRow & { attempts: number }) => ({
  tenant,
  case: id,
  timer,
  process,
  version,
  generation,
  dueAtMs,
  attempts,
});

export const claimed = ({
  id,
  tenant,
  case: of,
  subscriber,
  revision,
  index,
  name,
  body,
  process,
  atMs,
  attempts,
}: DeliveryRow & { attempts: number }) => ({
  id,
  tenant,
  case: of,
  subscriber,
  revision,
  index,
  name,
  body,
  process,
  atMs,
  attempts,
});
