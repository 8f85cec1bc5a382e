// One walk: a case is opened and moved at random, mostly as it may be, sometimes as it may not, and everything is checked at every step.
import {
  type ActorStanding,
  type AnyProcess,
  BihuanError,
  type Calendar,
  type CaseRecord,
  type CaseRow,
  createEngine,
  decide,
  directoryOf,
  type Engine,
  type Env,
  type Explanation,
  explain,
  type JournalEntry,
  type ManualClock,
  manualClock,
  memoryStore,
  naturalCalendar,
  type Opening,
  type Outcome,
  openCase,
  type Request,
  type Store,
  systemActor,
  systemRole,
} from '@bihuan/core';
import type fc from 'fast-check';
import { equal, LawBroken } from '../check.ts';
import { type Cast, castOf, type ProcessTrial, tenant, unit } from './trial.ts';
import { checkJournal, checkOutcome, decidePurely, envOf, subscriber } from './walk-checks.ts';

/** Draws from an arbitrary; what was drawn can be shrunk. */
export type Draw = <T>(arbitrary: fc.Arbitrary<T>) => T;

export interface OpenCase {
  readonly row: CaseRow;
  readonly record: CaseRecord;
  readonly process: AnyProcess;
}

export class Walk {
  readonly process: AnyProcess;
  readonly cast: Cast;
  readonly clock: ManualClock;
  /** What was done, for whoever reads the report of a failure. */
  readonly trace: string[] = [];
  steps = 0;
  readonly #processes: readonly AnyProcess[];
  readonly #calendar: Calendar;
  readonly #store: Store = memoryStore();
  readonly #engine: Engine<any>;
  readonly #errors: unknown[] = [];

  constructor(process: AnyProcess, trial: ProcessTrial) {
    this.process = process;
    this.#processes = [process, ...(trial.with ?? [])];
    this.#calendar = trial.calendar ?? naturalCalendar;
    this.cast = castOf(this.#processes, trial.people);
    this.clock = manualClock(trial.startMs ?? Date.UTC(2026, 2, 2, 2));
    let count = 0;
    this.#engine = createEngine<any>({
      processes: this.#processes,
      store: this.#store,
      directory: directoryOf(this.cast.grants),
      calendar: this.#calendar,
      clock: this.clock,
      newId: () => `w${++count}`,
      subscribers: { [subscriber]: { handle() {} } },
      onError: (error) => this.#errors.push(error),
    });
  }

  async cases(): Promise<readonly OpenCase[]> {
    const rows = await this.#store.find({ tenant, units: [''], limit: 1_000 });
    return rows.map((row) => ({ row, record: JSON.parse(row.record), process: this.#processes.find((each) => each.id === row.process)! }));
  }

  async journalOf(id: string): Promise<readonly JournalEntry[]> {
    return (await this.#store.history({ tenant, id })).map((row) => JSON.parse(row.entry));
  }

  envFor(person: string): Env {
    return envOf(this.clock.nowMs(), this.#calendar, this.#standing(person));
  }

  explanationsFor({ row, record, process }: OpenCase, person: string) {
    return explain(process, { record, head: row.head }, this.envFor(person));
  }

  #standing(person: string): ActorStanding {
    if (person === system) return { by: systemActor(tenant), persons: ['bihuan:system'], grants: [{ role: systemRole, unit: '' }] };
    return { by: this.cast.actor(person), persons: [person], grants: this.cast.grants[person]! };
  }

  /** Opens a case. Those that only the library opens are opened in its name. */
  async open(process: AnyProcess, person: string, input: unknown, links: Opening['links'] = []): Promise<Outcome> {
    const tied = (links ?? []).map(({ type, to }) => `, ${type} ${to}`).join('');
    this.trace.push(`${process.id} opened by ${person} with ${JSON.stringify(input)}${tied}`);
    if (person !== system)
      return this.#engine.open(process, { by: this.cast.actor(person), unit, input, links: links ?? [] } as never) as Promise<Outcome>;
    const opening: Opening = { id: `s${this.trace.length}`, unit, input, links };
    const decision = openCase(process, opening, this.envFor(person));
    if (decision.outcome === 'applied') await this.#store.commit(decision.commit);
    return decision as unknown as Outcome;
  }

  /** The processes of the walk that can be opened with a link to a case, and by which link. */
  linkable({ process }: OpenCase): readonly { readonly process: AnyProcess; readonly type: string }[] {
    const incoming = Object.entries(process.spec.linkedFrom ?? {});
    return incoming.flatMap(([type, link]) => {
      const other = this.#processes.find((each) => each.id === link.process && each.spec.links?.[type]?.process === process.id);
      return other ? [{ process: other, type }] : [];
    });
  }

  /** Sends one request through the engine and through `decide`, and holds both to what was explained. */
  async send(
    to: OpenCase,
    person: string,
    request: Extract<Request, { kind: 'command' | 'control' }>,
    explanation: Explanation | undefined,
  ): Promise<Outcome> {
    const what = `${request.type} by ${person} on ${to.record.id}`;
    this.trace.push(`${what}${request.payload === undefined ? '' : ` with ${JSON.stringify(request.payload)}`}`);
    this.steps += 1;
    const env = this.envFor(person);
    const decision = decidePurely({ process: to.process, row: to.row, request, env });
    const outcome = person === system ? await this.#inItsName(to, request, env) : await this.#ask(to, person, request);
    checkOutcome(what, outcome, decision, explanation);
    const after = (await this.#store.load({ tenant, id: to.record.id })).case!;
    if (outcome.outcome === 'applied') checkJournal(after, await this.#store.history({ tenant, id: after.id }));
    else equal(after, to.row, `${what} was ${outcome.outcome}: the case`);
    return outcome;
  }

  #ask({ record }: OpenCase, person: string, { kind, type, payload }: Extract<Request, { kind: 'command' | 'control' }>): Promise<Outcome> {
    const by = this.cast.actor(person);
    if (kind === 'command') return this.#engine.send(record.id, type as never, { by, payload } as never) as Promise<Outcome>;
    const control = this.#engine[type as 'claim'] as (ref: string, options: object) => Promise<Outcome>;
    return control(record.id, { by, ...(payload as object) });
  }

  /** Commands that are open to the library only: news of cases elsewhere. */
  async #inItsName({ row, record, process }: OpenCase, request: Request, env: Env): Promise<Outcome> {
    const decision = decide(process, { record, head: row.head }, request, env);
    if (decision.outcome !== 'applied') return decision as unknown as Outcome;
    equal(await this.#store.commit(decision.commit), 'committed', `the commit of ${JSON.stringify(request)}`);
    return { outcome: 'applied', revision: decision.revision, case: decision.record };
  }

  /** Moves time; deadlines that pass are applied now, or by whatever is sent next. */
  async wait(untilMs: number, applied: boolean): Promise<void> {
    this.trace.push(`waited until ${new Date(untilMs).toISOString()}${applied ? '' : ', and left what fell due'}`);
    this.clock.set(untilMs);
    if (!applied) return;
    this.steps += 1;
    await this.#engine.runDue();
    for (const { row } of await this.cases()) checkJournal(row, await this.#store.history({ tenant, id: row.id }));
  }

  /** Delivers messages, so that linked cases hear of each other. Processes that were not given cannot be opened, and nothing else may fail. */
  async deliver(): Promise<void> {
    await this.#engine.relay();
    const failed = this.#errors.find((error) => !(error instanceof BihuanError && error.code === 'PROCESS_UNKNOWN'));
    if (failed !== undefined) throw new LawBroken(`a deadline or message failed: ${String(failed)}`);
  }
}

/** The library itself, as one of those who act. */
export const system = 'the library';
