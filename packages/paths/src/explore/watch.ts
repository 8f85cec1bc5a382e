// Which parts of a case the rules of a process read: found by watching them while they run, for the first calls of each.
import type { Process, ProcessSpec } from '@bihuan/core';
import { withSpec } from '@bihuan/core/model';

export interface Reads {
  /** Context fields that rules read. */
  readonly fields: Set<string>;
  /** The same, by rule. */
  readonly byRule: Map<string, Set<string>>;
  /** Facts of the case (`openedBy`, `links` …) that rules read. */
  readonly facts: Set<string>;
  /** Rules that read the time. */
  readonly clock: Set<string>;
  /** Rules that read who acts. */
  readonly people: Set<string>;
  /** What rules answered since this was last emptied: `name=true` or `name=false`. */
  readonly answers: Set<string>;
}

/** Calls of one function that are watched; watching costs ten times a call. */
const watchedCalls = 200;

/** The same process, its rules watched. What deadlines, updates and assignments read is found by `refine`, when it makes a difference. */
export function watched(process: Process): { readonly process: Process; readonly reads: Reads } {
  const reads: Reads = { fields: new Set(), byRule: new Map(), facts: new Set(), clock: new Set(), people: new Set(), answers: new Set() };
  const { spec } = process;
  const each = <Functions extends object>(functions: Functions | undefined): Functions | undefined =>
    functions && (Object.fromEntries(Object.entries(functions).map(([name, run]) => [name, watch(name, run, reads)])) as Functions);
  const payloadRules =
    spec.payloadRules && Object.fromEntries(Object.entries(spec.payloadRules).map(([command, rules]) => [command, each(rules)!]));
  const changed = { ...spec, ...(spec.rules && { rules: each(spec.rules)! }), ...(payloadRules && { payloadRules }) };
  return { process: withSpec(process, changed as ProcessSpec), reads };
}

function watch(name: string, run: (args: any) => unknown, reads: Reads) {
  let calls = 0;
  const own = reads.byRule.get(name) ?? new Set<string>();
  reads.byRule.set(name, own);
  return (args: any) => {
    const result = calls++ >= watchedCalls ? run(args) : run(noted(args));
    reads.answers.add(`${name}=${result === true}`);
    return result;
  };

  function noted(args: any) {
    return {
      ...args,
      context: noting(args.context, reads.fields, own),
      case: noting(args.case, reads.facts),
      get by() {
        reads.people.add(name);
        return args.by;
      },
      get at() {
        reads.clock.add(name);
        return args.at;
      },
    };
  }
}

const noting = <Value extends object>(value: Value, ...sets: readonly Set<string>[]): Value =>
  new Proxy(value, {
    get(target, name, receiver) {
      if (typeof name === 'string' && Object.hasOwn(target, name)) for (const names of sets) names.add(name);
      return Reflect.get(target, name, receiver);
    },
    ownKeys(target) {
      for (const name of Reflect.ownKeys(target)) if (typeof name === 'string') for (const names of sets) names.add(name);
      return Reflect.ownKeys(target);
    },
  });
