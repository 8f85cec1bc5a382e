// M14 愿景: what residents wish, what becomes of it, who takes it on, and whether they find it met (004 四单).
import { all, defineProcess, linkedCase } from '@bihuan/core';
import { z } from 'zod';
import { evidence } from '../builders/evidence.ts';
import { reminded } from '../builders/reminded.ts';
import { joined } from '../builders/separation.ts';
import { text } from '../builders/text.ts';
import { partyTask } from '../tiered-response/context.ts';
import { wishContext, wishInput } from './context.ts';
import { labels } from './labels.ts';
import { type WishOptions, wishDefaults } from './options.ts';
import { wishRules } from './rules.ts';

const reason = z.string().min(1).max(2_000);
const person = z.string().min(1).max(190);
const note = z.string().max(2_000).optional();
const fresh = { reminders: 0 };

/** The wish process with a community's own limits, quorum and threshold. */
export function wishProcess(options: Partial<WishOptions> = {}, version = 1) {
  const set: WishOptions = { ...wishDefaults, ...options };
  const reminds = <const State extends string, const Then extends string>(state: State, then: Then) =>
    reminded({ state, rule: 'remindersLeft', actions: ['countReminder', 'reminder'], then });

  return defineProcess({
    id: 'wish',
    version,
    roles: ['resident', 'collector', 'jointMeeting', 'council', 'undertaker', 'administrator'],
    opener: ['resident', 'collector', 'jointMeeting', 'system'],
    input: wishInput,
    context: wishContext,
    initialContext: ({ input }) => ({
      ...input,
      into: null,
      declinedFor: null,
      parties: [],
      days: set.doDays,
      route: null,
      project: null,
      undertaker: null,
      doneBy: [],
      republished: 0,
      recalled: 0,
      reminders: 0,
      ratings: [],
      dates: { tasked: null, claimed: null, delivered: null, evaluated: null },
    }),
    commands: {
      merge: { by: ['jointMeeting'], payload: z.object({ into: person }) },
      decline: { by: ['jointMeeting'], payload: z.object({ reason }) },
      task: {
        by: ['jointMeeting'],
        payload: z.object({ parties: z.array(partyTask).min(1).max(50), days: z.int().min(1).max(366).optional() }),
      },
      byDuty: { by: ['jointMeeting'], payload: z.object({ undertaker: person }) },
      microProject: { by: ['jointMeeting', 'council'], payload: z.object({ project: z.string().min(1).max(500) }) },
      claimProject: { by: ['undertaker', 'council'], payload: z.object({ undertaker: person }) },
      releaseProject: { by: ['undertaker', 'council'], payload: z.object({ reason }) },
      begin: { by: ['undertaker'], payload: z.object({ note }) },
      deliver: { by: ['undertaker'], payload: z.object({ evidence: evidence(1), note }) },
      rate: { by: ['resident'], payload: z.object({ met: z.boolean(), note }) },
      evaluate: { by: ['jointMeeting', 'council'] },
      withdraw: { by: ['resident', 'collector', 'jointMeeting'], payload: z.object({ reason }) },
      void: { by: ['administrator'], payload: z.object({ reason }) },
      mergeAccepted: { by: ['system'], payload: linkedCase },
      mergeRefused: { by: ['system'], payload: linkedCase },
      concluded: { by: ['system'], payload: linkedCase },
      returned: { by: ['system'], payload: linkedCase },
    },
    rules: wishRules(set),
    payloadRules: { merge: { isAnother: ({ payload, case: facts }) => payload.into !== facts.id } },
    updates: {
      merge: ({ payload }) => ({ ...fresh, into: payload.into }),
      mergeRefused: () => ({ into: null }),
      decline: ({ payload }) => ({ declinedFor: payload.reason }),
      task: ({ context, payload, at }) => ({
        ...fresh,
        parties: payload.parties,
        days: payload.days ?? context.days,
        dates: { ...context.dates, tasked: at },
      }),
      byDuty: ({ payload }) => ({ ...fresh, route: 'byDuty' as const, undertaker: payload.undertaker }),
      microProject: ({ payload }) => ({ ...fresh, route: 'microProject' as const, project: payload.project }),
      claimProject: ({ context, payload, at }) => ({ ...fresh, undertaker: payload.undertaker, dates: { ...context.dates, claimed: at } }),
      releaseProject: ({ context }) => ({ ...fresh, undertaker: null, dates: { ...context.dates, claimed: null } }),
      begin: () => fresh,
      deliver: ({ context, by, at }) => ({
        ...fresh,
        doneBy: joined(context.doneBy, by),
        ratings: [],
        dates: { ...context.dates, delivered: at },
      }),
      rate: ({ context, payload, by }) => ({
        ratings: [...context.ratings, { by: by.persons[0] ?? by.id, met: payload.met, note: payload.note ?? null }],
      }),
      concluded: ({ context, at }) => ({ ...fresh, dates: { ...context.dates, tasked: context.dates.tasked ?? at, delivered: at } }),
      returned: () => ({ declinedFor: '三级响应未能解决 the tiered response could not solve it' }),
    },
    assignments: {
      countReminder: ({ context }) => ({ reminders: context.reminders + 1 }),
      countRepublished: ({ context }) => ({ republished: context.republished + 1 }),
      countRecalled: ({ context }) => ({ recalled: context.recalled + 1 }),
      unclaimed: ({ context }) => ({ undertaker: null, route: null, project: null, dates: { ...context.dates, claimed: null } }),
      evaluated: ({ context, at }) => ({ dates: { ...context.dates, evaluated: at } }),
    },
    deadlines: {
      decomposeBy: set.decompose,
      tasksBy: set.decompose,
      offeredUntil: set.publish,
      beginBy: set.begin,
      doBy: ({ context }) => ({ workingDays: context.days }),
      evaluateBy: set.evaluate,
    },
    messages: {
      reminder: ({ context, case: facts }) => ({
        to: context.undertaker,
        wish: context.wish,
        states: facts.states,
        reminders: context.reminders,
      }),
      offered: ({ context }) => ({ project: context.project, wish: context.wish }),
      callToRate: ({ context }) => ({ wish: context.wish, place: context.place }),
      answered: ({ context }) => ({ to: context.reporter, wish: context.wish }),
    },
    opens: {
      openResponse: {
        process: 'tiered-response',
        link: 'escalatedTo',
        with: ({ context, case: facts }) => ({ input: { matter: context.wish, kind: 'other', urgency: 'complex', source: facts.id } }),
      },
      comeAgain: {
        process: 'wish',
        link: 'succeededBy',
        with: ({ context: { wish, theme, place, demand, reporter, generation } }) => ({
          input: { wish, theme, place, demand, reporter, generation: generation + 1 },
        }),
      },
    },
    ties: { tieInto: { link: 'mergedInto', to: ({ context }) => context.into! } },
    links: {
      itemOf: { process: 'four-lists' },
      mergedInto: { process: 'wish', registered: 'mergeAccepted', refused: 'mergeRefused' },
      escalatedTo: { process: 'tiered-response', closed: { resolved: 'concluded', otherwise: 'returned' } },
      succeededBy: { process: 'wish' },
    },
    linkedFrom: { mergedInto: { process: 'wish', accepts: 'isOpen' } },
    rollUp: ({ context: { wish, theme, demand, into, declinedFor, parties, route, project, undertaker, ratings, dates }, states }) => ({
      wish,
      theme,
      demand,
      state: states[0] ?? null,
      into,
      declinedFor,
      parties,
      route,
      project,
      undertaker,
      ratings: { count: ratings.length, met: ratings.filter((each) => each.met).length },
      dates,
    }),
    controls: {
      suspend: ['jointMeeting'],
      resume: ['jointMeeting'],
      extend: [['jointMeeting'], ['council']],
      supervise: [['jointMeeting'], ['council']],
      link: ['collector', 'jointMeeting'],
    },
    visibility: {
      wish: 'public',
      theme: 'public',
      place: 'public',
      demand: 'public',
      undertaker: 'public',
      declinedFor: 'public',
      reporter: 'restricted',
      ratings: 'restricted',
    },
    labels,
  }).machine({
    initial: 'collected',
    states: {
      collected: {
        meta: { owner: 'jointMeeting' },
        after: { decomposeBy: reminds('collected', 'escalated') },
        on: {
          merge: { guard: 'isAnother', target: 'merging', actions: 'tieInto' },
          decline: { target: 'declined', actions: 'answered' },
          task: 'tasked',
          withdraw: { guard: 'isOpener', target: 'withdrawn' },
          void: 'voided',
        },
      },
      merging: {
        meta: { owner: 'jointMeeting', waits: text('等待对方登记', 'waits for the other wish to register it') },
        on: { mergeAccepted: 'merged', mergeRefused: 'collected' },
      },
      tasked: {
        meta: { owner: 'jointMeeting' },
        after: { tasksBy: reminds('tasked', 'escalated') },
        on: { byDuty: 'doing', microProject: { guard: 'mayBeOffered', target: 'published' } },
      },
      published: {
        entry: 'offered',
        meta: { owner: ['undertaker', 'council'] },
        after: {
          offeredUntil: [
            { guard: 'republishLeft', target: 'published', reenter: true, actions: 'countRepublished' },
            { target: 'tasked', actions: ['countRepublished', 'unclaimed'] },
          ],
        },
        on: { claimProject: 'claimed' },
      },
      claimed: {
        meta: { owner: 'undertaker', assignee: 'undertaker' },
        after: {
          beginBy: [
            { guard: 'republishLeft', target: 'published', actions: ['countRepublished', 'unclaimed'] },
            { target: 'tasked', actions: ['countRepublished', 'unclaimed'] },
          ],
        },
        on: { begin: { guard: 'isUndertaker', target: 'doing' }, releaseProject: { guard: 'isUndertaker', target: 'published' } },
      },
      doing: {
        meta: { owner: 'undertaker', assignee: 'undertaker' },
        after: { doBy: reminds('doing', 'escalated') },
        on: { deliver: { guard: 'isUndertaker', target: 'evaluating' } },
      },
      escalated: {
        entry: 'openResponse',
        meta: { owner: 'jointMeeting', waits: text('等待三级响应办结', 'waits for the tiered response') },
        on: { concluded: 'evaluating', returned: { target: 'declined', actions: 'answered' } },
      },
      evaluating: {
        entry: 'callToRate',
        meta: { owner: 'resident' },
        after: { evaluateBy: verdict },
        on: { rate: { guard: all('isFreeToRate', 'notRatedYet') }, evaluate: [verdict[0], verdict[1], verdict[2]] },
      },
      merged: { type: 'final', meta: { closes: 'merged' } },
      declined: { type: 'final', meta: { closes: 'declined' } },
      met: { type: 'final', meta: { closes: 'met' } },
      unmet: { type: 'final', meta: { closes: 'unmet' } },
      unrated: { type: 'final', meta: { closes: 'unrated' } },
      withdrawn: { type: 'final', meta: { closes: 'withdrawn' } },
      voided: { type: 'final', meta: { closes: 'voided' } },
    },
  });
}

/** What the ratings come to once the time is up: met, come again as a new wish, unmet, called once more, or unrated. */
const verdict = [
  { guard: all('quorum', 'threshold'), target: 'met', actions: ['evaluated', 'answered'] },
  { guard: all('quorum', 'mayComeAgain'), target: 'unmet', actions: ['evaluated', 'comeAgain', 'answered'] },
  { guard: 'quorum', target: 'unmet', actions: ['evaluated', 'answered'] },
  { guard: 'recallLeft', target: 'evaluating', reenter: true, actions: 'countRecalled' },
  { target: 'unrated', actions: 'evaluated' },
] as const;

/** 居民愿景 with the default limits. */
export const wish = wishProcess();
