// A process whose own functions are noted as they are called: which one runs, and whether it answers the same question the same way.
import type { Process, ProcessSpec } from '@bihuan/core';
import { withSpec } from '@bihuan/core/model';

export interface CallLog {
  /** Functions that answered otherwise to the very same question, since this was last asked. */
  readonly conflicts: () => readonly string[];
  /** The function that runs now, the innermost. */
  readonly running: () => string | undefined;
}

export function observed(process: Process): { readonly process: Process; readonly log: CallLog } {
  const answers = new Map<string, string>();
  const conflicting = new Set<string>();
  const stack: string[] = [];
  const watch = (name: string, run: unknown): unknown => {
    if (typeof run !== 'function') return run;
    return (...args: unknown[]) => {
      stack.push(name);
      try {
        const answer: unknown = run(...args);
        const question = `${name} ${JSON.stringify(args)}`;
        const told = JSON.stringify(answer) ?? '';
        if ((answers.get(question) ?? told) !== told) conflicting.add(name);
        answers.set(question, told);
        return answer;
      } finally {
        stack.pop();
      }
    };
  };
  const each = (group: string, functions: object | undefined): any =>
    functions && Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, watch(`${group}.${name}`, run)]));
  const { spec } = process;
  const payloadRules =
    spec.payloadRules &&
    Object.fromEntries(Object.entries(spec.payloadRules).map(([command, rules]) => [command, each(`payloadRules.${command}`, rules)]));
  const changed = {
    ...spec,
    initialContext: watch('initialContext', spec.initialContext),
    ...(spec.rules && { rules: each('rules', spec.rules) }),
    ...(payloadRules && { payloadRules }),
    ...(spec.updates && { updates: each('updates', spec.updates) }),
    ...(spec.assignments && { assignments: each('assignments', spec.assignments) }),
    ...(spec.deadlines && { deadlines: each('deadlines', spec.deadlines) }),
    ...(spec.messages && { messages: each('messages', spec.messages) }),
  } as ProcessSpec;
  const log: CallLog = {
    conflicts() {
      const found = [...conflicting];
      conflicting.clear();
      return found;
    },
    running: () => stack.at(-1),
  };
  return { process: withSpec(process, changed), log };
}
