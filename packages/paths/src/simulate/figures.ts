// Keeps the figures of a simulation while it runs, in memory that does not grow with the number of cases.
import type { CaseRecord, Process } from '@bihuan/core';
import { type Place, places } from '@bihuan/core/model';
import { Level } from './level.ts';
import type { DeadlineFigures, RoleFigures, SimulationReport, StateFigures } from './simulation-report.ts';
import type { Staff } from './staff.ts';
import { Tally } from './tally.ts';
import type { SimulatedCase, Task } from './work-desk.ts';

interface StateCount {
  readonly inState: Level;
  readonly queue: Level;
  readonly sojourn: Tally;
  readonly waiting: Tally;
  readonly handling: Tally;
  overtaken: number;
  left: number;
}

const dayMs = 86_400_000;

export class Figures {
  readonly #process: Process;
  readonly #places: readonly Place[];
  readonly #states = new Map<string, StateCount>();
  readonly #met = new Map<string, number>();
  readonly #fired = new Map<string, number>();
  readonly #outcomes = new Map<string, number>();
  readonly #busyMs = new Map<string, number>();
  readonly #leadTime = new Tally();
  #fromMs: number;
  closed = 0;

  constructor(process: Process, startMs: number) {
    this.#process = process;
    this.#places = places(process);
    this.#fromMs = startMs;
  }

  get fromMs(): number {
    return this.#fromMs;
  }

  /** Forgets everything but where cases are now. */
  restart(atMs: number): void {
    this.#fromMs = atMs;
    for (const count of this.#states.values()) {
      count.inState.restart(atMs);
      count.queue.restart(atMs);
      for (const tally of [count.sojourn, count.waiting, count.handling]) tally.reset();
      count.overtaken = count.left = 0;
    }
    for (const map of [this.#met, this.#fired, this.#outcomes, this.#busyMs]) map.clear();
    this.#leadTime.reset();
    this.closed = 0;
  }

  /** A case stepped from one record to the next; ends count as left. */
  moved(of: SimulatedCase, before: CaseRecord | null, fired: string | undefined, atMs: number): void {
    const { record } = of;
    const now = record.closed ? [] : record.states;
    const old = before === null || before.closed ? [] : before.states;
    if (now !== old) {
      for (const state of old) if (!now.includes(state)) this.#leave(of, state, atMs);
      for (const state of now) if (!old.includes(state)) this.#enter(of, state, atMs);
    }
    if (record.timers !== before?.timers) this.#deadlines(before?.timers ?? {}, record.timers, fired);
  }

  closes(record: CaseRecord): void {
    this.closed += 1;
    bump(this.#outcomes, record.closed!.outcome);
    this.#leadTime.add(record.closed!.atMs - record.openedAtMs);
  }

  queued(state: string, by: 1 | -1, atMs: number): void {
    this.#state(state).queue.change(by, atMs);
  }

  began(task: Task, atMs: number): void {
    this.queued(task.state, -1, atMs);
    this.#state(task.state).waiting.add(atMs - task.readyMs);
  }

  /** Work that ended, or was broken off; `workedMs` is what of it was done in working time. */
  worked(task: Task, workedMs: number, atMs: number, complete: boolean): void {
    const count = this.#state(task.state);
    if (complete) count.handling.add(atMs - task.startMs);
    else count.overtaken += 1;
    this.busy(task, workedMs);
  }

  busy(task: Task, workedMs: number): void {
    const role = task.act.roles.find((each) => task.doneBy!.roles.includes(each));
    if (role !== undefined) bump(this.#busyMs, role, workedMs);
  }

  overtaken(state: string): void {
    this.#state(state).overtaken += 1;
  }

  states(atMs: number): Readonly<Record<string, StateFigures>> {
    const days = Math.max(atMs - this.#fromMs, 1) / dayMs;
    const leaves = this.#places.filter(({ path, config }) => this.#states.has(path) && config.meta?.closes === undefined);
    return Object.fromEntries(
      leaves.map(({ path }) => {
        const { inState, queue, sojourn, waiting, handling, overtaken, left } = this.#states.get(path)!;
        const figures = {
          label: this.#process.spec.labels.states[path.slice(path.lastIndexOf('.') + 1)] ?? { zh: path, en: path },
          inState: inState.figures(atMs),
          queue: queue.figures(atMs),
          sojourn: sojourn.spread(),
          waiting: waiting.spread(),
          handling: handling.spread(),
          overtaken,
          throughputPerDay: left / days,
        };
        return [path, figures];
      }),
    );
  }

  /** States whose queue is nearly as long at the end as it ever was, and longer than it was on average. */
  growing(atMs: number): readonly string[] {
    return [...this.#states].flatMap(([state, { queue }]) => {
      const { mean, max } = queue.figures(atMs);
      return queue.value > 20 && queue.value > 0.8 * max && queue.value > 1.5 * mean ? [state] : [];
    });
  }

  deadlines(): Readonly<Record<string, DeadlineFigures>> {
    const { labels } = this.#process.spec;
    const keys = [...new Set([...this.#met.keys(), ...this.#fired.keys()])].sort();
    return Object.fromEntries(
      keys.map((key) => {
        const [met, fired] = [this.#met.get(key) ?? 0, this.#fired.get(key) ?? 0];
        const name = key.slice(key.indexOf('#') + 1);
        return [key, { label: labels.deadlines[name] ?? { zh: name, en: name }, met, fired, onTime: met / (met + fired) }];
      }),
    );
  }

  roles(staff: Staff, workingMs: number): Readonly<Record<string, RoleFigures>> {
    const { labels, roles } = this.#process.spec;
    const held = roles.filter((role) => staff.in(role).length > 0);
    return Object.fromEntries(
      held.map((role) => {
        const people = staff.in(role).length;
        return [
          role,
          { label: labels.roles[role]!, people, utilisation: (this.#busyMs.get(role) ?? 0) / (people * Math.max(workingMs, 1)) },
        ];
      }),
    );
  }

  totals(atMs: number): Pick<SimulationReport, 'outcomes' | 'leadTime' | 'throughputPerDay'> {
    return {
      outcomes: Object.fromEntries([...this.#outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      leadTime: this.#leadTime.spread(),
      throughputPerDay: this.closed / (Math.max(atMs - this.#fromMs, 1) / dayMs),
    };
  }

  /** The state whose work waited longest, all in all. */
  longestWait(): readonly [state: string | null, ms: number] {
    return [...this.#states].reduce<readonly [string | null, number]>(
      (most, [state, { waiting }]) => (waiting.sum > most[1] ? [state, waiting.sum] : most),
      [null, 0],
    );
  }

  #enter(of: SimulatedCase, state: string, atMs: number): void {
    of.enteredMs.set(state, atMs);
    this.#state(state).inState.change(1, atMs);
  }

  #leave(of: SimulatedCase, state: string, atMs: number): void {
    const count = this.#state(state);
    count.inState.change(-1, atMs);
    count.sojourn.add(atMs - of.enteredMs.get(state)!);
    count.left += 1;
    of.enteredMs.delete(state);
  }

  #deadlines(before: CaseRecord['timers'], after: CaseRecord['timers'], fired: string | undefined): void {
    for (const key in before) {
      // One that was only counted anew (extended, or a guess of the calendar) has come to no end.
      if (key === fired) bump(this.#fired, key);
      else if (after[key]?.startedAtMs !== before[key]!.startedAtMs) bump(this.#met, key);
    }
  }

  #state(path: string): StateCount {
    const known = this.#states.get(path);
    if (known) return known;
    const made = {
      inState: new Level(this.#fromMs),
      queue: new Level(this.#fromMs),
      sojourn: new Tally(),
      waiting: new Tally(),
      handling: new Tally(),
      overtaken: 0,
      left: 0,
    };
    this.#states.set(path, made);
    return made;
  }
}

const bump = (counts: Map<string, number>, name: string, by = 1): unknown => counts.set(name, (counts.get(name) ?? 0) + by);
