// given(process, opening).does(…).later(…).when(…).expect…: one case told as a scenario, for hosts' tests and ours, under any test runner.
// Pure decisions on a case in memory: no store, no directory, no engine. What subscribers and linked cases would do is left out.
import { type Calendar, type Limit, naturalCalendar } from './calendar.ts';
import type { CaseOf } from './case-view.ts';
import type { ControlName } from './controls/index.ts';
import { type Decision, decide, type Env, type Request } from './decide.ts';
import type { Payload } from './engine/engine.ts';
import { digestWith } from './journal.ts';
import { equalJson, type JsonObject } from './json.ts';
import { type Opening, openCase } from './open-case.ts';
import type { Reason } from './outcome.ts';
import type { AnyProcess, ContextOf, InputOf, PayloadsOf } from './process.ts';
import type { CaseRecord, JournalEntry } from './record.ts';
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

/** What an applied step left; only what is named is compared. `messages` are names, those of deadlines that fell due before included. */
export interface ExpectedCase<Context> {
  readonly states?: readonly string[];
  readonly context?: Partial<Context>;
  readonly messages?: readonly string[];
  readonly closed?: string | null;
}

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

/** The answer to one command. Each `expect…` throws unless it is so, and goes on from the case that results. */
export interface GivenAnswer<P extends AnyProcess> {
  readonly decision: Decision;
  expectApplied(expected?: ExpectedCase<ContextOf<P>>): Given<P>;
  /** `why` is the name of a rule (`not checked` for a rule under `not`) or the code of a reason (`state`, `closed`, `limit` …). */
  expectRefused(why?: string): Given<P>;
  expectForbidden(): Given<P>;
  /** `path` is that of an issue: `payload/days`. */
  expectInvalid(path?: string): Given<P>;
  expectOutcome(outcome: Decision['outcome']): Given<P>;
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
  return scenario(process, opened.record, opened.commit.entries, atMs, calendar);
}

function scenario<P extends AnyProcess>(
  process: P,
  record: CaseRecord,
  rows: readonly JournalRow[],
  nowMs: number,
  calendar: Calendar,
): Given<P> {
  const current = { record, head: rows.at(-1)!.hash };
  const after = (decision: Decision, atMs = nowMs): Given<P> =>
    decision.outcome === 'applied'
      ? scenario(process, decision.record, [...rows, ...decision.commit.entries], atMs, calendar)
      : scenario(process, record, rows, atMs, calendar);
  const ask = (command: string, { by, ...asked }: Asked): Decision => {
    const kind = Object.hasOwn(process.spec.commands, command) ? 'command' : 'control';
    const keyed = asked.key === undefined ? undefined : rows.find((row) => row.key === asked.key);
    return decide(process, current, { kind, type: command, ...asked } as Request, { ...envFor(by, nowMs, calendar), keyed });
  };
  const place = (command: string, { by }: Asked) => `${process.id} in ${record.states.join(' ')}: ${command} by ${nameOf(by)}`;
  const answer = (command: string, asked: Asked): GivenAnswer<P> => {
    const decision = ask(command, asked);
    const expectThat = (holds: boolean, expected: unknown, actual: unknown = decision): Given<P> => {
      if (!holds) throw unexpected(place(command, asked), actual, expected);
      return after(decision);
    };
    const is = (outcome: Decision['outcome'], whys: readonly string[] = [], why?: string) =>
      expectThat(
        decision.outcome === outcome && (why === undefined || whys.includes(why)),
        why === undefined ? outcome : `${outcome}: ${why}`,
      );
    return {
      decision,
      expectOutcome: (outcome) => is(outcome),
      expectForbidden: () => is('forbidden'),
      expectRefused: (why) =>
        is('refused', 'reasons' in decision ? decision.reasons.flatMap(({ rule, code }) => [rule ?? code, code]) : [], why),
      expectInvalid: (path) => is('invalid', 'issues' in decision ? decision.issues.map((issue) => issue.path) : [], path),
      expectApplied(expected = {}) {
        if (decision.outcome !== 'applied') return is('applied');
        const actual = shown(decision, expected);
        return expectThat(equalJson(actual, expected), expected, actual);
      },
    };
  };
  return {
    case: record as unknown as CaseOf<P>,
    nowMs,
    does: (command, options) => answer(command, options).expectApplied(),
    later(limit) {
      const laterMs = calendar.due(nowMs, limit).dueAtMs;
      return after(decide(process, current, { kind: 'timer' }, envFor({ id: 'nobody', roles: [] }, laterMs, calendar)), laterMs);
    },
    when: (command, options) => answer(command, options),
  };
}

interface Asked {
  readonly by: GivenActor;
  readonly payload?: unknown;
  readonly key?: string;
}

function envFor({ id, roles, unit = '', person = id, onBehalfOf }: GivenActor, nowMs: number, calendar: Calendar): Env {
  const by = { tenant, id, ...(onBehalfOf !== undefined && { onBehalfOf }) };
  const persons = onBehalfOf === undefined ? [person] : [person, onBehalfOf];
  const standing = { by, persons, grants: roles.map((role) => ({ role, unit })) };
  return { nowMs, calendar, standing, digest: digestWith(undefined), subscribersOf: () => [] };
}

/** What was expected of an applied step, as it came out. */
function shown({ record, commit }: Extract<Decision, { outcome: 'applied' }>, expected: ExpectedCase<Record<string, unknown>>) {
  return {
    ...(expected.states && { states: record.states }),
    ...(expected.context && { context: Object.fromEntries(Object.keys(expected.context).map((field) => [field, record.context[field]])) }),
    ...(expected.messages && { messages: commit.entries.flatMap((row) => (JSON.parse(row.entry) as JournalEntry).messages) }),
    ...(expected.closed !== undefined && { closed: record.closed?.outcome ?? null }),
  };
}

const nameOf = ({ id, roles }: GivenActor): string => `${id} (${roles.join(', ') || 'no role'})`;

/** Test runners print `expected` and `actual` side by side. */
function unexpected(place: string, actual: unknown, expected: unknown): Error {
  const { commit: _rows, record, ...rest } = actual as { readonly commit?: unknown; readonly record?: CaseRecord };
  const found = { ...rest, ...(record && { states: record.states, context: record.context }) };
  const reasons =
    'reasons' in found ? (found.reasons as readonly Reason[]).map(({ code, rule = code, text }) => `\n  ${rule}: ${text.en}`) : [];
  const message = `${place}\nexpected ${JSON.stringify(expected)}\nbut got  ${JSON.stringify(found)}${reasons.join('')}`;
  return Object.assign(new Error(message), { name: 'UnexpectedOutcome', expected, actual: found, showDiff: true });
}
