// Laws of work items: who is offered what, once each, in one order.
import type { Store, WorkItemRow, WorkPlace, WorkQuery } from '@bihuan/core';
import { equal } from '../check.ts';
import { laws } from '../store/law.ts';
import { sample } from '../store/sample.ts';

type Grants = WorkQuery['grants'];
const ask = (store: Store, grants: Grants, more: Partial<WorkQuery> = {}) =>
  store.work({ tenant: 'north', actor: 'u', grants, which: 'all', limit: 100, ...more });
const idsOf = (rows: readonly WorkItemRow[]) => rows.map((row) => row.case);
const asked = async (store: Store, grants: Grants, more: Partial<WorkQuery> = {}) => idsOf(await ask(store, grants, more)).sort();

/** Units that only a path-wise comparison tells apart: `/` sorts between `.` and `0`. */
const units = ['', 'a', 'a/b', 'a/b/c', 'a-b', 'a.b', 'a0', 'ab', 'A', 'b', 'a/bc', 'a_b', 'a%', '甲', '甲/乙', '甲乙'];
const below = (unit: string) => units.filter((each) => unit === '' || each === unit || each.startsWith(`${unit}/`)).sort();

export const workLaws = laws('work items', [
  [
    13,
    'offers open work to a role at its unit or above, and to no other',
    async ({ store }) => {
      for (const unit of units) await store.commit(sample(`c:${unit}`, { work: [{ unit }] }));
      for (const unit of [...units, 'c', 'a/']) {
        equal(
          await asked(store, [{ role: 'clerk', unit }]),
          below(unit).map((each) => `c:${each}`),
          `work below ${unit}`,
        );
        equal(await asked(store, [{ role: 'chief', unit }]), [], `work for another role below ${unit}`);
      }
    },
  ],
  [
    13,
    'narrows a grant to its process',
    async ({ store }) => {
      await store.commit(sample('c1', { work: [{ process: 'errand' }] }));
      await store.commit(sample('c2', { work: [{ process: 'hazard' }] }));
      equal(await asked(store, [{ role: 'clerk', unit: '', process: 'hazard' }]), ['c2'], 'one process');
      equal(await asked(store, [{ role: 'clerk', unit: '' }]), ['c1', 'c2'], 'all processes');
      const both = [
        { role: 'clerk', unit: 'b' },
        { role: 'clerk', unit: 'a', process: 'errand' },
      ];
      equal(await asked(store, both), ['c1'], 'grants are not mixed');
    },
  ],
  [
    2,
    'gives an item once, whichever of its roles match',
    async ({ store }) => {
      const roles = ['clerk', 'chief', 'checker'];
      await store.commit(sample('c1', { work: roles.map((role) => ({ role })) }));
      await store.commit(sample('c2', { work: roles.map((role) => ({ role, assignee: 'u' })) }));
      const grants = [
        { role: 'chief', unit: '' },
        { role: 'clerk', unit: 'a' },
        { role: 'clerk', unit: '' },
      ];
      const rows = await ask(store, grants);
      equal(idsOf(rows), ['c1', 'c2'], 'the items');
      equal(
        grants.some((grant) => grant.role === rows[0]!.role),
        true,
        'the role of the row is one that matched',
      );
      equal(idsOf(await ask(store, grants, { limit: 1 })), ['c1'], 'a limit counts items');
      for (const id of ['c3', 'c4', 'c5']) await store.commit(sample(id, { work: roles.map((role) => ({ role, assignee: 'u' })) }));
      for (const id of ['c6', 'c7', 'c8']) await store.commit(sample(id, { work: roles.map((role) => ({ role })) }));
      const everywhere = roles.flatMap((role) => ['a', 'a/b', ''].map((unit) => ({ role, unit })));
      const many = Array.from({ length: 20 }, (_, index) => roles.map((role) => ({ role, unit: index === 0 ? 'a' : `z${index}` }))).flat();
      for (const offered of [everywhere, many])
        for (const which of ['mine', 'open', 'all'] as const) {
          const whole = idsOf(await ask(store, offered, { which }));
          equal(whole, [...new Set(whole)], `${which}: each once`);
          equal(idsOf(await ask(store, offered, { which, limit: 3 })), whole.slice(0, 3), `${which}: a page of three`);
          const counted = await store.countWork({ tenant: 'north', actor: 'u', grants: offered, which, limit: 3 });
          equal(counted, 3, `${which}: the count`);
        }
    },
  ],
  [
    2,
    'tells mine, open and all apart',
    async ({ store }) => {
      await store.commit(sample('c1', { work: [{ assignee: 'u' }] }));
      await store.commit(sample('c2', { work: [{ assignee: 'other' }] }));
      await store.commit(sample('c3', { work: [{}] }));
      await store.commit(sample('c4', { work: [{ role: 'chief' }] }));
      const grants = [{ role: 'clerk', unit: '' }];
      equal(await asked(store, grants, { which: 'mine' }), ['c1'], 'mine');
      equal(await asked(store, grants, { which: 'open' }), ['c3'], 'open');
      equal(await asked(store, grants, { which: 'all' }), ['c1', 'c3'], 'all');
      equal(await asked(store, [], { which: 'all' }), ['c1'], 'all, without a grant');
      equal(await asked(store, [], { which: 'open' }), [], 'open, without a grant');
    },
  ],
  [
    2,
    'replaces the items of a state, and no others',
    async ({ store }) => {
      await store.commit(sample('c1', { work: [{ state: 'one' }, { state: 'one', role: 'chief' }, { state: 'two' }] }));
      await store.commit(sample('c2', { work: [{ state: 'one' }] }));
      await store.commit(sample('c1', { from: 1, dropWork: ['one'], work: [{ state: 'one', assignee: 'u' }] }));
      equal(await asked(store, [{ role: 'chief', unit: '' }], { which: 'open' }), [], 'the role that is gone');
      const rows = await ask(store, [{ role: 'clerk', unit: '' }]);
      equal(
        rows.map((row) => [row.case, row.state, row.assignee]),
        [
          ['c1', 'one', 'u'],
          ['c1', 'two', null],
          ['c2', 'one', null],
        ],
        'the items',
      );
    },
  ],
  [
    2,
    'orders work by due time, none last, then case, then state',
    async ({ store }) => {
      const items = [
        ['c2', 5],
        ['c1', 9],
        ['c3', null],
        ['C4', 5],
        ['c0', null],
      ] as const;
      for (const [id, dueAtMs] of items)
        await store.commit(
          sample(id, {
            work: [
              { state: 'y', dueAtMs },
              { state: 'x', dueAtMs },
            ],
          }),
        );
      const rows = await ask(store, [{ role: 'clerk', unit: '' }]);
      const expected = ['C4', 'c2', 'c1', 'c0', 'c3'].flatMap((id) => [`${id} x`, `${id} y`]);
      equal(
        rows.map((row) => `${row.case} ${row.state}`),
        expected,
        'the order',
      );
    },
  ],
  [
    2,
    'pages through all work without a gap or a repeat',
    async ({ store }) => {
      for (let index = 0; index < 12; index++) {
        const dueAtMs = [null, 7, 7, 8][index % 4]!;
        const work = ['x', 'y'].flatMap((state) => ['clerk', 'chief'].map((role) => ({ state, role, dueAtMs })));
        await store.commit(sample(`c${index}`, { work }));
      }
      const grants = [
        { role: 'clerk', unit: '' },
        { role: 'chief', unit: 'a' },
      ];
      const whole = (await ask(store, grants)).map(placeOf);
      equal(whole.length, 24, 'the items');
      for (const limit of [1, 5, 24]) {
        const paged: WorkPlace[] = [];
        for (let page = await ask(store, grants, { limit }); page.length > 0 && paged.length < 99; ) {
          paged.push(...page.map(placeOf));
          page = await ask(store, grants, { limit, after: paged.at(-1)! });
        }
        equal(paged, whole, `pages of ${limit}`);
      }
    },
  ],
  [
    2,
    'narrows work to a process, a unit, a case and a due time, and counts it',
    async ({ store }) => {
      const items = [
        ['c1', { process: 'errand', unit: 'a', dueAtMs: 5 }],
        ['c2', { process: 'hazard', unit: 'a/b', dueAtMs: 9 }],
        ['c3', { process: 'errand', unit: 'ab', dueAtMs: null }],
        ['c4', { process: 'errand', unit: 'b', dueAtMs: 7, assignee: 'u' }],
      ] as const;
      for (const [id, item] of items)
        await store.commit(
          sample(id, {
            work: [
              { state: 'x', ...item },
              { state: 'y', ...item, role: 'chief' },
            ],
          }),
        );
      const grants = [{ role: 'clerk', unit: '' }];
      const narrowed: readonly (readonly [Partial<WorkQuery>, readonly string[]])[] = [
        [{ process: 'hazard' }, ['c2']],
        [{ unit: 'a' }, ['c1', 'c2']],
        [{ unit: '' }, ['c1', 'c2', 'c3', 'c4', 'c4']],
        [{ case: 'c3' }, ['c3']],
        [{ dueBeforeMs: 7 }, ['c1']],
        [{ dueBeforeMs: 8, which: 'mine' }, ['c4', 'c4']],
        [{ process: 'errand', unit: 'a', dueBeforeMs: 6, case: 'c1' }, ['c1']],
        [{ process: 'hazard', case: 'c1' }, []],
      ];
      for (const [more, ids] of narrowed) {
        equal(await asked(store, grants, more), ids, `work narrowed to ${JSON.stringify(more)}`);
        const count = (limit: number) => store.countWork({ tenant: 'north', actor: 'u', grants, which: 'all', ...more, limit });
        equal([await count(100), await count(1)], [ids.length, Math.min(ids.length, 1)], `the count of ${JSON.stringify(more)}`);
      }
    },
  ],
  [
    2,
    'narrows work to cases by their terms and subject, and counts it',
    async ({ store }) => {
      const house = { subjectType: 'house', subjectId: '3' };
      const cases = [
        ['c1', { terms: ['tag:red', 'text:楼道'], work: [{ dueAtMs: 5 }, { state: 'x', role: 'chief' }] }],
        ['c2', { terms: ['tag:red'], row: house, work: [{ assignee: 'u' }] }],
        ['c3', { terms: ['text:楼道'], row: house, work: [{ dueAtMs: 3 }] }],
        ['c4', { terms: ['tag:Red'], row: { ...house, subjectType: 'lift' }, work: [{ unit: 'b' }] }],
      ] as const;
      for (const [id, parts] of cases) await store.commit(sample(id, parts));
      const subject = { type: 'house', id: '3' };
      const narrowed: readonly (readonly [Partial<WorkQuery>, readonly string[]])[] = [
        [{ terms: ['tag:red'] }, ['c1', 'c2']],
        [{ terms: ['text:楼道'] }, ['c3', 'c1']],
        [{ terms: ['text:楼道', 'tag:red'] }, ['c1']],
        [{ terms: ['tag:none'] }, []],
        [{ subject }, ['c3', 'c2']],
        [{ subject, which: 'mine' }, ['c2']],
        [{ subject, terms: ['text:楼道'] }, ['c3']],
        [{ subject, case: 'c1' }, []],
        [{ terms: ['text:楼道'], case: 'c1', dueBeforeMs: 5 }, []],
        [{ terms: ['text:楼道'], dueBeforeMs: 4 }, ['c3']],
        [{ terms: ['text:楼道'], after: { dueAtMs: 3, case: 'c3', state: 'waiting' } }, ['c1']],
        [{ terms: ['tag:Red'], unit: 'a' }, []],
        [{ subject: { type: 'lift', id: '3' }, unit: 'b' }, ['c4']],
      ];
      // A grant for a unit, and for many of them, is as good as one for all.
      const grants: readonly Grants[] = [
        [{ role: 'clerk', unit: '' }],
        ['a', 'b'].map((unit) => ({ role: 'clerk', unit })),
        ['a', 'b', ...Array.from({ length: 20 }, (_, index) => `z${index}`)].map((unit) => ({ role: 'clerk', unit })),
      ];
      for (const [more, ids] of narrowed)
        for (const given of grants) {
          equal(idsOf(await ask(store, given, more)), ids, `work narrowed to ${JSON.stringify(more)}`);
          const { after, ...counted } = more;
          if (after) continue;
          equal(
            await store.countWork({ tenant: 'north', actor: 'u', grants: given, which: 'all', limit: 9, ...counted }),
            ids.length,
            `the count of ${JSON.stringify(more)}`,
          );
        }
      equal(await asked(store, [{ role: 'chief', unit: 'b' }], { terms: ['tag:red'] }), ['c2'], 'without a grant for it, what is mine');
    },
  ],
  [
    13,
    'takes grants by the thousand',
    async ({ store }) => {
      await store.commit(sample('c1', { work: [{ unit: 'u/1999' }] }));
      await store.commit(sample('c2', { work: [{ unit: 'v' }] }));
      const grants = Array.from({ length: 2_000 }, (_, index) => ({ role: 'clerk', unit: `u/${index}` }));
      equal(await asked(store, grants), ['c1'], 'the work');
    },
  ],
]);

const placeOf = ({ dueAtMs, case: id, state }: WorkItemRow): WorkPlace => ({ dueAtMs, case: id, state });
