// Laws of reading: what was written is there at once, and comes back as it was.
import { equal } from '../check.ts';
import { claimed, dueTimer, latestMs } from '../store/everything.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';
import { deferOne, lookAtMessages, lookAtTimers, takeTimers } from '../store/worker-calls.ts';

const hostile = [
  `'; drop table cases; --`,
  '"quoted" `ticked` [bracketed] \\ %_',
  '楼道堆物 🚪👨‍👩‍👧 \u{1F9EF}',
  '\u202Eright to left\u202C العربية עברית',
  'e\u0301 is not \u00E9',
  'line\nfeed\ttab\r\u2028\u2029\u0001',
  ' spaces around ',
  '字'.repeat(190),
];

export const readingLaws = laws('reading', [
  [
    3,
    'shows every part of a commit as soon as it is made',
    async ({ store }) => {
      const commit = sample('c1', {
        keys: ['k1'],
        timers: [{ timer: 'x#due', dueAtMs: 5 }],
        work: [{ state: 'waiting' }],
        deliveries: [{}],
        terms: ['tag:x'],
        personal: [{ field: 'phone' }],
      });
      equal(await store.commit(commit), 'committed', 'the commit');
      const key = 'k1';
      equal(await store.load({ tenant: 'north', id: 'c1', key }), { case: commit.case, keyed: commit.entries[0] }, 'the case');
      equal(await store.history({ tenant: 'north', id: 'c1' }), commit.entries, 'the journal');
      equal(await store.find({ tenant: 'north', units: [''], limit: 10 }), [commit.case], 'the cases found');
      equal(await store.find({ tenant: 'north', units: [''], terms: ['tag:x'], limit: 10 }), [commit.case], 'the cases found by a term');
      equal(await store.done({ tenant: 'north', actor: 'u', limit: 10 }), commit.entries, 'what was done');
      equal(await store.personal({ tenant: 'north', case: 'c1' }), commit.personal.put, 'the personal fields');
      const grants = [{ role: 'clerk', unit: '' }];
      equal(await store.work({ tenant: 'north', actor: 'u', grants, which: 'all', limit: 10 }), commit.workItems.put, 'the work');
      const due = await lookAtTimers(store, 5);
      equal(due.map(dueTimer), [{ ...commit.timers.put[0]!, attempts: 0 }], 'the timers due');
      const messages = await lookAtMessages(store, 5);
      equal(messages.map(claimed), [{ ...commit.deliveries[0]!, attempts: 0 }], 'the messages');
    },
  ],
  [
    3,
    'shows the latest commit and nothing of the one before',
    async ({ store }) => {
      await store.commit(sample('c1', { work: [{ state: 'waiting' }] }));
      await store.load({ tenant: 'north', id: 'c1' });
      const next = sample('c1', { from: 1, row: { states: 'done', outcome: 'ended' }, dropWork: ['waiting'] });
      await store.commit(next);
      equal((await store.load({ tenant: 'north', id: 'c1' })).case, next.case, 'the case');
      equal(await store.find({ tenant: 'north', units: [''], limit: 10 }), [next.case], 'the cases found');
      const grants = [{ role: 'clerk', unit: '' }];
      equal(await store.work({ tenant: 'north', actor: 'u', grants, which: 'all', limit: 10 }), [], 'the work');
    },
  ],
  [
    15,
    'gives every text and number back bit for bit',
    async ({ store }) => {
      for (const [index, text] of hostile.entries()) {
        const tenant = text;
        const commit = sample(text, {
          tenant,
          keys: [text],
          row: {
            unit: text,
            subjectType: text,
            subjectId: text,
            correlation: text,
            openSubject: text,
            states: text,
            outcome: text,
            record: text,
          },
          timers: [{ timer: text, process: text, dueAtMs: 8_640_000_000_000_000 - index }],
          work: [{ state: text, role: text, unit: text, assignee: text, dueAtMs: 8_640_000_000_000_000, priority: -1, sinceMs: 0 }],
          deliveries: [{ subscriber: text, name: text, body: text, process: text }],
          terms: [text],
          personal: [{ field: text, person: text, value: text, salt: text }],
          actor: text,
        });
        equal(await store.commit(commit), 'committed', `the commit of ${text}`);
        equal(await store.load({ tenant, id: text, key: text }), { case: commit.case, keyed: commit.entries[0] }, 'the case');
        equal(await store.history({ tenant, id: text }), commit.entries, 'the journal');
        equal(await store.work({ tenant, actor: text, grants: [], which: 'mine', limit: 9 }), commit.workItems.put, 'the work');
        const [delivery] = await store.claim({ nowMs: 1, leaseUntilMs: 2, limit: 1 });
        equal(delivery && claimed(delivery), { ...commit.deliveries[0]!, attempts: 0 }, 'the message');
        await store.retry(delivery!, null, text);
        equal(
          (await store.deadLetters(tenant)).map((letter) => letter.error),
          [text],
          'the error of a dead letter',
        );
        equal(await store.personal({ tenant, person: text, limit: 9 }), commit.personal.put, 'the personal fields');
        equal(await store.done({ tenant, actor: text, limit: 9 }), commit.entries, 'what was done');
        equal(await store.find({ tenant, units: [''], terms: [text], limit: 9 }), [commit.case], 'the case found by its term');
        await deferOne(store, text, latestMs - index, 1, text);
        equal(
          (await store.stuckTimers({ tenant, dueBeforeMs: 0 })).map((timer) => [timer.timer, timer.error]),
          [[text, text]],
          'the stuck timer',
        );
      }
    },
  ],
  [
    15,
    'keeps a record of two million characters whole',
    async ({ store }) => {
      const commit = sample('c1', { row: { record: '案"\\'.repeat(500_000) } });
      await store.commit(commit);
      equal((await store.load({ tenant: 'north', id: 'c1' })).case?.record === commit.case.record, true, 'the record is the same');
    },
  ],
  [
    15,
    'tells names apart that differ in case, accent or trailing space only',
    async ({ store }) => {
      const names = ['Case', 'case', 'cäse', 'ca\u0308se', 'case '];
      for (const name of names) equal(await store.commit(sample(name, { keys: [name], row: { openSubject: name } })), 'committed', name);
      for (const name of names) {
        const { case: row, keyed } = await store.load({ tenant: 'north', id: name, key: name });
        equal([row?.id, keyed?.case], [name, name], 'the case and the entry of its key');
      }
    },
  ],
  [
    3,
    'answers undefined, null or nothing where there is nothing',
    async ({ store }) => {
      equal(await store.load({ tenant: 'north', id: 'c1', key: 'k' }), { case: undefined, keyed: undefined }, 'a case');
      equal(await store.history({ tenant: 'north', id: 'c1' }), [], 'a journal');
      equal(await store.find({ tenant: 'north', units: [''], limit: 1 }), [], 'cases');
      equal(await store.work({ tenant: 'north', actor: 'u', grants: [{ role: 'clerk', unit: '' }], which: 'all', limit: 1 }), [], 'work');
      equal(await takeTimers(store, 1), [], 'timers');
      equal(
        [await store.count({ tenant: 'north', units: [''], limit: 1 }), await store.done({ tenant: 'north', actor: 'u', limit: 1 })],
        [0, []],
        'counts, and what was done',
      );
      equal(await store.personal({ tenant: 'north', case: 'c1' }), [], 'personal fields');
      equal(await store.remove({ tenant: 'north', id: 'c1', revision: 0 }), 'conflict', 'a removal');
      await store.releaseTimers([]);
      await store.release([]);
      equal(await store.claim({ nowMs: 1, leaseUntilMs: 2, limit: 1 }), [], 'messages');
      const rest = [
        await store.stuckTimers({ tenant: 'north', dueBeforeMs: 0 }),
        await store.deadLetters('north'),
        await store.nextWakeMs({}),
      ];
      equal(rest, [[], [], null], 'the rest');
    },
  ],
]);
