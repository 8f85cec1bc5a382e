// Laws of isolation: nothing that is read or written crosses tenants, even where every other name is the same.
import { equal } from '../check.ts';
import { claimed } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

const parts = {
  keys: ['k'],
  row: { subjectType: 'house', subjectId: '3' },
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
      for (const query of [{}, { process: 'errand' }, { state: 'waiting' }, { subject: { type: 'house', id: '3' } }, { correlation: 'c1' }])
        equal(await store.find({ tenant: 'south', units: ['', 'a'], limit: 9, ...query }), [], `cases found by ${JSON.stringify(query)}`);
    },
  ],
  [
    13,
    'shows a tenant its own work only',
    async ({ store }) => {
      await store.commit(sample('c1', parts));
      const grants = [{ role: 'clerk', unit: '' }];
      for (const which of ['mine', 'open', 'all'] as const)
        equal(await store.work({ tenant: 'south', actor: 'u', grants, which, limit: 9 }), [], `${which} work`);
    },
  ],
  [
    13,
    'shows a tenant its own stuck timers and dead letters only',
    async ({ store }) => {
      const commit = sample('c1', parts);
      await store.commit(commit);
      await store.deferTimer(commit.timers.put[0]!, 9, 'stuck');
      await store.retry(commit.deliveries[0]!, null, 'dead');
      equal([await store.stuckTimers('south'), await store.deadLetters('south')], [[], []], 'those of the other tenant');
      equal([(await store.stuckTimers('north')).length, (await store.deadLetters('north')).length], [1, 1], 'its own');
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
        (await store.dueTimers({ nowMs: 1, limit: 9 })).map((timer) => timer.tenant),
        ['south'],
        'the timers due',
      );
      const work = await store.work({ tenant: 'south', actor: 'u', grants: [{ role: 'clerk', unit: '' }], which: 'open', limit: 9 });
      equal(work.length, 1, 'the work of the other');
      const heads = await store.claim({ nowMs: 1, leaseUntilMs: 2, limit: 9 });
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
      await store.deferTimer(north.timers.put[0]!, 9, 'stuck');
      equal(
        (await store.dueTimers({ nowMs: 1, limit: 9 })).map((timer) => timer.tenant),
        ['south'],
        'the timers due',
      );
      await store.retry(north.deliveries[0]!, null, 'dead');
      const heads = await store.claim({ nowMs: 1, leaseUntilMs: 2, limit: 9 });
      equal(
        heads.map((head) => [head.tenant, head.attempts]),
        [['south', 0]],
        'the messages',
      );
    },
  ],
]);
