// What was expected of a step against what could be seen of it. What is left out on either side is not compared.
import { z } from 'zod';
import type { Expectation } from '../cases/suite.ts';
import type { Answer, Observation } from './driver.ts';

export interface Mismatch {
  readonly message: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

const answerShape = z.object({
  outcome: z.string(),
  reasons: z.array(z.object({ code: z.string(), rule: z.string().optional() })).optional(),
  issues: z.array(z.string()).optional(),
});
const names = z.array(z.string()).optional();
const observationShape = z.object({
  states: names,
  context: z.record(z.string(), z.unknown()).optional(),
  timers: names,
  workItems: z.array(z.object({ state: z.string(), roles: z.array(z.string()), assignee: z.string().nullable() })).optional(),
  messages: names,
  closed: z.string().nullable().optional(),
});

/** Whether a driver answered in the form it promised; says what is wrong otherwise. */
export const answerFault = (answer: unknown): Mismatch | undefined => fault('apply', 'Answer', answerShape, answer);
export const observationFault = (observation: unknown): Mismatch | undefined =>
  fault('observe', 'Observation', observationShape, observation);

function fault(method: string, wanted: string, shape: z.ZodType, value: unknown): Mismatch | undefined {
  const parsed = shape.safeParse(value);
  if (parsed.success) return undefined;
  const problem = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  return {
    message: `驱动的 ${method} 返回的不是 ${wanted} | the driver's ${method} gave what is no ${wanted}: ${problem}`,
    actual: value,
  };
}

/** The first thing that differs, the outcome before all. `before` is what was seen before the step. */
export function compareStep(
  expect: Expectation,
  answer: Answer | undefined,
  seen: Observation,
  before: Observation = {},
): Mismatch | undefined {
  if (answer && answer.outcome !== expect.outcome) {
    return mismatch('结果', 'outcome', expect.outcome, answer.reasons || answer.issues ? answer : answer.outcome);
  }
  const pairs: readonly (readonly [string, string, unknown, unknown])[] = [
    ['理由', 'reasons', reasonsOf(expect.reasons), reasonsOf(answer?.reasons, expect.reasons)],
    ['错误项', 'issues', sorted(expect.issues), sorted(answer?.issues)],
    ['状态', 'states', sorted(expect.states), sorted(seen.states)],
    ['结案', 'closed', expect.closed, seen.closed],
    ['数据', 'context', fieldsOf(expect.context, seen.context), fieldsOf(seen.context, expect.context)],
    ['期限', 'timers', sorted(expect.timers), sorted(seen.timers)],
    ['待办', 'work items', itemsOf(expect.workItems), itemsOf(seen.workItems)],
    ['消息', 'messages', expect.messages, seen.messages],
  ];
  for (const [zh, en, wanted, actual] of pairs) {
    if (wanted !== undefined && actual !== undefined && !same(wanted, actual)) return mismatch(zh, en, wanted, actual);
  }
  const stood = expect.instants?.find((field) => stands(before.context, seen.context, field));
  return stood === undefined ? undefined : mismatch('时刻', 'an instant', `${stood} changes`, seen.context?.[stood]);
}

/** Whether a field that both show is what it was, or nothing. */
const stands = (before: Observation['context'], now: Observation['context'], field: string): boolean =>
  now !== undefined && Object.hasOwn(now, field) && ((now[field] ?? null) === null || now[field] === before?.[field]);

/** What a step that may change nothing has changed. Values the system keeps of its own (those of no expectation) count too. */
export function changeOf(before: Observation, after: Observation): Mismatch | undefined {
  for (const field of ['states', 'context', 'timers', 'workItems', 'closed'] as const) {
    const [old, now] = [before[field], after[field]];
    if (old !== undefined && now !== undefined && !same(old, now))
      return { message: `被拒绝的步骤改变了 ${field} | a step that is refused changed ${field}`, expected: old, actual: now };
  }
  if ((after.messages ?? []).length === 0) return undefined;
  return { message: '被拒绝的步骤发出了消息 | a step that is refused sent messages', expected: [], actual: after.messages };
}

const mismatch = (zh: string, en: string, expected: unknown, actual: unknown): Mismatch => ({
  message: `${zh}不符 | not as expected: ${en}`,
  expected,
  actual,
});

const sorted = (values: readonly string[] | undefined): readonly string[] | undefined => values && [...values].sort();

/** Rules are compared where the expectation names them. */
function reasonsOf(reasons: Answer['reasons'] | Expectation['reasons'], named = reasons): readonly string[] | undefined {
  const withRules = named?.some((reason) => reason.rule !== undefined) ?? false;
  return reasons && [...new Set(reasons.map(({ code, rule }) => (withRules && rule !== undefined ? `${code} ${rule}` : code)))].sort();
}

/** The fields that both have: a system may show only some. */
const fieldsOf = (context: Observation['context'], other: Observation['context']): unknown =>
  context && other && Object.fromEntries(Object.entries(context).filter(([field]) => Object.hasOwn(other, field)));

const itemsOf = (items: Observation['workItems'] | Expectation['workItems']): unknown =>
  items && [...items].map(({ state, roles, assignee }) => [state, [...roles].sort(), assignee]).sort();

const same = (left: unknown, right: unknown): boolean => canonical(left) === canonical(right);

/** JSON with the keys of objects in order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(byKey)) : each,
  );
const byKey = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]) => (left < right ? -1 : 1);
