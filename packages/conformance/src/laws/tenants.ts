// Laws of isolation: nothing that is read or written crosses tenants, even where every other name is the same.
import { equal } from '../check.ts';
import { claimed } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { deferOne, failOne, lookAtMessages, lookAtTimers, takeMessages, takeTimers } from '../store/worker-calls.ts';

const parts = {
  keys: ['k'],
  row: { subjectType: 'house', subjectId: '3', dueAtMs: 1 },
  terms: ['tag:x'],
  personal: [{ field: 'phone' }],
  timers: [{ timer: 'x#a', dueAtMs: 1 }],
  work: [{}, { state: 'mine', assignee: 'u' }],
  deliveries: [{}],
};

export const tenantLaws = laws('tenants', [
  [
    13,
    'shows a tenant its own cases and journals only',
    async ({ store }) => {
      await store.commit(sample('c1', parts));
      equal(await store.load({ tenant: 'south', id: 'c1', key: 'k' }), { case: undefined, keyed: undefined }, 'the case and the key');
      equal(await store.history({ tenant: 'south', id: 'c1' }), [], 'the journal');
      for (const query of [
        {},
        { process: 'errand' },
        { terms: ['tag:x'] },
        { dueBeforeMs: 9 },
        { subject: { type: 'house', id: '3' } },
        { correlation: 'c1' },
      ]) {
        const asked = { tenant: 'south', units: ['', 'a'], limit: 9, ...query };
        equal([await store.find(asked), await store.count(asked)], [[], 0], `cases found by ${JSON.stringify(query)}`);
      }
      equal(await store.done({ tenant: 'south', actor: 'u', limit: 9 }), [], 'what was done');
      const personal = [
        await store.personal({ tenant: 'south', case: 'c1' }),
        await store.personal({ tenant: 'south', person: 'somebody', limit: 9 }),
      ];
      equal(personal, [[], []], 'personal fields');
      equal(await store.remove({ tenant: 'south', id: 'c1', revision: 1 }), 'conflict', 'the removal of a case of the other');
    },
  ],
  [
    13,
    'shows a tenant its own work only',
    async ({ store }) => {
      await store.commit(sample('c1', parts));
      const grants = [{ role: 'clerk', unit: '' }];
      for (const which of ['mine', 'open', 'all'] as const) {
        const asked = { tenant: 'south', actor: 'u', grants, which, limit: 9 };
        equal([await store.work(asked), await store.countWork(asked)], [[], 0], `${which} work`);
      }
    },
  ],
  [
    13,
    'shows a tenant its own stuck timers and dead letters only',
    async ({ store }) => {
      await store.commit(sample('c1', parts));
      await deferOne(store, 'x#a', 1, 9);
      await failOne(store, 'c1:1:0', 1, null);
      const both = async (tenant: string) => [
        (await store.stuckTimers({ tenant, dueBeforeMs: 99 })).length,
        (await store.deadLetters(tenant)).length,
      ];
      equal(await both('south'), [0, 0], 'those of the other tenant');
      equal(await both('north'), [1, 1], 'its own');
    },
  ],
  [
    13,
    'writes to one of two cases of the same id, in its own tenant',
    async ({ store }) => {
      const [north, south] = [sample('c1', parts), sample('c1', { tenant: 'south', ...parts })];
      equal([await store.commit(north), await store.commit(south)], ['committed', 'committed'], 'the commits');
      await store.commit(sample('c1', { from: 1, dropTimers: ['x#a'], dropWork: ['waiting'] }));
      await store.settle(north.deliveries[0]!);
      equal(
        await store.load({ tenant: 'south', id: 'c1', key: 'k' }),
        { case: south.case, keyed: south.entries[0] },
        'the case of the other',
      );
      equal(
        (await lookAtTimers(store, 1)).map((timer) => timer.tenant),
        ['south'],
        'the timers due',
      );
      const work = await store.work({ tenant: 'south', actor: 'u', grants: [{ role: 'clerk', unit: '' }], which: 'open', limit: 9 });
      equal(work.length, 1, 'the work of the other');
      const heads = await lookAtMessages(store, 1);
      equal(heads.map(claimed), [{ ...south.deliveries[0]!, attempts: 0 }], 'the messages of the other');
    },
  ],
  [
    13,
    'defers, retries and leases in one tenant without touching the other',
    async ({ store }) => {
      const [north, south] = [sample('c1', parts), sample('c1', { tenant: 'south', ...parts })];
      await store.commit(north);
      await store.commit(south);
      for (const timer of await takeTimers(store, 1))
        await (timer.tenant === 'north' ? store.deferTimer(timer, 9, 'stuck') : store.releaseTimers([timer]));
      equal(
        (await lookAtTimers(store, 1)).map((timer) => timer.tenant),
        ['south'],
        'the timers due',
      );
      for (const message of await takeMessages(store, 1))
        await (message.tenant === 'north' ? store.retry(message, null, 'dead') : store.release([message]));
      const heads = await lookAtMessages(store, 1);
      equal(
        heads.map((head) => [head.tenant, head.attempts]),
        [['south', 0]],
        'the messages',
      );
    },
  ],
]);
