// The suite's own process, for laws that run an engine over a store: small, and everything a store keeps occurs in it.
import { defineProcess, hours } from '@bihuan/core';
import { z } from 'zod';

const text = (zh: string, en: string) => ({ zh, en });

/** An errand is begun, perhaps with the help of another errand, and finished; when it takes too long it is late. */
export const errand = defineProcess({
  id: 'errand',
  version: 1,
  roles: ['clerk', 'chief'],
  opener: ['clerk', 'system'],
  input: z.object({ title: z.string() }),
  context: z.object({ title: z.string(), notes: z.array(z.string()), helped: z.number().int(), lateTimes: z.number().int() }),
  initialContext: ({ input }) => ({ title: input.title, notes: [], helped: 0, lateTimes: 0 }),
  commands: {
    note: { by: ['clerk'], payload: z.object({ text: z.string() }) },
    begin: { by: ['clerk'] },
    askHelp: { by: ['clerk'] },
    helpEnded: {
      by: ['system'],
      payload: z.object({ case: z.string(), outcome: z.string().nullable(), data: z.record(z.string(), z.json()) }),
    },
    finish: { by: ['clerk'] },
  },
  rules: { noted: ({ context }) => context.notes.length > 0 || { notes: context.notes.length } },
  updates: { note: ({ context, payload }) => ({ notes: [...context.notes, payload.text] }) },
  assignments: {
    countedHelp: ({ context }) => ({ helped: context.helped + 1 }),
    countedLate: ({ context }) => ({ lateTimes: context.lateTimes + 1 }),
  },
  deadlines: { start: hours(1), end: hours(24) },
  messages: { begun: ({ context }) => ({ title: context.title }), late: ({ at }) => ({ atMs: at }) },
  opens: { openHelp: { process: 'errand', link: 'helpedBy', with: ({ context }) => ({ input: { title: `help: ${context.title}` } }) } },
  links: { helpedBy: { process: 'errand', closed: 'helpEnded' } },
  linkedFrom: { helpedBy: { process: 'errand' } },
  controls: { suspend: ['chief'], resume: ['chief'] },
  uniqueSubject: true,
  labels: {
    title: text('差事', 'Errand'),
    states: {
      waiting: text('待办', 'waiting'),
      doing: text('在办', 'doing'),
      helped: text('协办中', 'being helped'),
      late: text('逾期', 'late'),
      done: text('已办', 'done'),
    },
    commands: {
      note: text('记录', 'Note'),
      begin: text('开始', 'Begin'),
      askHelp: text('请求协办', 'Ask for help'),
      helpEnded: text('协办结束', 'Help ended'),
      finish: text('办结', 'Finish'),
    },
    roles: { clerk: text('办事员', 'clerk'), chief: text('主管', 'chief') },
    rules: { noted: text('尚无记录', 'nothing was noted') },
    deadlines: { start: text('开始时限', 'start'), end: text('办结时限', 'end') },
    messages: { begun: text('已开始', 'begun'), late: text('逾期', 'late') },
    fields: {
      title: text('名称', 'title'),
      notes: text('记录', 'notes'),
      helped: text('协办次数', 'times helped'),
      lateTimes: text('逾期次数', 'times late'),
      text: text('内容', 'text'),
      case: text('案件', 'case'),
      outcome: text('结果', 'outcome'),
      data: text('数据', 'data'),
    },
    outcomes: { done: text('已办', 'done') },
  },
}).machine({
  initial: 'waiting',
  on: { note: {} },
  states: {
    waiting: { meta: { owner: ['clerk', 'chief'] }, after: { start: 'late' }, on: { begin: 'doing' } },
    doing: {
      meta: { owner: 'clerk' },
      entry: 'begun',
      after: { end: 'late' },
      on: { askHelp: { target: 'helped', actions: 'openHelp' }, finish: { guard: 'noted', target: 'done' } },
    },
    helped: { meta: { owner: 'chief' }, after: { end: 'late' }, on: { helpEnded: { target: 'doing', actions: 'countedHelp' } } },
    late: {
      meta: { owner: 'chief', waits: text('由主管处理', 'the chief sees to it') },
      entry: ['countedLate', 'late'],
      on: { begin: 'doing' },
    },
    done: { type: 'final', meta: { closes: 'done' } },
  },
});
