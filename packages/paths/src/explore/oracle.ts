// Guards of a machine that nobody implemented answer both ways: every combination of answers of one step is tried, and said on the step.
import { type AnyStateMachine, fromCallback } from 'xstate';
import { mostInARow } from './machine-step.ts';

interface Choice {
  readonly payload?: { readonly $guards: Readonly<Record<string, boolean>> };
}

const silent = fromCallback(() => undefined);

/** The most guards of one step that are answered freely. */
const mostFree = 10;

export class Oracle {
  readonly machine: AnyStateMachine;
  /** Delays whose length is not known. */
  readonly limits: readonly string[];
  /** Actors that are not run: all that they might send is tried. */
  readonly supposed: readonly string[];
  readonly #free: Set<string>;
  #script: boolean[] = [];
  #asked: { readonly name: string; readonly answer: boolean }[] = [];

  constructor(machine: AnyStateMachine) {
    const missing = namesOf(machine);
    this.#free = new Set(missing.guards);
    const free = Object.fromEntries(missing.guards.map((name) => [name, (_: unknown, params: unknown) => this.#answer(name, params)]));
    const delays = Object.fromEntries(missing.delays.map((name) => [name, 1000]));
    const actors = Object.fromEntries([...missing.actors, ...Object.keys(machine.implementations.actors)].map((name) => [name, silent]));
    this.machine = machine.provide({ guards: free, delays, actors } as never) as AnyStateMachine;
    // A machine that never comes to rest would be walked for ever.
    Object.assign(this.machine, { options: { ...(machine as { options?: object }).options, maxIterations: mostInARow } });
    this.supposed = missing.actors.map(
      (source) => `the invoked actor ${source} is not run: what it sends is taken as events from outside, without data`,
    );
    this.limits = missing.delays.length > 0 ? [`delays without a length count as 1000 ms: ${missing.delays.join(', ')}`] : [];
  }

  /** Whether nobody implemented some part of a guard: then it says nothing of itself. */
  isFree(guard: unknown): boolean {
    return guardNames(guard).some((name) => this.#free.has(name));
  }

  /** Guards that only actions ask, and actors that only actions make, are not known before. False where the error says something else. */
  learns(message: string): boolean {
    const actor = /^Actor logic '(.+)' not implemented/.exec(message)?.[1];
    const { actors } = this.machine.implementations;
    if (actor !== undefined && !(actor in actors)) {
      Object.assign(actors, { [actor]: silent });
      return true;
    }
    const name = /^Guard '(.+)' is not implemented/.exec(message)?.[1];
    if (name === undefined || this.#free.has(name)) return false;
    this.#free.add(name);
    Object.assign(this.machine.implementations.guards, { [name]: (_: unknown, params: unknown) => this.#answer(name, params) });
    return true;
  }

  /** Runs one step once for every way its free guards may answer. */
  choices<Result>(run: (choice: Choice) => Result): readonly Result[] {
    const results: Result[] = [];
    const scripts: boolean[][] = [[]];
    for (let script = scripts.pop(); script; script = scripts.pop()) {
      this.#script = script;
      this.#asked = [];
      const probe = () =>
        this.#asked.length > 0 ? { payload: { $guards: Object.fromEntries(this.#asked.map(({ name, answer }) => [name, answer])) } } : {};
      const choice: Choice = {
        get payload() {
          return probe().payload as never;
        },
      };
      results.push(run(choice));
      const asked = [...this.#asked];
      for (let at = script.length; at < Math.min(asked.length, mostFree); at++)
        scripts.push([...asked.slice(0, at).map(({ answer }) => answer), false]);
    }
    return results;
  }

  /** One name, with the same parameters, answers once in a step, whoever asks again. */
  #answer(guard: string, params?: unknown): boolean {
    const name = params === undefined ? guard : `${guard} ${JSON.stringify(params)}`;
    const known = this.#asked.find((each) => each.name === name);
    if (known) return known.answer;
    const answer = this.#script[this.#asked.length] ?? true;
    this.#asked.push({ name, answer });
    return answer;
  }
}

/** What a machine names and does not implement. */
function namesOf(machine: AnyStateMachine) {
  const guards = new Set<string>();
  const delays = new Set<string>();
  const actors = new Set<string>();
  const walk = (node: any): void => {
    for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
      for (const name of guardNames(transition.guard)) if (!(name in machine.implementations.guards)) guards.add(name);
    for (const { delay } of node.after ?? [])
      if (typeof delay === 'string' && !(delay in machine.implementations.delays) && Number.isNaN(Number(delay))) delays.add(delay);
    for (const { src } of node.invoke ?? []) actors.add(String(src));
    for (const child of Object.values(node.states ?? {})) walk(child);
  };
  walk(machine.root);
  return { guards: [...guards], delays: [...delays], actors: [...actors] };
}

/** The names in a guard, also inside `and`, `or` and `not`. */
function guardNames(guard: any): readonly string[] {
  if (guard === undefined || guard === null) return [];
  const name = typeof guard === 'string' ? guard : typeof guard === 'object' ? guard.type : undefined;
  const nested = guard.guards ?? (guard.guard === undefined ? [] : [guard.guard]);
  return [...(typeof name === 'string' ? [name] : []), ...(Array.isArray(nested) ? nested.flatMap(guardNames) : [])];
}
