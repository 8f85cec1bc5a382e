// One case in an engine under a manual clock, as a system under test: every step goes through the engine's own doors.
import {
  type Actor,
  type AnyProcess,
  type Calendar,
  type CaseRecord,
  type Current,
  createEngine,
  decide,
  digestWith,
  directoryOf,
  type Env,
  type JournalEntry,
  type ManualClock,
  manualClock,
  openCase,
  type Request,
  type Store,
  systemActor,
  systemRole,
} from '@bihuan/core';
import type { Step, Suite } from '../cases/suite.ts';
import type { Answer, Observation, Session } from './driver.ts';
import { answerTogether, stepAnswer } from './step-answer.ts';

export const tenant = 'paths';
const id = 'case';

export interface EngineSessionOptions {
  readonly process: AnyProcess;
  readonly with: readonly AnyProcess[];
  readonly calendar: Calendar;
  readonly store: Store<any>;
}

type Sent = (key: string, expectedRevision?: number) => Promise<Answer>;

export class EngineSession implements Session {
  readonly clock: ManualClock;
  readonly #options: EngineSessionOptions;
  readonly #engine: ReturnType<typeof createEngine<any>>;
  /** The last request that was applied, to be sent again. */
  #applied: { readonly key: string; readonly send: Sent } | undefined;
  #keys = 0;
  #news = 0;
  #seenRevision = 0;

  constructor(options: EngineSessionOptions, { cast, startMs }: Pick<Suite, 'cast' | 'startMs'>) {
    const { process, store, calendar } = options;
    this.#options = options;
    this.clock = manualClock(startMs);
    const grants = cast.map((person) => [person.id, person.roles.map((role) => ({ role, unit: '' }))] as const);
    this.#engine = createEngine<any>({
      processes: [process, ...options.with],
      store,
      directory: directoryOf(Object.fromEntries(grants)),
      calendar,
      clock: this.clock,
      newSalt: () => 'paths',
    });
  }

  /** The case as it is stored; undefined before it is open. */
  async record(): Promise<CaseRecord | undefined> {
    return (await this.#current())?.record;
  }

  async apply(step: Step): Promise<Answer> {
    const answer = await this.#answer(step);
    if (this.#options.with.length > 0) await this.#engine.relay();
    return answer;
  }

  async observe(): Promise<Observation> {
    const record = await this.record();
    if (!record) return { states: [], timers: [], workItems: [], messages: [], closed: null };
    const journal = await this.#options.store.history({ tenant, id, afterRevision: this.#seenRevision });
    this.#seenRevision = record.revision;
    const declared = this.#options.process.spec.messages ?? {};
    return {
      states: record.states,
      context: record.context,
      timers: Object.entries(record.timers).flatMap(([key, timer]) => (timer.stoppedAtMs === null ? [key] : [])),
      workItems: Object.values(record.workItems).map(({ state, roles, assignee }) => ({ state, roles, assignee })),
      messages: journal.flatMap((row) =>
        (JSON.parse(row.entry) as JournalEntry).messages.filter((message) => Object.hasOwn(declared, message)),
      ),
      closed: record.closed?.outcome ?? null,
    };
  }

  async advanceTime(waitMs: number): Promise<void> {
    this.clock.advance(waitMs);
    await this.#engine.runDue();
    if (this.#options.with.length > 0) await this.#engine.relay();
  }

  async close(): Promise<void> {
    await this.#engine.drain();
    await this.#options.store.close();
  }

  async #answer(step: Step): Promise<Answer> {
    if (step.kind === 'retry') return this.#applied ? this.#applied.send(this.#applied.key) : { outcome: 'nothing to retry' };
    const send = this.#sender(step);
    const key = this.#nextKey();
    if (step.kind === 'together') {
      const revision = (await this.record())?.stateRevision;
      const answer = answerTogether(await Promise.all([send(key, revision), send(this.#nextKey(), revision)]));
      if (answer.outcome === 'applied') this.#applied = undefined;
      return answer;
    }
    const answer = await send(key);
    if (answer.outcome === 'applied') this.#applied = { key, send };
    return answer;
  }

  #nextKey(): string {
    return `step-${++this.#keys}`;
  }

  #sender(step: Step): Sent {
    const { kind, command = '', actor, payload } = step;
    if (kind === 'news') return (key) => this.#tell(payload as unknown as News, key);
    const by = actor === null ? undefined : { tenant, id: actor };
    if (kind === 'open') return (key) => this.#open(by, payload, key);
    const isControl = kind === 'control' || !Object.hasOwn(this.#options.process.spec.commands, command);
    if (!by) return (key) => this.#inItsName({ kind: isControl ? 'control' : 'command', type: command, payload, key } as Request);
    return async (key, expectedRevision) => {
      const asking = { by, key, ...(expectedRevision !== undefined && { expectedRevision }) };
      const control = (this.#engine as unknown as Record<string, unknown>)[command];
      if (isControl && typeof control === 'function')
        return stepAnswer(await (control as (ref: string, options: object) => Promise<object>)(id, { ...(payload as object), ...asking }));
      return stepAnswer(await this.#engine.send(id as never, command as never, { ...asking, payload } as never));
    };
  }

  async #open(by: Actor | undefined, input: unknown, key: string): Promise<Answer> {
    const { process, store } = this.#options;
    if (by) return stepAnswer(await this.#engine.open(process, { by, id, unit: '', input, key } as never));
    const decision = openCase(process, { id, unit: '', input, key }, this.#systemEnv());
    if (decision.outcome === 'applied') await store.commit(decision.commit);
    return stepAnswer(decision);
  }

  /** What a linked case has become, told to this one as the outbox would. */
  async #tell(news: News, key: string): Promise<Answer> {
    const record = await this.record();
    const direction = news.direction === 'to' ? 'from' : 'to';
    const links = Object.values(record?.links ?? {}).filter((link) => link.type === news.type && link.direction === direction);
    // Ids of linked cases are made from the id of this one: whoever wrote the step may have had another.
    const from = links.some((link) => link.case === news.from) ? news.from : (links.at(-1)?.case ?? news.from);
    const { event, type, process, outcome = null, data = {} } = news;
    const rollUp = { revision: ++this.#news, outcome, data };
    const heard = { event, type, direction: news.direction, from, process, hops: 0, rollUp };
    return this.#inItsName({ kind: 'link', key: `@${key}`, news: heard } as Request);
  }

  /** A request in the library's own name: decided and committed as the engine does. */
  async #inItsName(request: Request): Promise<Answer> {
    const { process, store } = this.#options;
    const current = await this.#current();
    if (!current) return { outcome: 'not-found' };
    const keyed = 'key' in request && request.key ? (await store.load({ tenant, id, key: request.key })).keyed : undefined;
    const decision = decide(process, current, request, { ...this.#systemEnv(), keyed });
    if (decision.outcome === 'applied') await store.commit(decision.commit);
    return stepAnswer(decision.outcome === 'unchanged' ? { outcome: 'replayed' } : decision);
  }

  #systemEnv(): Env {
    const standing = { by: systemActor(tenant), persons: ['bihuan:system'], grants: [{ role: systemRole, unit: '' }] };
    const { calendar } = this.#options;
    return { nowMs: this.clock.nowMs(), calendar, standing, digest: digestWith(undefined), subscribersOf: () => [], salt: 'paths' };
  }

  async #current(): Promise<Current | undefined> {
    const { case: row } = await this.#options.store.load({ tenant, id });
    return row ? { record: JSON.parse(row.record) as CaseRecord, head: row.head } : undefined;
  }
}

/** The payload of a step of kind `news`. `direction` is the sender's, as in the outbox. */
interface News {
  readonly type: string;
  readonly direction: 'to' | 'from';
  readonly process: string;
  readonly event: 'register' | 'registered' | 'refused' | 'changed' | 'unlinked';
  readonly from: string;
  readonly outcome?: string | null;
  readonly data?: Readonly<Record<string, unknown>>;
}
