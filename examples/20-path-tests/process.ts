// What the host is meant to do, as a process: a hazard from report to strike-off, with every rule, limit and message the office agreed on.
import { all, days, defineProcess, hours } from '@bihuan/core';
import { z } from 'zod';
import { labels, text } from './labels.ts';

const reason = z.string().min(1).max(200);
const most = { reminders: 2, declines: 1, rework: 2, rebounds: 1, holds: 1 };
const left =
  (field: keyof typeof most) =>
  ({ context }: { readonly context: any }) =>
    context[field] < most[field];

export const street = defineProcess({
  id: 'street',
  version: 1,
  roles: ['reporter', 'clerk', 'owner', 'inspector', 'chief'],
  opener: ['reporter', 'clerk'],
  input: z.object({ place: z.string().min(1).max(100), text: z.string().min(1).max(500) }),
  context: z.object({
    owner: z.string().nullable(),
    days: z.int(),
    holdDays: z.int(),
    fixedBy: z.array(z.string()),
    late: z.boolean(),
    reminders: z.int(),
    declines: z.int(),
    rework: z.int(),
    rebounds: z.int(),
    holds: z.int(),
  }),
  initialContext: () => ({
    ...{ owner: null, days: 0, holdDays: 0, fixedBy: [], late: false },
    ...{ reminders: 0, declines: 0, rework: 0, rebounds: 0, holds: 0 },
  }),
  commands: {
    register: { by: ['clerk'] },
    reject: { by: ['clerk'], payload: z.object({ reason }) },
    withdraw: { by: ['reporter'] },
    assign: { by: ['clerk'], payload: z.object({ owner: z.string().min(1).max(50), days: z.int().min(1).max(30) }) },
    submit: { by: ['owner'], payload: z.object({ photo: z.string().min(1).max(100) }) },
    decline: { by: ['owner'], payload: z.object({ reason }) },
    hold: { by: ['chief'], payload: z.object({ days: z.int().min(1).max(60) }) },
    restart: { by: ['chief'] },
    pass: { by: ['inspector'] },
    fail: { by: ['inspector'], payload: z.object({ reason }) },
    clean: { by: ['inspector'] },
    rebound: { by: ['inspector'], payload: z.object({ reason }) },
    handDown: { by: ['chief'] },
    reopen: { by: ['chief'], payload: z.object({ reason }) },
  },
  rules: {
    isReporter: ({ by, case: { openedBy } }) => openedBy.includes(by.id),
    isOwner: ({ context, by }) => context.owner === by.id,
    isNoFixer: ({ context, by }) => !context.fixedBy.includes(by.id),
    remindersLeft: left('reminders'),
    declinesLeft: left('declines'),
    reworkLeft: left('rework'),
    reboundsLeft: left('rebounds'),
    holdsLeft: left('holds'),
  },
  updates: {
    register: () => ({ reminders: 0 }),
    assign: ({ payload }) => ({ owner: payload.owner, days: payload.days }),
    submit: ({ context, by }) => ({ fixedBy: [...new Set([...context.fixedBy, by.id])], reminders: 0 }),
    decline: ({ context }) => ({ owner: null, declines: context.declines + 1 }),
    hold: ({ context, payload }) => ({ holdDays: payload.days, holds: context.holds + 1 }),
    fail: ({ context }) => ({ rework: context.rework + 1 }),
    rebound: ({ context }) => ({ rebounds: context.rebounds + 1 }),
    reopen: () => ({ owner: null, late: false }),
  },
  assignments: { remind: ({ context }) => ({ reminders: context.reminders + 1 }), markLate: () => ({ late: true }) },
  deadlines: {
    register: hours(4),
    dispatch: hours(24),
    rectify: ({ context }) => days(context.days),
    grace: hours(48),
    held: ({ context }) => days(context.holdDays),
    verify: hours(72),
    lookBack: days(7),
  },
  messages: {
    assigned: ({ context }) => ({ to: context.owner }),
    reminder: () => ({}),
    overdueNotice: ({ context }) => ({ to: context.owner }),
    reworkOrdered: ({ context }) => ({ to: context.owner }),
    escalatedNotice: () => ({}),
    missedNotice: () => ({}),
    closedNotice: () => ({}),
  },
  labels,
}).machine({
  initial: 'reported',
  states: {
    reported: {
      meta: { owner: 'clerk' },
      after: { register: reminded('reported') },
      on: { register: 'recorded', reject: 'rejected', withdraw: { guard: 'isReporter', target: 'withdrawn' } },
    },
    recorded: {
      meta: { owner: 'clerk' },
      after: { dispatch: { target: 'escalated', actions: 'escalatedNotice' } },
      on: { assign: { target: 'rectifying', actions: 'assigned' }, withdraw: { guard: 'isReporter', target: 'withdrawn' } },
    },
    rectifying: {
      meta: { owner: 'owner', assignee: 'owner' },
      after: { rectify: { target: 'overdue', actions: ['markLate', 'overdueNotice'] } },
      on: {
        submit: { guard: 'isOwner', target: 'rectified' },
        decline: [
          { guard: all('isOwner', 'declinesLeft'), target: 'recorded' },
          { guard: 'isOwner', target: 'escalated', actions: 'escalatedNotice' },
        ],
        hold: { guard: 'holdsLeft', target: 'held' },
      },
    },
    overdue: {
      meta: { owner: 'owner', assignee: 'owner' },
      after: { grace: { target: 'escalated', actions: 'escalatedNotice' } },
      on: { submit: { guard: 'isOwner', target: 'rectified' } },
    },
    held: { meta: { owner: 'chief' }, after: { held: 'rectifying' }, on: { restart: 'rectifying' } },
    rectified: {
      meta: { owner: 'inspector' },
      after: { verify: reminded('rectified') },
      on: {
        pass: { guard: 'isNoFixer', target: 'lookBack' },
        fail: [
          { guard: all('isNoFixer', 'reworkLeft'), target: 'rectifying', actions: 'reworkOrdered' },
          { guard: 'isNoFixer', target: 'escalated', actions: 'escalatedNotice' },
        ],
      },
    },
    lookBack: {
      meta: { owner: 'inspector' },
      after: { lookBack: { target: 'lookBack', reenter: true, actions: 'missedNotice' } },
      on: {
        clean: { guard: 'isNoFixer', target: 'closed', actions: 'closedNotice' },
        rebound: [
          { guard: 'reboundsLeft', target: 'rectifying', actions: 'reworkOrdered' },
          { target: 'escalated', actions: 'escalatedNotice' },
        ],
      },
    },
    escalated: { meta: { owner: 'chief', waits: text('等待街道裁定', 'waits for the street office') }, on: { handDown: 'recorded' } },
    closed: { meta: { closes: 'closed' }, on: { reopen: 'recorded' } },
    rejected: { type: 'final', meta: { closes: 'rejected' } },
    withdrawn: { type: 'final', meta: { closes: 'withdrawn' } },
  },
});

/** A passed deadline reminds, twice at most; then the case goes up. */
function reminded<const State extends string>(state: State) {
  return [
    { guard: 'remindersLeft', target: state, reenter: true, actions: ['remind', 'reminder'] },
    { target: 'escalated', actions: 'escalatedNotice' },
  ] as const;
}
