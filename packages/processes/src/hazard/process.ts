// M1 隐患闭环: 发现—记录—整改—回头看 (000), with 退单, 延期, 缓办, 督办, 重点标记, 返工, 反弹 and 销号.
import { type ActingPerson, all, defineProcess } from '@bihuan/core';
import { reminded } from '../builders/reminded.ts';
import { isAmong, joined } from '../builders/separation.ts';
import { text } from '../builders/text.ts';
import { hazardCommands, hazardRoles } from './commands.ts';
import { hazardContext, hazardInput, untouched } from './context.ts';
import { labels } from './labels.ts';
import { type HazardOptions, hazardDefaults } from './options.ts';
import { hazardRules } from './rules.ts';

/** Progress of its own: reminders start again from none. */
const fresh = { reminders: 0 };

/** The hazard process with a community's own limits. Give a changed one its own version, so that running cases keep theirs. */
export function hazardProcess(options: Partial<HazardOptions> = {}, version = 1) {
  const set: HazardOptions = { ...hazardDefaults, ...options };
  const reminds = <const State extends string>(state: State) =>
    reminded({ state, rule: 'remindersLeft', actions: ['countReminder', 'reminder'], then: 'escalated' });

  return defineProcess({
    id: 'hazard',
    version,
    roles: hazardRoles,
    opener: ['finder', 'recorder', 'community', 'system'],
    input: hazardInput,
    context: hazardContext,
    initialContext: ({ input }) => ({ ...input, ...untouched, days: set.rectifyDays[input.grade] }),
    commands: hazardCommands,
    rules: hazardRules(set),
    payloadRules: {
      assign: {
        fiveElements: ({ context, payload }) => context.grade !== 'major' || payload.elements !== undefined || context.elements !== null,
      },
      postpone: { untilAhead: ({ payload, at }) => payload.untilMs > at },
      duplicate: { isAnother: ({ payload, case: facts }) => payload.original !== facts.id },
    },
    updates: {
      record: ({ context, payload }) => {
        const known = payload.grade ?? context.grade;
        return { ...fresh, category: payload.category ?? context.category, grade: known, days: set.rectifyDays[known] };
      },
      duplicate: ({ payload }) => ({ ...fresh, original: payload.original }),
      notDuplicate: () => ({ ...fresh, original: null }),
      originalRefused: () => ({ ...fresh, original: null }),
      fixOnSite: ({ context, payload, by, at }) => ({
        ...fresh,
        // A recorder who fixes it is not answerable for it: when the check fails, somebody is assigned.
        owner: context.owner ?? (by.roles.includes('owner') ? actedFor(by) : null),
        fixedBy: joined(context.fixedBy, by),
        measures: payload.measures ?? context.measures,
        rectifiedAtMs: at,
      }),
      assign: ({ context, payload, at }) => ({
        ...fresh,
        owner: payload.owner,
        days: payload.days ?? context.days,
        measures: payload.measures ?? context.measures,
        elements: payload.elements ?? context.elements,
        dispatchedAtMs: context.dispatchedAtMs ?? at,
      }),
      submit: ({ context, payload, by, at }) => ({
        ...fresh,
        // Of a key-marked case whoever solved it: rework is with somebody who can do it.
        owner: isAmong(by, [context.owner]) ? context.owner : actedFor(by),
        fixedBy: joined(context.fixedBy, by),
        measures: payload.measures ?? context.measures,
        rectifiedAtMs: at,
      }),
      declineOwnership: ({ context }) => ({ ...fresh, owner: null, declines: context.declines + 1 }),
      postpone: ({ context, payload }) => ({ ...fresh, postponedUntilMs: payload.untilMs, postponements: context.postponements + 1 }),
      markKey: () => ({ ...fresh, keyMarked: true }),
      jointAction: ({ context, by }) => ({ jointActions: context.jointActions + 1, fixedBy: joined(context.fixedBy, by) }),
      pass: () => ({ ...fresh, round: 0 }),
      fail: ({ context, payload, at }) => ({
        ...fresh,
        rework: context.rework + 1,
        days: payload.days ?? context.days,
        dispatchedAtMs: at,
        rectifiedAtMs: null,
      }),
      clean: ({ context }) => ({ ...fresh, round: context.round + 1 }),
      rebound: ({ context, payload, at }) => ({
        ...fresh,
        rebound: context.rebound + 1,
        days: payload.days ?? context.days,
        dispatchedAtMs: at,
        rectifiedAtMs: null,
      }),
      reopen: ({ context, payload, at }) => ({ ...fresh, days: payload.days ?? context.days, dispatchedAtMs: at, rectifiedAtMs: null }),
      recall: () => fresh,
      concluded: ({ context, payload, at }) => ({
        ...fresh,
        fixedBy: [...new Set([...context.fixedBy, ...handlers(payload.data)])],
        rectifiedAtMs: at,
      }),
      returned: () => fresh,
    },
    assignments: {
      countReminder: ({ context }) => ({ reminders: context.reminders + 1 }),
      markLate: () => ({ wasLate: true, reminders: 0 }),
      startClock: ({ at }) => ({ dispatchedAtMs: at, postponedUntilMs: null }),
    },
    deadlines: {
      register: set.register,
      dispatch: set.dispatch,
      rectify: ({ context, at }) => ({
        workingDays: context.days,
        fromMs: context.dispatchedAtMs ?? at,
        start: 'next-working-day',
        end: 'end-of-day',
      }),
      overdueGrace: set.overdueGrace,
      verify: set.verify,
      lookBackDue: set.lookBack,
      lookBackGrace: set.lookBackGrace,
      keyReview: set.keyReview,
      postponedUntil: ({ context, at }) => ({ untilMs: context.postponedUntilMs ?? at, clock: 'runs' }),
    },
    messages: {
      assigned: ({ context }) => ({ to: context.owner, place: context.place, days: context.days }),
      reminder: ({ context, case: facts }) => ({
        to: context.owner,
        place: context.place,
        states: facts.states,
        reminders: context.reminders,
      }),
      overdueNotice: ({ context }) => ({ to: context.owner, place: context.place }),
      reworkOrdered: ({ context }) => ({ to: context.owner, place: context.place, rework: context.rework, rebound: context.rebound }),
      lookBackMissedNotice: ({ context }) => ({ place: context.place }),
      closedNotice: ({ context }) => ({ to: context.reporter, place: context.place }),
    },
    opens: {
      openResponse: {
        process: 'tiered-response',
        link: 'escalatedTo',
        with: ({ context, case: facts }) => ({
          input: {
            matter: `${context.place}:${context.description}`.slice(0, 2_000),
            kind: 'safety',
            urgency: context.grade === 'major' ? 'complex' : 'simple',
            source: facts.id,
          },
        }),
      },
    },
    ties: { tieToOriginal: { link: 'duplicateOf', to: ({ context }) => context.original! } },
    links: {
      escalatedTo: { process: 'tiered-response', closed: { resolved: 'concluded', otherwise: 'returned' } },
      duplicateOf: { process: 'hazard', closed: 'originalClosed', reopened: 'originalReopened', refused: 'originalRefused' },
      recurrenceOf: { process: 'hazard' },
    },
    linkedFrom: { duplicateOf: { process: 'hazard', accepts: 'isNoDuplicate' }, recurrenceOf: { process: 'hazard' } },
    controls: {
      suspend: ['community'],
      resume: ['community'],
      extend: [['community'], ['subdistrict']],
      supervise: [['community'], ['community'], ['subdistrict']],
      link: ['recorder', 'community'],
    },
    visibility: {
      place: 'public',
      category: 'public',
      grade: 'public',
      wasLate: 'public',
      keyMarked: 'public',
      reporter: 'restricted',
      fixedBy: 'restricted',
    },
    labels,
  }).machine({
    initial: 'reported',
    states: {
      reported: {
        meta: { owner: 'recorder' },
        after: { register: reminds('reported') },
        on: {
          record: 'recorded',
          reject: 'rejected',
          duplicate: { guard: 'isAnother', target: 'duplicate', actions: 'tieToOriginal' },
          withdraw: { guard: 'isOpener', target: 'withdrawn' },
          void: 'voided',
        },
      },
      recorded: {
        meta: { owner: 'recorder' },
        after: { dispatch: reminds('recorded') },
        on: {
          fixOnSite: 'rectified',
          assign: { guard: 'fiveElements', target: 'rectifying', actions: 'assigned' },
          noOwner: 'escalated',
          duplicate: { guard: 'isAnother', target: 'duplicate', actions: 'tieToOriginal' },
          void: 'voided',
        },
      },
      rectifying: {
        meta: { owner: 'owner', assignee: 'owner' },
        after: { rectify: { target: 'overdue', actions: ['markLate', 'overdueNotice'] } },
        on: {
          submit: { guard: 'isOwner', target: 'rectified' },
          declineOwnership: [
            { guard: all('isOwner', 'declinesLeft'), target: 'recorded' },
            { guard: 'isOwner', target: 'escalated' },
          ],
          postpone: { guard: all('postponementsLeft', 'untilAhead'), target: 'postponed' },
          refuse: 'escalated',
          markKey: 'keyMarked',
        },
      },
      overdue: {
        meta: { owner: 'owner', assignee: 'owner', priority: 1 },
        after: { overdueGrace: reminds('overdue') },
        on: { submit: { guard: 'isOwner', target: 'rectified' }, supervise: 'rectifying', refuse: 'escalated', markKey: 'keyMarked' },
      },
      keyMarked: {
        meta: { owner: 'community', priority: 2 },
        after: { keyReview: { target: 'keyMarked', reenter: true, actions: 'reminder' } },
        on: { jointAction: { target: 'keyMarked', reenter: true }, submit: { guard: 'isOwner', target: 'rectified' } },
      },
      postponed: {
        meta: { owner: 'community' },
        after: { postponedUntil: { target: 'rectifying', actions: 'startClock' } },
        on: { endPostponement: { target: 'rectifying', actions: 'startClock' } },
      },
      escalated: {
        entry: 'openResponse',
        meta: { owner: 'community', waits: text('等待三级响应办结', 'waits for the tiered response') },
        on: { concluded: 'rectified', returned: 'recorded', recall: 'recorded' },
      },
      rectified: {
        meta: { owner: 'verifier' },
        after: { verify: reminds('rectified') },
        on: {
          pass: [
            { guard: all('verifierIsNotFixer', 'looksBackFirst'), target: 'lookBack' },
            { guard: 'verifierIsNotFixer', target: 'watched', actions: 'closedNotice' },
          ],
          fail: [
            { guard: all('verifierIsNotFixer', 'reworkLeft', 'hasOwner'), target: 'rectifying', actions: 'reworkOrdered' },
            { guard: all('verifierIsNotFixer', 'reworkLeft'), target: 'recorded' },
            { guard: 'verifierIsNotFixer', target: 'escalated' },
          ],
        },
      },
      lookBack: {
        meta: { owner: 'verifier' },
        after: { lookBackDue: { target: 'lookBackMissed', actions: 'lookBackMissedNotice' } },
        on: lookingBack('lookBack'),
      },
      lookBackMissed: {
        meta: { owner: 'verifier', priority: 1 },
        after: { lookBackGrace: reminds('lookBackMissed') },
        on: lookingBack('lookBack'),
      },
      watched: {
        meta: { owner: 'verifier', closes: 'closed' },
        after: { lookBackDue: { target: 'watched', reenter: true, actions: 'lookBackMissedNotice' } },
        on: lookingBack('watched'),
      },
      duplicate: {
        meta: { owner: 'recorder', waits: text('随原件办理', 'follows its original') },
        on: { originalClosed: 'duplicateClosed', originalRefused: 'reported', notDuplicate: 'reported' },
      },
      duplicateClosed: { meta: { closes: 'duplicate' }, on: { originalReopened: 'duplicate' } },
      closed: { meta: { closes: 'closed' }, on: { reopen: [{ guard: 'hasOwner', target: 'rectifying' }, 'recorded'] } },
      rejected: { type: 'final', meta: { closes: 'rejected' } },
      withdrawn: { type: 'final', meta: { closes: 'withdrawn' } },
      voided: { type: 'final', meta: { closes: 'voided' } },
    },
  });
}

/** 回头看, round after round; whoever fixed it may not be the one who finds it clean. */
const lookingBack = <const Again extends string>(again: Again) =>
  ({
    clean: [
      { guard: all('verifierIsNotFixer', 'roundsLeft'), target: again, reenter: true },
      { guard: 'verifierIsNotFixer', target: 'closed', actions: 'closedNotice' },
    ],
    rebound: [
      { guard: all('reboundLeft', 'hasOwner'), target: 'rectifying', actions: 'reworkOrdered' },
      { guard: 'reboundLeft', target: 'recorded' },
      { target: 'escalated' },
    ],
  }) as const;

/** Whose work it is: the person acting, or the one they act for. */
const actedFor = ({ id, onBehalfOf }: ActingPerson): string => onBehalfOf ?? id;

/** Who the linked response says took part. */
const handlers = ({ handledBy }: { readonly handledBy?: unknown }): string[] => (Array.isArray(handledBy) ? handledBy.map(String) : []);

/** 隐患闭环 with the default limits. */
export const hazard = hazardProcess();
