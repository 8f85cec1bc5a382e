// What a scenario expects of one decision, and the error that says what came instead.
import type { Decision } from './decide.ts';
import type { Given } from './given.ts';
import { equalJson } from './json.ts';
import type { AnyProcess, ContextOf } from './process.ts';
import type { JournalEntry } from './record.ts';

/** What an applied step left; only what is named is compared. `messages` are names, those of deadlines that fell due before included. */
export interface ExpectedCase<Context> {
  readonly states?: readonly string[];
  readonly context?: Partial<Context>;
  readonly messages?: readonly string[];
  readonly closed?: string | null;
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

/** `place` says in messages what was asked; `after` is the scenario that follows. */
export function givenAnswer<P extends AnyProcess>(decision: Decision, place: string, after: () => Given<P>): GivenAnswer<P> {
  const expectThat = (holds: boolean, expected: unknown, actual: unknown = summary(decision)): Given<P> => {
    if (!holds) throw unexpected(place, actual, expected);
    return after();
  };
  const expectOutcome = (outcome: Decision['outcome'], why?: string): Given<P> =>
    expectThat(decision.outcome === outcome && (why === undefined || whys(decision).includes(why)), why ? `${outcome}: ${why}` : outcome);
  return {
    decision,
    expectOutcome,
    expectForbidden: () => expectOutcome('forbidden'),
    expectRefused: (why) => expectOutcome('refused', why),
    expectInvalid: (path) => expectOutcome('invalid', path),
    expectApplied(expected = {}) {
      const actual = decision.outcome === 'applied' ? shown(decision, expected) : summary(decision);
      return expectThat(equalJson(actual, expected), { outcome: 'applied', ...expected }, actual);
    },
  };
}

const whys = (decision: Decision): readonly string[] => [
  ...('reasons' in decision ? decision.reasons.flatMap(({ rule = '', code }) => [rule, code]) : []),
  ...('issues' in decision ? decision.issues.map((issue) => issue.path) : []),
];

/** What is expected of an applied step, as it came out. */
function shown({ record, commit }: Extract<Decision, { outcome: 'applied' }>, expected: ExpectedCase<Record<string, unknown>>) {
  const { states, context, messages, closed } = expected;
  return {
    ...(states && { states: record.states }),
    ...(context && { context: Object.fromEntries(Object.keys(context).map((field) => [field, record.context[field]])) }),
    ...(messages && { messages: commit.entries.flatMap((row) => (JSON.parse(row.entry) as JournalEntry).messages) }),
    ...(closed !== undefined && { closed: record.closed?.outcome ?? null }),
  };
}

const summary = (decision: Decision): object =>
  decision.outcome === 'applied' ? { outcome: 'applied', states: decision.record.states, context: decision.record.context } : decision;

/** Test runners print `expected` and `actual` side by side. */
export function unexpected(place: string, actual: unknown, expected: unknown): Error {
  const message = `${place}\nexpected ${JSON.stringify(expected)}\nbut got  ${JSON.stringify(actual)}`;
  return Object.assign(new Error(message), { name: 'UnexpectedOutcome', expected, actual, showDiff: true });
}
