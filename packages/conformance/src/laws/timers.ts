// Laws of timers: due once, at or after their time, and never after they were cancelled or replaced.
import type { Store } from '@bihuan/core';
import { equal } from '../check.ts';
import { dueTimer } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { deferOne, lookAtTimers, takeTimers } from '../store/worker-calls.ts';

const dueAt = async (store: Store, nowMs: number, limit?: number) =>
  (await lookAtTimers(store, nowMs, limit)).map((timer) => `${timer.case}/${timer.timer}`);
const stuck = async (store: Store, dueBeforeMs = -1_000) =>
  (await store.stuckTimers({ tenant: 'north', dueBeforeMs })).map(({ timer, attempts, error }) => [timer, attempts, error]);

export const timerLaws = laws('timers', [
  [
    9,
    'lists a timer from the moment it is due, and not before',
    async ({ store }) => {
      const commit = sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 1_000 }] });
      await store.commit(commit);
      equal(await dueAt(store, 999), [], 'one millisecond before');
      const due = await lookAtTimers(store, 1_000);
      equal(due.map(dueTimer), [{ ...commit.timers.put[0]!, attempts: 0 }], 'at its time');
      equal(await dueAt(store, 4_102_444_800_000), ['c1/x#a'], 'years later');
      equal(await dueAt(store, 1_000), ['c1/x#a'], 'asked again, once it was given back');
    },
  ],
  [
    9,
    'lists timers in order of due time, up to a limit',
    async ({ store }) => {
      for (const [id, dueAtMs] of [
        ['c1', 30],
        ['c2', 10],
        ['c3', 20],
        ['c4', -5],
        ['c5', 100],
      ] as const)
        await store.commit(sample(id, { timers: [{ timer: 'x#a', dueAtMs }] }));
      equal(await dueAt(store, 50), ['c4/x#a', 'c2/x#a', 'c3/x#a', 'c1/x#a'], 'all that are due');
      equal(await dueAt(store, 50, 2), ['c4/x#a', 'c2/x#a'], 'the first two');
    },
  ],
  [
    9,
    'lists one timer of a case, its earliest',
    async ({ store }) => {
      await store.commit(
        sample('c1', {
          timers: [
            { timer: 'x#late', dueAtMs: 20 },
            { timer: 'x#soon', dueAtMs: 10 },
            { timer: 'y#mid', dueAtMs: 15 },
          ],
        }),
      );
      await store.commit(sample('c2', { timers: [{ timer: 'x#only', dueAtMs: 12 }] }));
      equal(await dueAt(store, 50), ['c1/x#soon', 'c2/x#only'], 'the timers due');
      equal(await dueAt(store, 50, 1), ['c1/x#soon'], 'the first');
    },
  ],
  [
    9,
    'never lists a timer that was dropped',
    async ({ store }) => {
      await store.commit(
        sample('c1', {
          timers: [
            { timer: 'x#a', dueAtMs: 10 },
            { timer: 'x#b', dueAtMs: 20 },
          ],
        }),
      );
      await store.commit(sample('c1', { from: 1, dropTimers: ['x#a'] }));
      equal(await dueAt(store, 50), ['c1/x#b'], 'after one was dropped');
      await store.commit(sample('c1', { from: 2, dropTimers: ['x#b', 'x#never-was'] }));
      equal(await dueAt(store, 50), [], 'after the other was');
    },
  ],
  [
    9,
    'lists a replaced timer by its new due time and generation only',
    async ({ store }) => {
      await store.commit(sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 10 }] }));
      await store.commit(sample('c1', { from: 1, dropTimers: ['x#a'], timers: [{ timer: 'x#a', dueAtMs: 30 }] }));
      equal(await dueAt(store, 29), [], 'at its old due time');
      equal(
        (await lookAtTimers(store, 30)).map((timer) => timer.generation),
        [2],
        'the generation',
      );
      await store.commit(sample('c1', { from: 2, timers: [{ timer: 'x#a', dueAtMs: 5 }] }));
      equal(
        (await lookAtTimers(store, 5)).map((timer) => timer.generation),
        [3],
        'put without being dropped',
      );
    },
  ],
  [
    9,
    'never lists a timer whose clock stands still',
    async ({ store }) => {
      await store.commit(sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 10 }] }));
      await store.commit(sample('c1', { from: 1, dropTimers: ['x#a'], timers: [{ timer: 'x#a', dueAtMs: null }] }));
      equal(await dueAt(store, 8_640_000_000_000_000), [], 'while it stands still');
      await store.commit(sample('c1', { from: 2, dropTimers: ['x#a'], timers: [{ timer: 'x#a', dueAtMs: 40 }] }));
      equal(await dueAt(store, 40), ['c1/x#a'], 'once it runs again');
    },
  ],
  [
    9,
    'lets a deferred timer rest until its time, counts, and lists it as stuck',
    async ({ store }) => {
      const commit = sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 10 }] });
      await store.commit(commit);
      await deferOne(store, 'x#a', 10, 100);
      equal(await dueAt(store, 99), [], 'before its retry time');
      equal(await stuck(store), [['x#a', 1, 'boom']], 'stuck timers');
      const again = await takeTimers(store, 100);
      equal(again.map(dueTimer), [{ ...commit.timers.put[0]!, attempts: 1 }], 'at its retry time');
      await store.deferTimer(again[0]!, 300, 'boom again');
      equal(await stuck(store), [['x#a', 2, 'boom again']], 'stuck timers after another attempt');
      equal(await dueAt(store, 299), [], 'before its second retry time');
    },
  ],
  [
    9,
    'lists the other timers of a case, and other cases, while one rests',
    async ({ store }) => {
      const timers = [
        { timer: 'x#a', dueAtMs: 10 },
        { timer: 'x#b', dueAtMs: 20 },
      ];
      await store.commit(sample('c1', { timers }));
      await store.commit(sample('c2', { timers: [{ timer: 'x#a', dueAtMs: 30 }] }));
      await deferOne(store, 'x#a', 10, 100);
      equal(await dueAt(store, 50), ['c1/x#b', 'c2/x#a'], 'the timers due');
    },
  ],
  [
    9,
    'forgets deferrals when a timer is put or dropped',
    async ({ store }) => {
      const timers = [
        { timer: 'x#a', dueAtMs: 10 },
        { timer: 'x#b', dueAtMs: 10 },
      ];
      await store.commit(sample('c1', { timers }));
      await deferOne(store, 'x#a', 10, 1_000);
      await deferOne(store, 'x#b', 10, 1_000);
      await store.commit(sample('c1', { from: 1, timers: [{ timer: 'x#a', dueAtMs: 20 }], dropTimers: ['x#a', 'x#b'] }));
      equal(await stuck(store), [], 'stuck timers');
      const due = await lookAtTimers(store, 20);
      equal(
        due.map(({ timer, attempts }) => [timer, attempts]),
        [['x#a', 0]],
        'the timers due',
      );
    },
  ],
  [
    9,
    'defers nothing for a timer of another generation, or one that is gone',
    async ({ store }) => {
      await store.commit(sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 10 }] }));
      const [old] = await takeTimers(store, 10);
      // Due when the lease ends: only the generation tells it from the one before.
      await store.commit(sample('c1', { from: 1, timers: [{ timer: 'x#a', dueAtMs: old!.leaseUntilMs }], dropTimers: ['x#a'] }));
      await store.deferTimer(old!, 1_000, 'boom');
      await store.deferTimer({ ...old!, timer: 'x#none' }, 1_000, 'boom');
      equal(await dueAt(store, old!.leaseUntilMs), ['c1/x#a'], 'the timers due');
      equal(await stuck(store), [], 'stuck timers');
    },
  ],
  [
    9,
    'leaves the timers that a commit does not name as they are',
    async ({ store }) => {
      const timers = [
        { timer: 'x#a', dueAtMs: 10 },
        { timer: 'x#b', dueAtMs: 20 },
      ];
      await store.commit(sample('c1', { timers }));
      await deferOne(store, 'x#a', 10, 100);
      await store.commit(sample('c1', { from: 1, timers: [{ timer: 'x#c', dueAtMs: 30 }] }));
      equal(await stuck(store), [['x#a', 1, 'boom']], 'stuck timers');
      equal(
        (await lookAtTimers(store, 25)).map((timer) => [timer.timer, timer.generation]),
        [['x#b', 1]],
        'the timers due',
      );
    },
  ],
  [
    9,
    'leases a timer to one worker, and to another once the lease has ended',
    async ({ store }) => {
      await store.commit(sample('c1', { timers: [{ timer: 'x#a', dueAtMs: 10 }] }));
      const [first] = await takeTimers(store, 20);
      equal(first!.leaseUntilMs, 70, 'the end of the lease');
      equal(await dueAt(store, 69), [], 'one millisecond before it');
      const [second] = await takeTimers(store, 70);
      equal([second?.timer, second?.attempts, second?.leaseUntilMs], ['x#a', 0, 120], 'the timer taken over');
      await store.deferTimer(first!, 500, 'too late');
      await store.releaseTimers([first!]);
      equal(await stuck(store), [], 'stuck timers: what a lost lease says counts for nothing');
      equal(await dueAt(store, 119), [], 'while the second lease lasts');
      await store.releaseTimers([second!]);
      equal(await dueAt(store, 10), ['c1/x#a'], 'once it was given back');
    },
  ],
  [
    9,
    'leases every timer to one of many workers that ask at once',
    async ({ store }) => {
      for (let index = 0; index < 9; index++) await store.commit(sample(`c${index}`, { timers: [{ timer: 'x#a', dueAtMs: index }] }));
      const taken = (await Promise.all(Array.from({ length: 4 }, () => takeTimers(store, 10, { limit: 3 })))).flat();
      equal([taken.length, new Set(taken.map((timer) => timer.case)).size], [9, 9], 'timers taken, and how many of them differ');
    },
  ],
  [
    14,
    'gives a worker the timers of the processes and versions it was given',
    async ({ store }) => {
      const timer = { timer: 'x#a', dueAtMs: 10 };
      await store.commit(sample('c1', { timers: [timer] }));
      await store.commit(sample('c2', { timers: [{ ...timer, version: 2 }] }));
      await store.commit(sample('c3', { timers: [{ ...timer, process: 'hazard' }] }));
      const asked = async (...processes: readonly { readonly id: string; readonly version: number }[]) => {
        const taken = await takeTimers(store, 10, { processes });
        await store.releaseTimers(taken);
        return taken.map((each) => each.case);
      };
      equal(await asked({ id: 'errand', version: 1 }), ['c1'], 'one version');
      equal(await asked({ id: 'errand', version: 2 }, { id: 'hazard', version: 1 }), ['c2', 'c3'], 'two processes');
      equal(await asked({ id: 'hazard', version: 2 }), [], 'a version nobody has');
      equal(await asked(), [], 'no process at all');
      equal(await store.nextWakeMs({ processes: [{ id: 'hazard', version: 2 }] }), null, 'when to look again, for that version');
    },
  ],
  [
    9,
    'lists a timer that nobody took for too long as stuck',
    async ({ store }) => {
      await store.commit(
        sample('c1', {
          timers: [
            { timer: 'x#a', dueAtMs: 10 },
            { timer: 'x#b', dueAtMs: 20 },
          ],
        }),
      );
      equal(await stuck(store, 10), [], 'at its due time');
      equal(await stuck(store, 11), [['x#a', 0, '']], 'after it');
      await takeTimers(store, 30);
      equal(await stuck(store, 80), [['x#b', 0, '']], 'while one is leased');
    },
  ],
]);
