// One simulation: events in order of time, cases that the process itself moves, and people who do one thing at a time.
import { type Calendar, naturalCalendar, type Process, type Text } from '@bihuan/core';
import { attempt, attemptOpening, passDue } from '@bihuan/core/model';
import { optionInvalid } from '../option-invalid.ts';
import { Agenda } from './agenda.ts';
import { arrivalTimes } from './arrival-times.ts';
import { Chooser } from './chooser.ts';
import { Figures } from './figures.ts';
import { randomStream } from './random-stream.ts';
import type { CheckedOptions } from './simulation-options.ts';
import { news, outsider, type Person, Staff } from './staff.ts';
import { earliestDueMs, orderOf, type SimulatedCase, type Task, WorkDesk } from './work-desk.ts';
import { WorkingTime } from './working-time.ts';

export class Simulation {
  readonly process: Process;
  readonly options: CheckedOptions;
  readonly staff: Staff;
  readonly figures: Figures;
  readonly working: WorkingTime;
  nowMs: number;
  opened = 0;
  /** Cases that are open and can still move. */
  live = 0;
  steps = 0;
  refusals = 0;
  circling = 0;
  readonly stuck = new Map<string, number>();
  readonly #calendar: Calendar;
  readonly #chooser: Chooser;
  readonly #desk: WorkDesk;
  readonly #agenda = new Agenda();
  readonly #opener: Person;
  readonly #arrivals: Iterator<number>;
  #sequence = 0;
  #wakes = false;

  constructor(process: Process, options: CheckedOptions) {
    this.process = process;
    this.options = options;
    this.staff = new Staff(options);
    this.working = new WorkingTime(options.hours);
    this.nowMs = options.startMs;
    this.figures = new Figures(process, options.startMs);
    this.#calendar = options.calendar ?? options.hours ?? naturalCalendar;
    this.#chooser = new Chooser(process, options, this.staff);
    this.#desk = new WorkDesk((task, person) => this.#chooser.mayDo(task, task.of, this.nowMs)(person));
    this.#opener = outsider(process.spec.opener);
    this.#arrivals = arrivalTimes(options, randomStream(options.seed, 0, 0));
  }

  /** Runs to the end, and answers why it had to stop before, if it had to. */
  run(): Text | undefined {
    const { untilMs, warmUpMs, startMs, maxEvents, maxOpenCases } = this.options;
    if (warmUpMs > 0) this.#agenda.add(startMs + warmUpMs, () => this.figures.restart(this.nowMs));
    this.#expectArrival();
    for (let events = 0; ; events++) {
      const event = this.#agenda.next();
      if (!event) return undefined;
      if (event.atMs > untilMs) {
        this.nowMs = untilMs;
        return undefined;
      }
      if (events >= maxEvents)
        return { zh: `已达到 ${maxEvents} 个事件的上限,模拟提前停止`, en: `stopped at the limit of ${maxEvents} events (maxEvents)` };
      if (this.live > maxOpenCases)
        return {
          zh: `同时未结的案件超过 ${maxOpenCases} 件:来得比办得快,会一直积压`,
          en: `stopped with more than ${maxOpenCases} cases open (maxOpenCases): they come faster than they are dealt with, and pile up for ever`,
        };
      this.nowMs = event.atMs;
      event.run();
    }
  }

  /** Counts the work that is under way as far as it is done. */
  closeBooks(): void {
    for (const { work } of this.staff.people) if (work) this.figures.busy(work, this.#workedMs(work));
  }

  #expectArrival(): void {
    if (this.opened >= this.options.cases) return;
    const { value, done } = this.#arrivals.next();
    if (!done) this.#agenda.add(value, () => this.#arrive());
  }

  #arrive(): void {
    const index = this.opened++;
    const draw = randomStream(this.options.seed, 1, index);
    const id = `c${index + 1}`;
    const input = this.#chooser.input(this.nowMs, draw);
    const env = { nowMs: this.nowMs, calendar: this.#calendar, standing: this.#opener.standing };
    const opened = attemptOpening(this.process, { id, unit: '', input }, env);
    if (opened.outcome !== 'applied') throw optionInvalid('simulate', 'input', `accepted by ${this.process.id}: ${JSON.stringify(opened)}`);
    const { record } = opened;
    const of: SimulatedCase = { id, draw, record, tasks: new Map(), enteredMs: new Map(), steps: 0, nextDueMs: 0, gone: false };
    this.live += 1;
    this.#log(id, 'open', '', this.#opener, null, this.nowMs);
    this.#settle(of, null, undefined);
    this.#expectArrival();
  }

  /** After every step of a case: figures, its end, its next deadline, and what there is to do. */
  #settle(of: SimulatedCase, before: SimulatedCase['record'] | null, fired: string | undefined): void {
    this.steps += 1;
    of.steps += 1;
    this.figures.moved(of, before, fired, this.nowMs);
    if (of.record.closed && !before?.closed) this.figures.closes(of.record);
    this.#clearTasks(of);
    const ended = of.record.closed !== null && !of.record.states.some((state) => this.options.choices[state]);
    if (ended || of.steps > this.options.maxStepsPerCase) {
      if (!ended) this.circling += 1;
      this.#dismiss(of);
      return;
    }
    this.#expectDue(of);
    this.#layOut(of);
    if (of.tasks.size > 0 || of.nextDueMs < Number.POSITIVE_INFINITY) return;
    const where = of.record.states.join(' ');
    this.stuck.set(where, (this.stuck.get(where) ?? 0) + 1);
    this.#dismiss(of);
  }

  #dismiss(of: SimulatedCase): void {
    for (const task of of.tasks.values()) this.#drop(task);
    of.tasks.clear();
    of.gone = true;
    this.live -= 1;
  }

  #expectDue(of: SimulatedCase): void {
    const dueMs = earliestDueMs(of.record);
    if (dueMs === of.nextDueMs) return;
    of.nextDueMs = dueMs;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    this.#agenda.add(
      Math.max(dueMs, this.nowMs),
      () => this.#passDue(of),
      () => of.gone || of.nextDueMs !== dueMs,
    );
  }

  #passDue(of: SimulatedCase): void {
    while (!of.gone) {
      const passed = passDue(this.process, of.record, { nowMs: this.nowMs, calendar: this.#calendar });
      if (!passed) return;
      const before = of.record;
      const [key, timer] = passed.fired;
      of.record = passed.record;
      of.nextDueMs = 0;
      // The calendar may only have learnt more, and moved the due time.
      const isMoved = passed.record.timers[key] !== undefined && passed.record.states === before.states;
      this.#log(of.id, timer.deadline, timer.state, news, null, this.nowMs);
      this.#settle(of, before, isMoved ? undefined : key);
    }
  }

  /** Takes away work of states that were left, of people whose it is no more, and what has become impossible. */
  #clearTasks(of: SimulatedCase): void {
    for (const [state, task] of of.tasks) {
      const item = of.record.workItems[state];
      const isStill = item !== undefined && (task.assignee === undefined || task.assignee === this.staff.get(item.assignee));
      if (isStill && (task.doneBy || this.#chooser.isPossible(task, of, this.nowMs))) continue;
      of.tasks.delete(state);
      this.#drop(task);
    }
  }

  #drop(task: Task): void {
    if (task.off) return;
    task.off = true;
    if (task.assignee) task.assignee.load -= 1;
    if (task.act.roles.length === 0) return;
    if (task.doneBy) {
      this.figures.worked(task, this.#workedMs(task), this.nowMs, false);
      this.#release(task.doneBy);
      return;
    }
    this.figures.queued(task.state, -1, this.nowMs);
    this.figures.overtaken(task.state);
  }

  /** Decides what will be done next in every state that has work. */
  #layOut(of: SimulatedCase): void {
    const { record } = of;
    const named = record.states.filter((state) => this.options.choices[state]);
    for (const state of record.closed ? named : new Set([...Object.keys(record.workItems), ...named])) {
      if (of.tasks.has(state)) continue;
      const choice = this.#chooser.choose(of, state, this.nowMs);
      if (!choice) continue;
      const order = orderOf(this.options.priority, record, state, this.nowMs);
      const base = { of, state, ...choice, readyMs: this.nowMs, order, sequence: this.#sequence++ };
      const task: Task = { ...base, startMs: 0, doneBy: undefined, off: false };
      of.tasks.set(state, task);
      if (task.assignee) task.assignee.load += 1;
      if (task.act.roles.length === 0) this.#expectNews(task);
      else this.#offer(task);
    }
  }

  #expectNews(task: Task): void {
    task.doneBy = news;
    task.startMs = this.nowMs;
    this.#finishAt(this.nowMs + task.act.duration(task.of.draw), task, 0);
  }

  /** Gives new work to whoever rests longest and may do it, or leaves it on the desk. */
  #offer(task: Task): void {
    this.figures.queued(task.state, 1, this.nowMs);
    let best: Person | undefined;
    if (this.#isOpenNow()) {
      const mayDo = this.#chooser.mayDo(task, task.of, this.nowMs);
      for (const person of task.assignee ? [task.assignee] : this.staff.inAny(task.act.roles)) {
        const isBetter = !person.work && (!best || person.idleSince < best.idleSince);
        if (isBetter && mayDo(person)) best = person;
      }
    }
    if (best) this.#begin(task, best);
    else this.#desk.put(task);
  }

  /** Whether people work now; if not, everybody looks at the desk when they begin. */
  #isOpenNow(): boolean {
    const opensMs = this.working.opensMs(this.nowMs);
    if (opensMs <= this.nowMs) return true;
    if (!this.#wakes) {
      this.#wakes = true;
      this.#agenda.add(opensMs, () => {
        this.#wakes = false;
        for (const person of this.staff.people) if (!person.work) this.#takeNext(person);
      });
    }
    return false;
  }

  #begin(task: Task, person: Person): void {
    task.doneBy = person;
    task.startMs = this.nowMs;
    person.work = task;
    this.figures.began(task, this.nowMs);
    const workMs = task.act.duration(task.of.draw);
    this.#finishAt(this.working.endMs(this.nowMs, workMs), task, workMs);
  }

  #finishAt(atMs: number, task: Task, workMs: number): void {
    this.#agenda.add(
      Math.ceil(atMs),
      () => this.#finish(task, workMs),
      () => task.off,
    );
  }

  #finish(task: Task, workMs: number): void {
    const { of, act, doneBy } = task;
    // Whatever fell due at this very moment comes first.
    if (of.nextDueMs <= this.nowMs) this.#passDue(of);
    if (task.off) return;
    const person = doneBy!;
    const before = of.record;
    const payload = this.#chooser.payload(task, this.nowMs);
    const env = { nowMs: this.nowMs, calendar: this.#calendar, standing: person.standing };
    const done = attempt(this.process, before, { kind: 'command', type: act.command, payload }, env);
    if (done.outcome === 'invalid')
      throw optionInvalid('simulate', `payloads.${act.command}`, `accepted by ${this.process.id}: ${JSON.stringify(done.issues)}`);
    task.off = true;
    of.tasks.delete(task.state);
    if (task.assignee) task.assignee.load -= 1;
    if (person !== news) this.figures.worked(task, this.#workedMs(task, workMs), this.nowMs, true);
    if (done.outcome === 'applied') {
      of.record = done.record;
      this.#log(of.id, act.command, task.state, person, act.roles.find((role) => person.roles.includes(role)) ?? null, task.startMs);
    } else this.refusals += 1;
    // Whoever is free looks at the desk before new work is laid on it: what waits is older.
    if (person !== news) this.#release(person);
    this.#settle(of, before, undefined);
  }

  /** What of a piece of work was done since figures count. `allMs` is known where it is complete. */
  #workedMs({ startMs }: Task, allMs?: number): number {
    const { fromMs } = this.figures;
    return allMs !== undefined && startMs >= fromMs ? allMs : this.working.betweenMs(Math.max(startMs, fromMs), this.nowMs);
  }

  #release(person: Person): void {
    person.work = undefined;
    person.idleSince = this.nowMs;
    if (this.#isOpenNow()) this.#takeNext(person);
  }

  #takeNext(person: Person): void {
    const task = this.#desk.take(person);
    if (task) this.#begin(task, person);
  }

  #log(id: string, activity: string, state: string, { id: resource }: Person, role: string | null, startMs: number): void {
    this.options.log?.({ case: id, activity, state, resource, role, startMs, endMs: this.nowMs });
  }
}
