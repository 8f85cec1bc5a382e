// A small process that uses every feature once. For the tests of core.
import { z } from 'zod';
import { all, defineProcess, hours, not } from './index.ts';

const text = (zh: string, en: string) => ({ zh, en });

/** A parcel is received, checked by someone else, and handed over; a lost one is searched for. */
export const parcel = defineProcess({
  id: 'parcel',
  version: 1,
  roles: ['clerk', 'checker', 'chief'],
  opener: ['clerk', 'system'],
  input: z.object({ weight: z.number().positive(), note: z.string().optional() }),
  context: z.object({
    weight: z.number(),
    receivedBy: z.array(z.string()),
    handler: z.string().nullable(),
    checks: z.number().int(),
    lastDays: z.number().nullable(),
  }),
  initialContext: ({ input, by }) => ({ weight: input.weight, receivedBy: [...by.persons], handler: null, checks: 0, lastDays: null }),
  commands: {
    assign: { by: ['clerk'], payload: z.object({ handler: z.string(), days: z.number().int().positive() }) },
    check: { by: ['checker', 'clerk'] },
    weigh: { by: ['checker'], payload: z.object({ weight: z.number() }) },
    handOver: { by: ['clerk'] },
    reopen: { by: ['chief'], payload: z.object({ reason: z.string() }) },
    lose: { by: ['clerk'] },
    stay: { by: ['clerk'] },
    explode: { by: ['clerk'] },
    searchEnded: {
      by: ['system'],
      payload: z.object({ case: z.string(), outcome: z.string().nullable(), data: z.record(z.string(), z.json()) }),
    },
  },
  rules: {
    notReceiver: ({ context, by }) =>
      !by.persons.some((person) => context.receivedBy.includes(person)) || { receivedBy: context.receivedBy },
    checked: ({ context }) => context.checks > 0 || { checks: context.checks },
    throws: () => {
      throw new Error('boom');
    },
  },
  payloadRules: {
    weigh: {
      plausible: ({ context, payload }) =>
        Math.abs(payload.weight - context.weight) < 1 || { expected: context.weight, given: payload.weight },
    },
  },
  updates: {
    assign: ({ payload }) => ({ handler: payload.handler, lastDays: payload.days }),
    weigh: ({ payload }) => ({ weight: payload.weight }),
  },
  assignments: { counted: ({ context }) => ({ checks: context.checks + 1 }) },
  deadlines: { pickUp: ({ context }) => hours(24 * (context.lastDays ?? 1)), remind: { ...hours(12), clock: 'runs' }, search: hours(72) },
  messages: {
    overdue: ({ context, at }) => ({ handler: context.handler, atMs: at }),
    received: ({ context }) => ({ weight: context.weight }),
  },
  opens: { openSearch: { process: 'parcel', link: 'searchedBy', with: ({ context }) => ({ input: { weight: context.weight } }) } },
  links: { searchedBy: { process: 'parcel', closed: 'searchEnded' } },
  linkedFrom: { searchedBy: { process: 'parcel' } },
  controls: { suspend: ['chief'], resume: ['chief'], extend: [['clerk'], ['chief']], supervise: [['chief']] },
  labels: {
    title: text('包裹', 'Parcel'),
    states: {
      received: text('已收', 'received'),
      waiting: text('待取', 'waiting'),
      late: text('逾期', 'late'),
      lost: text('遗失', 'lost'),
      handed: text('已交', 'handed over'),
      gone: text('找不到', 'gone'),
    },
    commands: {
      assign: text('分派', 'Assign'),
      check: text('检查', 'Check'),
      weigh: text('称重', 'Weigh'),
      handOver: text('交付', 'Hand over'),
      reopen: text('重开', 'Reopen'),
      lose: text('遗失', 'Lose'),
      stay: text('停留', 'Stay'),
      explode: text('出错', 'Explode'),
      searchEnded: text('查找结束', 'Search ended'),
    },
    roles: { clerk: text('收发员', 'clerk'), checker: text('检查员', 'checker'), chief: text('主管', 'chief') },
    rules: {
      notReceiver: text('收件人不能自查', 'who received it may not check it'),
      checked: text('尚未检查', 'not checked yet'),
      throws: text('出错', 'throws'),
      plausible: text('重量相差过大:应为{expected}', 'the weight should be about {expected}'),
    },
    deadlines: { pickUp: text('取件期限', 'pick-up'), remind: text('提醒', 'reminder'), search: text('查找期限', 'search') },
    messages: { overdue: text('逾期', 'overdue'), received: text('已收', 'received') },
    fields: {
      weight: text('重量', 'weight'),
      note: text('备注', 'note'),
      receivedBy: text('收件人', 'received by'),
      handler: text('经办人', 'handler'),
      checks: text('检查次数', 'checks'),
      lastDays: text('天数', 'days'),
      days: text('天数', 'days'),
      reason: text('理由', 'reason'),
      case: text('案件', 'case'),
      outcome: text('结果', 'outcome'),
      data: text('数据', 'data'),
    },
    outcomes: { handed: text('已交', 'handed over'), gone: text('找不到', 'gone') },
  },
}).machine({
  initial: 'received',
  states: {
    received: {
      entry: 'received',
      meta: { owner: ['clerk', 'checker'] },
      after: { remind: { actions: 'overdue' }, search: 'lost' },
      on: {
        check: { guard: all('notReceiver', not('checked')), actions: 'counted' },
        weigh: { guard: 'plausible' },
        assign: { guard: 'checked', target: 'waiting' },
        stay: 'received',
        explode: { guard: 'throws', target: 'lost' },
        lose: 'lost',
      },
    },
    waiting: {
      meta: { owner: 'clerk', assignee: 'handler' },
      after: { pickUp: { target: 'late', actions: 'overdue' } },
      on: { handOver: 'handed', lose: 'lost' },
    },
    late: { meta: { owner: 'clerk' }, after: { pickUp: 'lost' }, on: { handOver: 'handed', supervise: 'waiting' } },
    lost: { meta: { owner: 'chief' }, entry: 'openSearch', after: { search: 'gone' }, on: { searchEnded: 'received' } },
    handed: { meta: { closes: 'handed' }, on: { reopen: 'received' } },
    gone: { type: 'final', meta: { closes: 'gone' } },
  },
});
