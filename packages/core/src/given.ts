// given(process, opening).does(…).later(…).when(…).expect…: one case told as a scenario, for hosts' tests and ours, under any test runner.
// Pure decisions on a case in memory: no store, no directory, no engine. What subscribers and linked cases would do is left out.
import { type Calendar, type Limit, naturalCalendar } from './calendar.ts';
import type { CaseOf } from './case-view.ts';
import type { ControlName } from './controls/index.ts';
import { type Decision, decide, type Env, type Request } from './decide.ts';
import type { Payload } from './engine/engine.ts';
import { type GivenAnswer, givenAnswer, unexpected } from './given-answer.ts';
import { digestWith } from './journal.ts';
import type { JsonObject } from './json.ts';
import { type Opening, openCase } from './open-case.ts';
import type { AnyProcess, InputOf, PayloadsOf } from './process.ts';
import type { CaseRecord } from './record.ts';
import type { JournalRow } from './store.ts';

/** Someone in a scenario, with the roles they hold at `unit` and below it (default: everywhere). `person` joins several accounts. */
export interface GivenActor {
  readonly id: string;
  readonly roles: readonly string[];
  readonly unit?: string;
  readonly person?: string;
  readonly onBehalfOf?: string;
}

export interface GivenOpening<Input> extends Partial<Pick<Opening, 'id' | 'unit' | 'subject' | 'links'>> {
  readonly input: Input;
  /** Default: somebody who may. */
  readonly by?: GivenActor;
  /** Epoch ms. Default 2026-01-05 09:00 in China, a Monday. */
  readonly atMs?: number;
  readonly calendar?: Calendar;
}

type CommandOf<P extends AnyProcess> = (keyof PayloadsOf<P> & string) | ControlName;
type StepOptions<P extends AnyProcess, C> = {
  readonly by: GivenActor;
  readonly key?: string;
  readonly expectedRevision?: number;
  readonly occurredAtMs?: number;
} & (C extends keyof PayloadsOf<P> ? Payload<PayloadsOf<P>[C]> : { readonly payload?: JsonObject });

/** A case in the middle of its scenario. Every step gives a new one, so a scenario may branch. */
export interface Given<P extends AnyProcess> {
  readonly case: CaseOf<P>;
  readonly nowMs: number;
  /** A command or built-in act that has to be applied; otherwise this throws, with the reasons. */
  does<C extends CommandOf<P>>(command: C, options: StepOptions<P, C>): Given<P>;
  /** Time passes (`hours(25)`, or `workingDays(3)` with a calendar), and what has fallen due takes effect. */
  later(limit: Limit): Given<P>;
  when<C extends CommandOf<P>>(command: C, options: StepOptions<P, C>): GivenAnswer<P>;
}

const tenant = 'given';

/**
 * Opens a case and tells on from there. Throws when it cannot be opened.
 *
 *     given(parcel, { input: { weight: 2 } })
 *       .does('check', { by: { id: 'li', roles: ['checker'] } })
 *       .when('assign', { by: clerk, payload: { handler: 'wang', days: 3 } })
 *       .expectApplied({ states: ['waiting'], context: { handler: 'wang' } });
 */
export function given<P extends AnyProcess>(process: P, opening: GivenOpening<InputOf<P>>): Given<P> {
  const { by = { id: 'opener', roles: process.spec.opener }, atMs = Date.UTC(2026, 0, 5, 1), calendar = naturalCalendar } = opening;
  const { id = 'case', unit = '', input, subject, links } = opening;
  const opened = openCase(process, { id, unit, input, subject, links }, envFor(by, atMs, calendar));
  if (opened.outcome !== 'applied') throw unexpected(`${process.id}: opened by ${nameOf(by)}`, opened, 'applied');
  return scenario({ process, record: opened.record, rows: opened.commit.entries, nowMs: atMs, calendar });
}

interface Moment<P extends AnyProcess> {
  readonly process: P;
  readonly record: CaseRecord;
  readonly rows: readonly JournalRow[];
  readonly nowMs: number;
  readonly calendar: Calendar;
}

function scenario<P extends AnyProcess>(moment: Moment<P>): Given<P> {
  const { process, record, rows, nowMs, calendar } = moment;
  const current = { record, head: rows.at(-1)!.hash };
  const when = (type: string, { by, ...asked }: { readonly by: GivenActor; readonly key?: string }): GivenAnswer<P> => {
    const kind = Object.hasOwn(process.spec.commands, type) ? 'command' : 'control';
    const keyed = asked.key === undefined ? undefined : rows.find((row) => row.key === asked.key);
    const decision = decide(process, current, { kind, type, ...asked } as Request, { ...envFor(by, nowMs, calendar), keyed });
    const place = `${process.id} in ${record.states.join(' ')}: ${type} by ${nameOf(by)}`;
    return givenAnswer(decision, place, () => after(moment, decision));
  };
  return {
    case: record as unknown as CaseOf<P>,
    nowMs,
    does: (command, options) => when(command, options).expectApplied(),
    later(limit) {
      const later = { ...moment, nowMs: calendar.due(nowMs, limit).dueAtMs };
      return after(later, decide(process, current, { kind: 'timer' }, envFor({ id: 'nobody', roles: [] }, later.nowMs, calendar)));
    },
    when,
  };
}

function after<P extends AnyProcess>(moment: Moment<P>, decision: Decision): Given<P> {
  if (decision.outcome !== 'applied') return scenario(moment);
  return scenario({ ...moment, record: decision.record, rows: [...moment.rows, ...decision.commit.entries] });
}

function envFor({ id, roles, unit = '', person = id, onBehalfOf }: GivenActor, nowMs: number, calendar: Calendar): Env {
  const by = { tenant, id, ...(onBehalfOf !== undefined && { onBehalfOf }) };
  const standing = {
    by,
    persons: onBehalfOf === undefined ? [person] : [person, onBehalfOf],
    grants: roles.map((role) => ({ role, unit })),
  };
  return { nowMs, calendar, standing, digest: digestWith(undefined), subscribersOf: () => [], salt: 'given' };
}

const nameOf = ({ id, roles }: GivenActor): string => `${id} (${roles.join(', ') || 'no role'})`;
