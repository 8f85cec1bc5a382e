// What people choose to do with a case, and who of them may do it.
import type { Process } from '@bihuan/core';
import { type Act, Acts } from './acts.ts';
import type { Draw } from './random-stream.ts';
import type { CheckedOptions, SimulationView } from './simulation-options.ts';
import type { Person, Staff } from './staff.ts';
import type { SimulatedCase, Task } from './work-desk.ts';

export type Choice = Pick<Task, 'act' | 'payload' | 'assignee'>;

export class Chooser {
  readonly #acts: Acts;
  readonly #staff: Staff;

  constructor(process: Process, options: CheckedOptions, staff: Staff) {
    this.#acts = new Acts(process, options, staff.people);
    this.#staff = staff;
  }

  input(nowMs: number, draw: Draw): unknown {
    return this.#acts.input(this.#view(null, nowMs, draw));
  }

  /** By weight, of what somebody can do as things are; undefined when nobody can do anything. */
  choose(of: SimulatedCase, state: string, nowMs: number): Choice | undefined {
    const left = [...this.#acts.for(state, of.record)];
    while (left.length > 0) {
      const act = weighted(left, of.draw());
      left.splice(left.indexOf(act), 1);
      const assignee = this.#assignee(of, state, act);
      const payload = act.payloads.find((make) => this.isPossible({ act, payload: make, assignee }, of, nowMs));
      if (payload) return { act, payload, assignee };
    }
    return undefined;
  }

  isPossible(choice: Choice, of: SimulatedCase, nowMs: number): boolean {
    const { act, assignee } = choice;
    if (act.roles.length === 0) return true;
    const people = assignee ? [assignee] : this.#staff.inAny(act.roles);
    return people.some(this.mayDo(choice, of, nowMs));
  }

  /** Whether the process would let somebody do it now. */
  mayDo({ act, payload }: Choice, of: SimulatedCase, nowMs: number): (person: Person) => boolean {
    if (act.branches.includes(undefined)) return () => true;
    return this.#acts.opens(act, of.record, payload(this.#view(of.record, nowMs, of.draw, false)), nowMs);
  }

  payload({ payload, of }: Task, nowMs: number): unknown {
    return payload(this.#view(of.record, nowMs, of.draw));
  }

  /** Work that names a person is theirs, where they may do what was chosen. */
  #assignee(of: SimulatedCase, state: string, act: Act): Person | undefined {
    const person = this.#staff.get(of.record.workItems[state]?.assignee ?? null);
    return person?.roles.some((role) => act.roles.includes(role)) ? person : undefined;
  }

  #view(record: SimulationView['record'], nowMs: number, draw: Draw, picking = true): SimulationView {
    const pick = (...roles: readonly string[]) =>
      picking ? this.#staff.pick(roles) : (this.#staff.inAny(roles)[0]?.id ?? 'somebody-outside');
    return { record, nowMs, draw, pick };
  }
}

/** One of several acts by weight; `share` is from 0 up to 1. */
function weighted(acts: readonly Act[], share: number): Act {
  let left = share * acts.reduce((sum, act) => sum + act.weight, 0);
  for (const act of acts) {
    left -= act.weight;
    if (left < 0) return act;
  }
  return acts.at(-1)!;
}
