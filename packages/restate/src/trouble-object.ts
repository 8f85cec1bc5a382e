// What an operator has to see to in a tenant: timers whose step failed, messages that rest or are dead. Written only when something fails.
import type { StuckTimer } from '@bihuan/core';
import { handlers, type ObjectSharedContext, object } from '@restatedev/restate-sdk';
import { forgetful, indexKey, keyOf, type Objects, type RestingMessage, type TroubleHandlers } from './objects.ts';

const keyOfTimer = ({ case: id, timer }: StuckTimer): string => keyOf('timer', id, timer);
const keyOfMessage = ({ id, subscriber }: RestingMessage): string => keyOf('message', id, subscriber);

export function troubleObject(objects: Objects) {
  const { exclusive, shared } = handlers.object;
  const served: TroubleHandlers = {
    async note(ctx, trouble) {
      if ((await ctx.stateKeys()).length === 0) ctx.objectSendClient(objects.trouble, indexKey).index(ctx.key);
      if ('timer' in trouble) ctx.set(keyOfTimer(trouble.timer), trouble.timer);
      else ctx.set(keyOfMessage(trouble.message), trouble.message);
      return null;
    },
    async forget(ctx, { place }) {
      ctx.clear(place);
      return null;
    },
    timers: async (ctx) => (await listed<StuckTimer>(ctx, 'timer')).sort((a, b) => compare(a.case, b.case) || compare(a.timer, b.timer)),
    messages: async (ctx) =>
      (await listed<RestingMessage>(ctx, 'message')).sort(
        (a, b) => compare(a.case, b.case) || compare(a.subscriber, b.subscriber) || a.revision - b.revision || a.index - b.index,
      ),
    tenants: (ctx) => ctx.stateKeys(),
    async index(ctx, tenant) {
      ctx.set(tenant, true);
      return null;
    },
  };
  return object({
    name: objects.trouble.name,
    handlers: {
      note: exclusive({ ingressPrivate: true }, served.note),
      forget: exclusive({ ingressPrivate: true }, served.forget),
      timers: shared({ enableLazyState: false }, served.timers),
      messages: shared({ enableLazyState: false }, served.messages),
      tenants: shared(served.tenants),
      index: exclusive({ ingressPrivate: true }, served.index),
    },
    options: forgetful,
  });
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

async function listed<Row>(ctx: ObjectSharedContext, kind: 'timer' | 'message'): Promise<Row[]> {
  const rows: Row[] = [];
  for (const key of await ctx.stateKeys()) {
    if ((JSON.parse(key) as readonly string[])[0] !== kind) continue;
    const row = await ctx.get<Row>(key);
    if (row) rows.push(row);
  }
  return rows;
}
