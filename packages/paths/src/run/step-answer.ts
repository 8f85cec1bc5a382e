// What an engine answered, as test cases have it; and what two answers to the same request come to.
import type { Answer } from './driver.ts';

/** Anything with an outcome: a decision, or what an engine answers. */
interface Answered {
  readonly outcome: string;
  readonly reasons?: readonly { readonly code: string; readonly rule?: string }[];
  readonly issues?: readonly { readonly path: string }[];
}

export function stepAnswer(outcome: object): Answer {
  const { outcome: name, reasons, issues } = outcome as Answered;
  return {
    outcome: name,
    ...(Array.isArray(reasons) && { reasons: reasons.map(({ code, rule }) => ({ code, ...(rule !== undefined && { rule }) })) }),
    ...(Array.isArray(issues) && { issues: issues.map((issue) => issue.path) }),
  };
}

/** Two at once: one is applied, and the other hears of the conflict; or both are refused alike. Anything else is told as it was. */
export function answerTogether([first, second]: readonly [Answer, Answer]): Answer {
  const outcomes = [first.outcome, second.outcome].sort();
  if (outcomes[0] === 'applied' && outcomes[1] === 'conflict') return first.outcome === 'applied' ? first : second;
  if (outcomes[0] === outcomes[1] && outcomes[0] !== 'applied') return first;
  return { outcome: outcomes.join(' and ') };
}
