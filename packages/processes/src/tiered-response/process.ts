// M6 三级响应 (004): 能立即处理的当即处理; 需要研判的召开联席会议; 需要上级支持的由社区党委吹哨. Upward only.
import { defineProcess } from '@bihuan/core';
import { z } from 'zod';
import { evidence } from '../builders/evidence.ts';
import { ladder } from '../builders/ladder.ts';
import { reminded } from '../builders/reminded.ts';
import { isAmong, joined } from '../builders/separation.ts';
import { level, matterKind, partyTask, responseContext, responseInput, urgency, whistleKind } from './context.ts';
import { labels } from './labels.ts';
import { type ResponseOptions, responseDefaults } from './options.ts';

const reason = z.string().min(1).max(2_000);
const fresh = { reminders: 0 };

/** The three-level response with a community's own limits. */
export function tieredResponseProcess(options: Partial<ResponseOptions> = {}, version = 1) {
  const set: ResponseOptions = { ...responseDefaults, ...options };
  const reminds = <const State extends string, const Then extends string>(state: State, then: Then) =>
    reminded({ state, rule: 'remindersLeft', actions: ['countReminder', 'reminder'], then });

  return defineProcess({
    id: 'tiered-response',
    version,
    roles: ['reporter', 'handler', 'partyCommittee', 'party', 'department', 'arbitrator', 'administrator'],
    opener: ['reporter', 'handler', 'partyCommittee', 'system'],
    input: responseInput,
    context: responseContext,
    initialContext: ({ input }) => ({
      ...input,
      handledBy: [],
      result: null,
      parties: [],
      whistleKind: null,
      department: null,
      whistles: 0,
      redo: 0,
      score: null,
      confirmedBy: null,
      reminders: 0,
    }),
    commands: {
      classify: {
        by: ['handler', 'partyCommittee'],
        payload: z.object({ level, kind: matterKind.optional(), urgency: urgency.optional() }),
      },
      handled: {
        by: ['handler', 'party', 'department'],
        payload: z.object({ result: z.string().min(1).max(5_000), evidence: evidence(1) }),
      },
      raise: { by: ['handler', 'party', 'partyCommittee'], payload: z.object({ reason }) },
      assignParties: { by: ['partyCommittee'], payload: z.object({ parties: z.array(partyTask).min(1).max(50) }) },
      decideNoAction: { by: ['partyCommittee'], payload: z.object({ reason }) },
      blow: { by: ['partyCommittee'], payload: z.object({ whistleKind, department: z.string().min(1).max(190), reason }) },
      answer: { by: ['department'] },
      decline: { by: ['department'], payload: z.object({ reason }) },
      arrive: { by: ['department'], payload: z.object({ note: z.string().max(2_000).optional() }) },
      rate: { by: ['partyCommittee'], payload: z.object({ score: z.int().min(1).max(5), note: z.string().max(2_000).optional() }) },
      uphold: { by: ['arbitrator'], payload: z.object({ reason }) },
      overrule: { by: ['arbitrator'], payload: z.object({ reason }) },
      confirm: { by: ['reporter'], payload: z.object({ note: z.string().max(2_000).optional() }) },
      notYet: { by: ['reporter'], payload: z.object({ reason }) },
      withdraw: { by: ['reporter', 'handler', 'partyCommittee'], payload: z.object({ reason }) },
      void: { by: ['administrator'], payload: z.object({ reason }) },
    },
    rules: {
      isOpener: ({ by, case: facts }) => isAmong(by, facts.openedBy),
      isImmediate: ({ context }) => context.level === 1,
      isMeeting: ({ context }) => context.level === 2,
      isWhistle: ({ context }) => context.level === 3,
      atLevel1: ({ context }) => context.level === 1,
      atLevel2: ({ context }) => context.level === 2,
      isParty: ({ context, by }) =>
        isAmong(
          by,
          context.parties.map(({ party }) => party),
        ) || { parties: context.parties.map(({ party }) => party) },
      confirmerIsNotHandler: ({ context, by }) => !isAmong(by, context.handledBy) || { handledBy: context.handledBy },
      remindersLeft: ({ context }) => context.reminders < set.most.reminders || { most: set.most.reminders },
      whistlesLeft: ({ context }) => context.whistles < set.most.whistles || { most: set.most.whistles },
      redoLeft: ({ context }) => context.redo < set.most.redo || { most: set.most.redo },
    },
    payloadRules: {
      classify: {
        toImmediate: ({ payload }) => payload.level === 1,
        toMeeting: ({ payload }) => payload.level === 2,
        toWhistle: ({ payload }) => payload.level === 3,
      },
      rate: { goodEnough: ({ payload }) => payload.score >= set.leastScore || { least: set.leastScore, score: payload.score } },
    },
    updates: {
      classify: ({ context, payload }) => ({
        ...fresh,
        level: payload.level,
        kind: payload.kind ?? context.kind,
        urgency: payload.urgency ?? context.urgency,
      }),
      handled: ({ context, payload, by }) => ({ ...fresh, result: payload.result, handledBy: joined(context.handledBy, by) }),
      assignParties: ({ payload }) => ({ ...fresh, parties: payload.parties }),
      blow: ({ payload }) => ({ ...fresh, whistleKind: payload.whistleKind, department: payload.department }),
      answer: () => fresh,
      decline: () => fresh,
      arrive: () => fresh,
      rate: ({ payload }) => ({ ...fresh, score: payload.score }),
      uphold: () => fresh,
      overrule: () => fresh,
      confirm: () => ({ confirmedBy: 'reporter' as const }),
    },
    assignments: {
      countReminder: ({ context }) => ({ reminders: context.reminders + 1 }),
      countWhistle: ({ context }) => ({ whistles: context.whistles + 1, level: 3, reminders: 0 }),
      countRedo: ({ context }) => ({ redo: context.redo + 1, reminders: 0 }),
      atMeeting: () => ({ level: 2, reminders: 0 }),
      bySilence: () => ({ confirmedBy: 'silence' as const }),
    },
    deadlines: {
      classifyBy: set.classify,
      immediateBy: set.immediate,
      meetBy: set.meeting,
      handleBy: set.handling,
      answerBy: set.answer,
      arriveBy: set.arrive,
      finishBy: ({ context }) => set.onSite[context.urgency],
      rateBy: set.rate,
      arbitrateBy: set.arbitrate,
      confirmBy: set.confirm,
    },
    messages: {
      raised: ({ context }) => ({ matter: context.matter, level: context.level }),
      whistleBlown: ({ context }) => ({ to: context.department, matter: context.matter, kind: context.whistleKind }),
      reminder: ({ context, case: facts }) => ({
        to: context.department,
        matter: context.matter,
        states: facts.states,
        reminders: context.reminders,
      }),
      unmet: ({ context }) => ({ matter: context.matter, level: context.level }),
    },
    rollUp: ({ context }) => ({ level: context.level, handledBy: context.handledBy, result: context.result }),
    controls: {
      suspend: ['partyCommittee'],
      resume: ['partyCommittee'],
      extend: [['partyCommittee'], ['arbitrator']],
      supervise: [['partyCommittee'], ['arbitrator']],
    },
    visibility: { kind: 'public', level: 'public', handledBy: 'restricted' },
    labels,
  }).machine({
    initial: 'classified',
    states: {
      classified: {
        meta: { owner: ['handler', 'partyCommittee'] },
        always: [
          { guard: 'isImmediate', target: 'immediate' },
          { guard: 'isMeeting', target: 'jointMeeting' },
          { guard: 'isWhistle', target: 'whistle' },
        ],
        after: { classifyBy: reminds('classified', 'jointMeeting') },
        on: {
          classify: [
            { guard: 'toImmediate', target: 'immediate' },
            { guard: 'toMeeting', target: 'jointMeeting' },
            { guard: 'toWhistle', target: 'whistle' },
          ],
          withdraw: { guard: 'isOpener', target: 'withdrawn' },
          void: 'voided',
        },
      },
      ...ladder(
        [
          {
            state: 'immediate',
            owner: 'handler',
            deadline: 'immediateBy',
            up: 'raise',
            actions: ['raised'],
            on: { handled: 'confirming' },
          },
          {
            state: 'jointMeeting',
            owner: 'partyCommittee',
            entry: 'atMeeting',
            deadline: 'meetBy',
            actions: ['raised'],
            on: { assignParties: 'handling', decideNoAction: 'noAction', blow: { guard: 'whistlesLeft', target: 'whistle' } },
          },
        ],
        'whistle',
      ),
      handling: {
        meta: { owner: 'party' },
        after: { handleBy: { target: 'whistle', actions: 'raised' } },
        on: { handled: { guard: 'isParty', target: 'confirming' }, raise: { guard: 'whistlesLeft', target: 'whistle', actions: 'raised' } },
      },
      whistle: {
        initial: 'blown',
        entry: ['countWhistle', 'whistleBlown'],
        states: {
          blown: {
            meta: { owner: 'department', assignee: 'department' },
            after: { answerBy: reminds('blown', '#tiered-response.arbitrating') },
            on: { answer: 'answered', decline: '#tiered-response.arbitrating' },
          },
          answered: {
            meta: { owner: 'department', assignee: 'department' },
            after: { arriveBy: reminds('answered', '#tiered-response.arbitrating') },
            on: { arrive: 'onSite', decline: '#tiered-response.arbitrating' },
          },
          onSite: {
            meta: { owner: 'department', assignee: 'department' },
            after: { finishBy: reminds('onSite', '#tiered-response.closedUnmet') },
            on: { handled: 'rating' },
          },
          rating: {
            meta: { owner: 'partyCommittee' },
            after: { rateBy: '#tiered-response.confirming' },
            on: {
              rate: [
                { guard: 'goodEnough', target: '#tiered-response.confirming' },
                { guard: 'redoLeft', target: 'onSite', actions: 'countRedo' },
                { target: '#tiered-response.closedUnmet' },
              ],
            },
          },
        },
      },
      arbitrating: {
        meta: { owner: 'arbitrator' },
        after: { arbitrateBy: reminds('arbitrating', 'whistle.onSite') },
        on: { uphold: 'whistle.onSite', overrule: [{ guard: 'whistlesLeft', target: 'jointMeeting' }, 'closedUnmet'] },
      },
      confirming: {
        meta: { owner: 'reporter' },
        after: { confirmBy: { target: 'resolved', actions: 'bySilence' } },
        on: {
          confirm: { guard: 'confirmerIsNotHandler', target: 'resolved' },
          notYet: [
            { guard: 'atLevel1', target: 'jointMeeting', actions: 'raised' },
            { guard: 'atLevel2', target: 'whistle', actions: 'raised' },
            { guard: 'redoLeft', target: 'whistle.onSite', actions: 'countRedo' },
            { target: 'closedUnmet' },
          ],
        },
      },
      resolved: { type: 'final', meta: { closes: 'resolved' } },
      noAction: { type: 'final', meta: { closes: 'noAction' } },
      closedUnmet: { type: 'final', entry: 'unmet', meta: { closes: 'closedUnmet' } },
      withdrawn: { type: 'final', meta: { closes: 'withdrawn' } },
      voided: { type: 'final', meta: { closes: 'voided' } },
    },
  });
}

/** 三级响应 with the default limits. */
export const tieredResponse = tieredResponseProcess();
