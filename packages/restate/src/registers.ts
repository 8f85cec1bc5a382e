// What is unique in a tenant: the key of a request, and the subject of an open case. One virtual object each, so that two claims come one after the other.
import type { JournalRow } from '@bihuan/core';
import { object } from '@restatedev/restate-sdk';
import { retriesMs } from './case-object.ts';
import { forgetful, type KeyHandlers, keyOf, type Objects, type SubjectHandlers } from './objects.ts';

/** One value each: it comes along with every call. */
const small = { ...forgetful, enableLazyState: false };

/** A request with a key goes through the key: what else carries it waits, and then meets the entry that was made (law 6). */
export function keyObject(objects: Objects) {
  const handlers: KeyHandlers = {
    async ask(ctx, { id, ask }) {
      const keyed = await ctx.get<JournalRow>('entry');
      const [tenant] = JSON.parse(ctx.key) as [string, string];
      const { entry, ...answer } = await ctx.objectClient(objects.case, keyOf(tenant, id)).ask({ ...ask, keyed });
      if (entry) ctx.set('entry', entry);
      return answer;
    },
    async hold(ctx, entry) {
      const known = await ctx.get<JournalRow>('entry');
      if (known === null) ctx.set('entry', entry);
      return known === null || known.hash === entry.hash;
    },
  };
  return object({ name: objects.key.name, handlers, options: { ...small, idempotencyRetention: retriesMs } });
}

/** A subject belongs to the case that took it, until that case gives it back. Called by that case only, which waits for the answer. */
export function subjectObject(objects: Objects) {
  const handlers: SubjectHandlers = {
    async take(ctx, id) {
      const holder = await ctx.get<string>('holder');
      if (holder !== null && holder !== id) return false;
      ctx.set('holder', id);
      return true;
    },
    async release(ctx, id) {
      if ((await ctx.get<string>('holder')) === id) ctx.clear('holder');
      return null;
    },
  };
  return object({ name: objects.subject.name, handlers, options: { ...small, ingressPrivate: true } });
}
