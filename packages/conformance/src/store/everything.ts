// Everything a store shows, as one value: two of them are equal when nothing happened in between.
import type { Claimed, DueTimer, Store } from '@bihuan/core';

export const latestMs = 8_640_000_000_000_000;

/** Heads of all lanes are claimed on the way, with a lease that ends at once: asking twice gives the same. */
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
      stuck: (await store.stuckTimers(tenant)).map((timer) => ({ ...dueTimer(timer), error: timer.error })).sort(byText),
      dead: (await store.deadLetters(tenant)).map((letter) => ({ ...claimed(letter), error: letter.error })).sort(byText),
    });
  }
  const due = await store.dueTimers({ nowMs: latestMs, limit: 1_000 });
  const heads = await store.claim({ nowMs: 1, leaseUntilMs: 1, limit: 1_000 });
  return { perTenant, due: due.map(dueTimer).sort(byText), heads: heads.map(claimed).sort(byText) };
}

/** The fields of the port and nothing else. */
export const dueTimer = ({ tenant, case: id, timer, generation, dueAtMs, attempts }: DueTimer): DueTimer => ({
  tenant,
  case: id,
  timer,
  generation,
  dueAtMs,
  attempts,
});

export const claimed = ({ id, tenant, case: of, subscriber, revision, index, name, body, attempts }: Claimed): Claimed => ({
  id,
  tenant,
  case: of,
  subscriber,
  revision,
  index,
  name,
  body,
  attempts,
});

export const byText = (left: unknown, right: unknown): number => {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : a > b ? 1 : 0;
};
