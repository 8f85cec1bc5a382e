// Calls the functions of a process. Whatever they throw, or promise, becomes one typed error that names the place.
import { BihuanError } from './errors.ts';
import type { PayloadArgs, ProcessSpec } from './process.ts';
import type { Verdict } from './rule-expression.ts';

/** Runs one function of a process; `what` is its place, as in `rules.verifierIsNotOwner`. */
export function callProcess<Result>(spec: ProcessSpec, what: string, run: () => Result): Result {
  let result: Result;
  try {
    result = run();
  } catch (cause) {
    if (cause instanceof BihuanError) throw cause;
    throw threw(spec, what, cause instanceof Error ? cause.message : String(cause), cause);
  }
  if (typeof (result as { then?: unknown } | null)?.then === 'function')
    throw threw(spec, what, 'returned a promise; processes are synchronous');
  return result;
}

function threw(spec: ProcessSpec, what: string, problem: string, cause?: unknown): BihuanError {
  return new BihuanError(
    'RULE_THREW',
    { zh: `流程 ${spec.id} 的 ${what} 出错:${problem}`, en: `${what} of process ${spec.id} failed: ${problem}` },
    { process: spec.id, version: spec.version, what },
    cause,
  );
}

/** Whether a rule of this name reads the payload of this command. */
export const isPayloadRule = (spec: ProcessSpec, command: string | null, rule: string): boolean =>
  command !== null &&
  spec.payloadRules !== undefined &&
  Object.hasOwn(spec.payloadRules, command) &&
  Object.hasOwn(spec.payloadRules[command]!, rule);

/** What a rule answers about a command, or about a timer when `command` is null. */
export function askRule(spec: ProcessSpec, command: string | null, rule: string, args: PayloadArgs): Verdict {
  const result = isPayloadRule(spec, command, rule)
    ? callProcess(spec, `payloadRules.${command}.${rule}`, () => spec.payloadRules![command!]![rule]!(args))
    : callProcess(spec, `rules.${rule}`, () => spec.rules![rule]!(args));
  if (typeof result === 'boolean') return { holds: result, rule, data: {} };
  const data = callProcess(spec, `the answer of rule ${rule}`, () => {
    const copy: unknown = JSON.parse(JSON.stringify(result));
    if (typeof copy !== 'object' || copy === null) throw new Error('a rule answers true, false, or an object that says why not');
    return copy as Record<string, unknown>;
  });
  return { holds: false, rule, data };
}
