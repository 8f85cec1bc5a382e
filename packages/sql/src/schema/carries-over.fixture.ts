// What a database that was at version 1 must answer once it is at the latest.
import type { Store } from '@bihuan/core';
import { expect } from 'vitest';

export async function expectCarriedOver(store: Store<any>): Promise<void> {
  const tenant = 't';
  const page = { tenant, units: [''], limit: 10 };
  expect(await store.load({ tenant, id: 'c1', key: 'k' })).toMatchObject({
    case: { version: 3, dueAtMs: 5_000, head: 'h2' },
    keyed: { actor: 'u1', atMs: 1_000 },
  });
  expect(await store.done({ tenant, actor: '甲', limit: 9 })).toMatchObject([{ revision: 2, atMs: 2_000 }]);
  const foundBy = async (term: string) => (await store.find({ ...page, terms: [term] })).length;
  const terms = ['state:doing.far.away', 'state:doing.far', 'state:doing', 'state:watching', 'tag:urgent'];
  for (const term of [...terms, 'link:to:parent:p1', 'link:from:it\'s "odd":甲']) expect(await foundBy(term), term).toBe(1);
  for (const term of ['state:far', 'state:', 'link:to:parent:p2', 'tag:doing']) expect(await foundBy(term), term).toBe(0);
  expect(await store.find({ ...page, dueBeforeMs: 6_000 })).toHaveLength(1);
  const work = await store.work({ tenant, actor: 'u1', grants: [{ role: 'clerk', unit: '' }], which: 'open', limit: 9 });
  expect(work.map((item) => item.state)).toEqual(['doing', 'watching']);
  const competence = { processes: [{ id: 'errand', version: 3 }] };
  expect(await store.nextWakeMs({ ...competence, subscribers: [] })).toBe(5_000);
  const lease = { nowMs: 9_999, leaseUntilMs: 20_000, limit: 9 };
  expect(await store.claimTimers({ ...lease, ...competence })).toMatchObject([{ timer: 'doing#late', process: 'errand', version: 3 }]);
  expect(await store.claim(lease)).toMatchObject([{ id: 'c1:2:0', process: 'errand', atMs: 2_000 }]);
}
