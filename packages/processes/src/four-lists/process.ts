// M14 四单: one round of wishes, from the first list to the fourth. It closes only when nothing was dropped between them (004).
import { defineProcess, type StateArgs } from '@bihuan/core';
import { z } from 'zod';
import { reminded } from '../builders/reminded.ts';
import { personsOf } from '../builders/separation.ts';
import { text } from '../builders/text.ts';
import { labels } from './labels.ts';
import { dispositionOf, itemsOf, listGaps } from './lists.ts';
import { type RoundOptions, roundDefaults } from './options.ts';

const note = z.string().max(2_000).optional();
const signature = z.strictObject({ by: z.array(z.string()), atMs: z.int() }).nullable();
const roundContext = z.object({
  title: z.string(),
  period: z.string(),
  /** Who signed each list, and when. */
  signed: z.strictObject({ wishes: signature, tasks: signature, claims: signature, evaluations: signature }),
  reminders: z.int().nonnegative(),
});

type Args = StateArgs<z.output<typeof roundContext>>;
const items = ({ case: facts }: Args) => itemsOf(facts.links);
const none = (count: number) => count === 0 || { count };

/** The four-lists round with a community's own limits. */
export function fourListsProcess(options: Partial<RoundOptions> = {}, version = 1) {
  const set: RoundOptions = { ...roundDefaults, ...options };
  const reminds = <const State extends string>(state: State) =>
    reminded({ state, rule: 'remindersLeft', actions: ['countReminder', 'reminder'], then: '#four-lists.stalled' });
  const signs =
    <const List extends 'wishes' | 'tasks' | 'claims' | 'evaluations'>(list: List) =>
    ({ context, by, at }: Args) => ({ reminders: 0, signed: { ...context.signed, [list]: { by: personsOf(by), atMs: at } } });

  return defineProcess({
    id: 'four-lists',
    version,
    roles: ['community', 'jointMeeting', 'council', 'subdistrict'],
    opener: ['community'],
    input: z.object({ title: z.string().min(1).max(200), period: z.string().min(1).max(100) }),
    context: roundContext,
    initialContext: ({ input }) => ({ ...input, signed: { wishes: null, tasks: null, claims: null, evaluations: null }, reminders: 0 }),
    commands: {
      signWishes: { by: ['community'], payload: z.object({ note }) },
      signTasks: { by: ['jointMeeting'], payload: z.object({ note }) },
      signClaims: { by: ['council'], payload: z.object({ note }) },
      startEvaluation: { by: ['community'] },
      signEvaluations: { by: ['community'], payload: z.object({ note }) },
      revive: { by: ['community', 'subdistrict'], payload: z.object({ reason: z.string().min(1).max(2_000) }) },
      cancelRound: { by: ['community'], payload: z.object({ reason: z.string().min(1).max(2_000) }) },
    },
    rules: {
      isCollecting: ({ case: facts }) => facts.states.includes('underway.collecting'),
      hasWishes: (args) => items(args).length > 0,
      allDecided: (args) => none(items(args).filter((item) => dispositionOf(item) === 'pending').length),
      allUndertaken: (args) =>
        none(
          items(args).filter((item) => dispositionOf(item) === 'tasked' && item.undertaker === null && item.dates.delivered === null)
            .length,
        ),
      allDelivered: (args) => none(items(args).filter((item) => dispositionOf(item) === 'tasked' && item.dates.delivered === null).length),
      reconciles: (args) => {
        const gaps = listGaps(items(args));
        return (
          gaps.length === 0 || {
            count: gaps.length,
            gaps: gaps.map(({ list, id, text: what }) => ({ list, case: id, zh: what.zh, en: what.en })),
          }
        );
      },
      remindersLeft: ({ context }) => context.reminders < set.most.reminders || { most: set.most.reminders },
    },
    updates: {
      signWishes: signs('wishes'),
      signTasks: signs('tasks'),
      signClaims: signs('claims'),
      startEvaluation: () => ({ reminders: 0 }),
      signEvaluations: signs('evaluations'),
      revive: () => ({ reminders: 0 }),
    },
    assignments: { countReminder: ({ context }) => ({ reminders: context.reminders + 1 }) },
    deadlines: {
      collectBy: set.collect,
      decomposeBy: set.decompose,
      claimBy: set.claim,
      carryOutBy: set.carryOut,
      evaluateBy: set.evaluate,
    },
    messages: {
      reminder: ({ context, case: facts }) => ({ title: context.title, states: facts.states, reminders: context.reminders }),
      stalledNotice: ({ context, case: facts }) => ({ title: context.title, states: facts.states }),
      listSigned: ({ context, case: facts }) => ({ title: context.title, states: facts.states }),
      roundClosed: ({ context }) => ({ title: context.title, period: context.period }),
    },
    linkedFrom: { itemOf: { process: 'wish', accepts: 'isCollecting' } },
    controls: {
      suspend: ['community'],
      resume: ['community'],
      extend: [['community'], ['subdistrict']],
      supervise: [['subdistrict'], ['subdistrict']],
    },
    visibility: { title: 'public', period: 'public' },
    labels,
  }).machine({
    initial: 'underway',
    states: {
      underway: {
        initial: 'collecting',
        on: { cancelRound: 'cancelled' },
        states: {
          collecting: {
            meta: { owner: 'community' },
            after: { collectBy: reminds('collecting') },
            on: { signWishes: { guard: 'hasWishes', target: 'decomposing', actions: 'listSigned' } },
          },
          decomposing: {
            meta: { owner: 'jointMeeting' },
            after: { decomposeBy: reminds('decomposing') },
            on: { signTasks: { guard: 'allDecided', target: 'claiming', actions: 'listSigned' } },
          },
          claiming: {
            meta: { owner: 'council' },
            after: { claimBy: reminds('claiming') },
            on: { signClaims: { guard: 'allUndertaken', target: 'doing', actions: 'listSigned' } },
          },
          doing: {
            meta: { owner: 'community' },
            after: { carryOutBy: reminds('doing') },
            on: { startEvaluation: { guard: 'allDelivered', target: 'evaluating' } },
          },
          evaluating: {
            meta: { owner: 'community' },
            after: { evaluateBy: reminds('evaluating') },
            on: { signEvaluations: { guard: 'reconciles', target: '#four-lists.closed', actions: ['listSigned', 'roundClosed'] } },
          },
          resumed: { type: 'history' },
        },
      },
      stalled: {
        entry: 'stalledNotice',
        meta: {
          owner: ['community', 'subdistrict'],
          waits: text('已提醒至上限,等待重新推进', 'reminded as often as may be; waits to be revived'),
        },
        on: { revive: 'underway.resumed', cancelRound: 'cancelled' },
      },
      closed: { type: 'final', meta: { closes: 'closed' } },
      cancelled: { type: 'final', meta: { closes: 'cancelled' } },
    },
  });
}

/** 四单 with the default limits. */
export const fourLists = fourListsProcess();
