// Every shipped process is held to the suite that anyone can run on theirs.
import { china } from '@bihuan/calendar';
import { type PayloadView, testProcess } from '@bihuan/conformance';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fourLists, hazard, hazardProcess, tieredResponse, wish } from './index.ts';

const calendar = china();
const evidence = fc.constant([{ kind: 'photo', reference: 'host://1', hash: 'sha256:0123456789abcdef' }]);
const oneOf = (people: readonly string[], role: string) =>
  fc.constantFrom(...people.filter((id) => id.startsWith(role) || id === 'everyone'));
const elements = fc.constant({ responsibility: '物业', measures: '更换', funds: '维修基金', timeLimit: '40日', plan: '已备' });
const soon = ({ nowMs }: PayloadView) => fc.integer({ min: nowMs + 1, max: nowMs + 60 * 86_400_000 });
const reason = fc.constant('见说明');

const hazardPayloads = {
  submit: () => fc.record({ evidence }),
  fixOnSite: () => fc.record({ evidence }),
  jointAction: () => fc.record({ evidence, parties: fc.constant(['社区']) }),
  assign: ({ people }: PayloadView) => fc.record({ owner: oneOf(people, 'owner'), days: fc.integer({ min: 1, max: 9 }), elements }),
  duplicate: ({ cases }: PayloadView) => fc.record({ original: fc.constantFrom(...cases, 'no-such-case') }),
  postpone: (view: PayloadView) => fc.record({ untilMs: soon(view), protection: reason, reason }),
};

const walks = { calendar, walks: 60, stepsPerWalk: 40 };
const results = {
  hazard: testProcess(hazard, { ...walks, with: [tieredResponse], payloads: hazardPayloads }),
  hazardStruckOffFirst: testProcess(hazardProcess({ lookBackOrder: 'afterClosing' }, 2), {
    ...walks,
    walks: 80,
    with: [tieredResponse],
    payloads: hazardPayloads,
  }),
  tieredResponse: testProcess(tieredResponse, {
    ...walks,
    expectAllStates: true,
    payloads: {
      handled: () => fc.record({ result: reason, evidence }),
      assignParties: ({ people }) => fc.record({ parties: fc.tuple(fc.record({ party: oneOf(people, 'party-'), task: reason })) }),
    },
  }),
  wish: testProcess(wish, {
    ...walks,
    expectAllStates: true,
    with: [tieredResponse, fourLists],
    payloads: {
      deliver: () => fc.record({ evidence }),
      byDuty: ({ people }) => fc.record({ undertaker: oneOf(people, 'undertaker') }),
      claimProject: ({ people }) => fc.record({ undertaker: oneOf(people, 'undertaker') }),
      merge: ({ cases }) => fc.record({ into: fc.constantFrom(...cases, 'no-such-case') }),
    },
    people: { 'resident-3': ['resident'], 'resident-4': ['resident'] },
  }),
  fourLists: testProcess(fourLists, { ...walks, with: [wish, tieredResponse] }),
};

describe('the walks', () => {
  test('come by every state of a hazard, in one order of look-back or the other', () => {
    const visited = new Set([results.hazard, results.hazardStruckOffFirst].flatMap((each) => Object.keys(each.coverage()!.states.visited)));
    expect(Object.keys(hazard.spec.labels.states).filter((state) => !visited.has(state))).toEqual([]);
  });
});
