import fc from 'fast-check';
import { expect, it } from 'vitest';
import { naturalCalendar } from '../calendar.ts';
import { type Current, decide, type Env, type Request } from '../decide.ts';
import { digestWith } from '../journal.ts';
import { openCase } from '../open-case.ts';
import { parcel } from '../parcel.fixture.ts';
import { attempt, attemptOpening, passDue } from './index.ts';

const hour = 3_600_000;
const envOf = (nowMs: number, role: string): Env => ({
  nowMs,
  calendar: naturalCalendar,
  standing: { by: { tenant: 't', id: role }, persons: [role], grants: [{ role, unit: '' }] },
  digest: digestWith(undefined),
  subscribersOf: () => [],
  salt: '',
});
const payloads: Record<string, unknown> = { assign: { handler: 'li', days: 2 }, weigh: { weight: 2.3 }, reopen: { reason: 'r' } };
const commands = Object.keys(parcel.spec.commands).filter((command) => command !== 'explode');
const step = fc.record({
  type: fc.constantFrom(...commands, 'comment', 'suspend', 'resume', 'no such'),
  role: fc.constantFrom('clerk', 'checker', 'chief', 'system'),
  hours: fc.constantFrom(0, 0, 1, 11, 12, 30),
});

it('attempts come to what decisions come to, deadlines one by one (law 1)', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const opening = { id: 'c', unit: '', input: { weight: 2 } };
      const opened = openCase(parcel, opening, envOf(0, 'clerk'));
      if (opened.outcome !== 'applied') throw new Error(opened.outcome);
      expect(attemptOpening(parcel, opening, envOf(0, 'clerk'))).toMatchObject({ outcome: 'applied', record: opened.record });
      let current: Current = { record: opened.record, head: opened.commit.case.head };
      let nowMs = 0;
      for (const { type, role, hours } of steps) {
        nowMs += hours * hour;
        const env = envOf(nowMs, role);
        let { record } = current;
        for (let due = passDue(parcel, record, env); due; due = passDue(parcel, record, env)) record = due.record;
        const kind = commands.includes(type) || type === 'no such' ? 'command' : 'control';
        const payload = payloads[type] ?? { comment: { text: 'x' }, suspend: { reason: 'r' }, resume: {} }[type];
        const request = { kind, type, payload } as Exclude<Request, { kind: 'timer' }>;
        const tried = attempt(parcel, record, request, env);
        const decision = decide(parcel, current, request, env);
        if (decision.outcome !== 'applied') expect(tried).toEqual(decision);
        else {
          expect(tried).toMatchObject({ outcome: 'applied', record: decision.record });
          current = { record: decision.record, head: decision.commit.case.head };
        }
      }
    }),
  );
});
