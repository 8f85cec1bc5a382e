// Two processes that are linked: a project counts its tasks and ends when they have. For the tests of core.
import { z } from 'zod';
import { days, defineProcess, linkedCase } from './index.ts';

const text = { zh: '文', en: 'text' };

export const project = defineProcess({
  id: 'project',
  version: 1,
  roles: ['lead'],
  opener: ['lead'],
  input: z.object({}),
  context: z.object({
    done: z.number(),
    dropped: z.number(),
    reopened: z.number(),
    changed: z.number(),
    refused: z.number(),
    next: z.string(),
  }),
  initialContext: () => ({ done: 0, dropped: 0, reopened: 0, changed: 0, refused: 0, next: '' }),
  commands: {
    split: { by: ['lead'] },
    adopt: { by: ['lead'], payload: z.object({ task: z.string() }) },
    finish: { by: ['lead'] },
    taskDone: { by: ['system'], payload: linkedCase },
    taskDropped: { by: ['system'], payload: linkedCase },
    taskReopened: { by: ['system'], payload: linkedCase },
    taskChanged: { by: ['system'], payload: linkedCase },
    taskRefused: { by: ['system'], payload: linkedCase },
    wakeUp: { by: ['lead'] },
  },
  rules: {
    allEnded: ({ case: { links } }) => {
      const open = links.filter(
        (link) => link.status === 'pending' || (link.status === 'active' && (link.rollUp?.outcome ?? null) === null),
      );
      return open.length === 0 || { open: open.length };
    },
  },
  updates: {
    adopt: ({ payload }) => ({ next: payload.task }),
    taskDone: ({ context }) => ({ done: context.done + 1 }),
    taskDropped: ({ context }) => ({ dropped: context.dropped + 1 }),
    taskReopened: ({ context }) => ({ reopened: context.reopened + 1 }),
    taskChanged: ({ context }) => ({ changed: context.changed + 1 }),
    taskRefused: ({ context }) => ({ refused: context.refused + 1 }),
  },
  opens: { openTask: { process: 'task', link: 'task', with: () => ({ input: { size: 3 }, unit: 'a' }) } },
  ties: { tieTask: { link: 'task', to: ({ context }) => context.next } },
  links: {
    task: {
      process: 'task',
      closed: { solved: 'taskDone', otherwise: 'taskDropped' },
      reopened: 'taskReopened',
      changed: 'taskChanged',
      refused: 'taskRefused',
    },
  },
  controls: { link: ['lead'] },
  labels: {
    title: text,
    states: { running: text, finished: text },
    commands: {
      split: text,
      adopt: text,
      finish: text,
      taskDone: text,
      taskDropped: text,
      taskReopened: text,
      taskChanged: text,
      taskRefused: text,
      wakeUp: text,
    },
    roles: { lead: text },
    rules: { allEnded: text },
    deadlines: {},
    messages: {},
    fields: {
      done: text,
      dropped: text,
      reopened: text,
      changed: text,
      refused: text,
      next: text,
      task: text,
      case: text,
      outcome: text,
      data: text,
    },
    outcomes: { finished: text },
  },
}).machine({
  initial: 'running',
  on: { taskDone: {}, taskDropped: {}, taskReopened: {}, taskChanged: {}, taskRefused: {} },
  states: {
    running: {
      meta: { owner: 'lead', waits: text },
      on: {
        split: { actions: ['openTask', 'openTask'] },
        adopt: { actions: 'tieTask' },
        finish: { guard: 'allEnded', target: 'finished' },
      },
    },
    finished: { meta: { closes: 'finished' }, on: { wakeUp: 'running' } },
  },
});

export const task = defineProcess({
  id: 'task',
  version: 1,
  roles: ['worker'],
  opener: ['worker', 'system'],
  input: z.object({ size: z.number() }),
  context: z.object({ left: z.number() }),
  initialContext: ({ input }) => ({ left: input.size }),
  commands: { work: { by: ['worker'] }, drop: { by: ['worker'] }, redo: { by: ['worker'] } },
  rules: { isSmall: ({ context }) => context.left < 10, isLast: ({ context }) => context.left <= 1 },
  assignments: { less: ({ context }) => ({ left: context.left - 1 }) },
  deadlines: { forget: days(30) },
  linkedFrom: { task: { process: 'project', accepts: 'isSmall' } },
  rollUp: ({ context }) => ({ half: context.left < 2 }),
  uniqueSubject: true,
  labels: {
    title: text,
    states: { open: text, solved: text, dropped: text },
    commands: { work: text, drop: text, redo: text },
    roles: { worker: text },
    rules: { isSmall: text, isLast: text },
    deadlines: { forget: text },
    messages: {},
    fields: { size: text, left: text },
    outcomes: { solved: text, dropped: text },
  },
}).machine({
  initial: 'open',
  states: {
    open: {
      meta: { owner: 'worker' },
      after: { forget: 'dropped' },
      on: { work: [{ guard: 'isLast', target: 'solved', actions: 'less' }, { actions: 'less' }], drop: 'dropped' },
    },
    solved: { meta: { closes: 'solved' }, on: { redo: 'open' } },
    dropped: { meta: { closes: 'dropped' }, after: { forget: 'open' }, on: { redo: 'open' } },
  },
});
