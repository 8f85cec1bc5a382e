// The engine: the one loop behind a small API. It keeps nothing in memory, so any number of them may run on one store.
import type { Actor } from '../actor.ts';
import type { Limit } from '../calendar.ts';
import type { CaseOf } from '../case-view.ts';
import type { ControlName } from '../controls/index.ts';
import type { Request } from '../decide.ts';
import type { Outcome } from '../outcome.ts';
import type { AnyProcess, ContextOf, DeadlineOf, InputOf, PayloadsOf, StateOf } from '../process.ts';
import type { Evidence, JsonContext, StateValue, Subject } from '../record.ts';
import type { DeadLetter } from '../store.ts';
import { type EngineOptions, engineContext, operatorOf, standingOf } from './context.ts';
import { entrance } from './entrance.ts';
import { type ErasePersonOptions, erasePerson } from './erase-person.ts';
import { withInside } from './inside.ts';
import type { Operation } from './observer.ts';
import { relay } from './outbox.ts';
import { reader } from './read.ts';
import { runDue } from './timers.ts';
import { worker } from './worker.ts';
import { openRequest, sendRequest } from './write.ts';

/** Anything that names a case: what `open` and `get` return, or its bare id (then commands are not typed). */
export type CaseRef<P extends AnyProcess = AnyProcess> = string | { readonly id: string; readonly processType?: P };

export interface Asking<Tx> {
  readonly by: Actor;
  /** Unique per tenant: the same request with the same key is applied once. */
  readonly key?: string;
  /** The `revision` that was shown to whoever decided; refused with `conflict` when the state has changed since. */
  readonly expectedRevision?: number;
  /** When it really happened, if that was earlier (epoch ms). */
  readonly occurredAtMs?: number;
  /** Whom the personal fields of input or payload tell of. Default: who asks. */
  readonly person?: string;
  /** The host's own transaction. */
  readonly tx?: Tx;
}

/** The payload of a command, as an option: left out where it may be. */
export type Payload<T> = undefined extends T ? { readonly payload?: T } : {} extends T ? { readonly payload?: T } : { readonly payload: T };
export type OutcomeOf<P extends AnyProcess> =
  Outcome<StateOf<P>, ContextOf<P>> extends infer O
    ? O extends { readonly case: unknown }
      ? Omit<O, 'case'> & { readonly case: CaseOf<P> }
      : O
    : never;

export interface OpenOptions<Input, Tx> extends Omit<Asking<Tx>, 'expectedRevision'> {
  readonly unit: string;
  readonly input: Input;
  /** The host's record that the case is about. */
  readonly subject?: Subject;
  readonly correlation?: string;
  readonly links?: readonly { readonly type: string; readonly to: CaseRef }[];
  /** The id of the new case; left out, one is made. */
  readonly id?: string;
}

const idOf = (ref: CaseRef): string => (typeof ref === 'string' ? ref : ref?.id);

/**
 * An engine over a store. Nothing runs until something is called: `start()` begins to apply deadlines and deliver messages by itself.
 *
 * Throws `OPTION_INVALID` for processes given twice and ill-named subscribers.
 */
export function createEngine<Tx = never>(options: EngineOptions<Tx>) {
  const context = engineContext(options);
  const reads = reader(context);
  const background = worker(context);
  const gate = entrance();

  /** One request: refused once the engine was drained, waited for while it is being drained, and told to the observer. */
  const ask = <Result>(operation: Operation, run: () => Promise<Result>): Promise<Result> =>
    gate.pass(() => context.observer.around(operation, run));

  const request = (id: string, by: Actor, tx: Tx | undefined, asked: Extract<Request, { readonly type: string }>): Promise<Outcome> =>
    ask({ kind: asked.kind, tenant: by?.tenant, case: id, name: asked.type }, async () => {
      const standing = await standingOf(context, by);
      return sendRequest(context, { standing, id, request: asked, tx });
    });

  const control = (
    ref: CaseRef,
    type: ControlName,
    { by, key, expectedRevision, occurredAtMs, person, tx, ...payload }: Asking<Tx>,
  ): Promise<Outcome> => request(idOf(ref), by, tx, { kind: 'control', type, payload, key, expectedRevision, occurredAtMs, person });

  const engine = {
    /** Opens a case. With a key, opening twice answers `replayed` with the first one. */
    async open<P extends AnyProcess>(process: P, options: OpenOptions<InputOf<P>, Tx>): Promise<OutcomeOf<P>> {
      const { by, tx, unit, input, subject, correlation, links, key, occurredAtMs, person, id = context.newId() } = options ?? {};
      const known = context.processOf({ id, process: process.id, version: process.version, hash: process.hash });
      const targets = Array.isArray(links) ? Array.from(links, (link) => ({ type: link?.type, to: idOf(link?.to) })) : (links as undefined);
      const opening = { id, unit, input, subject, correlation, links: targets, key, occurredAtMs, person };
      const maySee = async (target: string) => (await reads.get(target, { by, ...(tx !== undefined && { tx }) })) !== undefined;
      return (await ask({ kind: 'open', tenant: by?.tenant, case: id, process: process.id, name: process.id }, async () =>
        openRequest(context, known, await standingOf(context, by), opening, tx, maySee),
      )) as unknown as OutcomeOf<P>;
    },

    /** Sends a command. The payload is checked against its schema; unknown fields are refused. */
    async send<P extends AnyProcess, C extends keyof PayloadsOf<P> & string>(
      ref: CaseRef<P>,
      command: C,
      options: Asking<Tx> & Payload<PayloadsOf<P>[C]>,
    ): Promise<OutcomeOf<P>> {
      const { by, tx, payload, key, expectedRevision, occurredAtMs, person } = (options ?? {}) as Asking<Tx> & {
        readonly payload?: unknown;
      };
      const asked = { kind: 'command' as const, type: command, payload, key, expectedRevision, occurredAtMs, person };
      return (await request(idOf(ref), by, tx, asked)) as unknown as OutcomeOf<P>;
    },

    get: <P extends AnyProcess>(ref: CaseRef<P>, options: { readonly by: Actor; readonly tx?: Tx }) =>
      reads.get(idOf(ref), options) as Promise<CaseOf<P> | undefined>,
    explain: (ref: CaseRef, options: { readonly by: Actor; readonly tx?: Tx }) => reads.explain(idOf(ref), options),
    history: (ref: CaseRef, options: Parameters<typeof reads.history>[1]) => reads.history(idOf(ref), options),
    verifyJournal: (ref: CaseRef, options: Parameters<typeof reads.verifyJournal>[1]) => reads.verifyJournal(idOf(ref), options),
    find: reads.find,
    count: reads.count,
    worklist: reads.worklist,
    countWork: reads.countWork,
    done: reads.done,
    personal: (ref: CaseRef, options: Parameters<typeof reads.personal>[1]) => reads.personal(idOf(ref), options),
    personalOf: reads.personalOf,
    stuckTimers: reads.stuckTimers,
    deadLetters: reads.deadLetters,

    /** 签收: takes a work item. `state` names it where a case has several. */
    claim: (ref: CaseRef, options: Asking<Tx> & { readonly state?: string }) => control(ref, 'claim', options),
    /** 退回待办: gives it back, to its sender if it was delegated. */
    release: (ref: CaseRef, options: Asking<Tx> & { readonly state?: string }) => control(ref, 'release', options),
    /** 转办 */
    delegate: (ref: CaseRef, options: Asking<Tx> & { readonly state?: string; readonly to: string }) => control(ref, 'delegate', options),
    /** 办结转办: the delegated part is done, and the item goes back to who handed it over. */
    resolve: (ref: CaseRef, options: Asking<Tx> & { readonly state?: string; readonly note?: string }) => control(ref, 'resolve', options),
    /** 改派, by an operator; `to: null` opens it to everyone again. */
    reassign: (ref: CaseRef, options: Asking<Tx> & { readonly state?: string; readonly to: string | null; readonly reason: string }) =>
      control(ref, 'reassign', options),
    /** 挂起: clocks that stop stand still, and commands answer `suspended`. */
    suspend: (ref: CaseRef, options: Asking<Tx> & { readonly reason: string }) => control(ref, 'suspend', options),
    resume: (ref: CaseRef, options: Asking<Tx>) => control(ref, 'resume', options),
    /** 延期: adds to a running deadline. Each use needs the next rung of approvers. */
    extend: <P extends AnyProcess>(
      ref: CaseRef<P>,
      options: Asking<Tx> & { readonly deadline: DeadlineOf<P>; readonly limit: Limit; readonly reason: string },
    ) => control(ref, 'extend', options),
    /** 督办: sets a running deadline anew, counted from now, and tells the statechart. */
    supervise: <P extends AnyProcess>(
      ref: CaseRef<P>,
      options: Asking<Tx> & { readonly deadline: DeadlineOf<P>; readonly limit: Limit; readonly instruction: string },
    ) => control(ref, 'supervise', options),
    /** Points this case at another; it counts once that one has registered it. */
    async link(ref: CaseRef, { to, ...options }: Asking<Tx> & { readonly type: string; readonly to: CaseRef }): Promise<Outcome> {
      // Whoever may not see a case may not tie another to it: its news would come back.
      const other = await reads.get(idOf(to), { by: options.by, ...(options.tx !== undefined && { tx: options.tx }) });
      return other
        ? control(ref, 'link', { ...options, ...{ to: idOf(to), process: other.process } })
        : { outcome: 'not-found', id: idOf(to) };
    },
    unlink: (ref: CaseRef, { to, ...options }: Asking<Tx> & { readonly type: string; readonly to: CaseRef; readonly reason: string }) =>
      control(ref, 'unlink', { ...options, ...{ to: idOf(to) } }),
    comment: (ref: CaseRef, options: Asking<Tx> & { readonly text: string }) => control(ref, 'comment', options),
    /** Evidence is a reference, a hash and a kind; the bytes stay with the host. */
    attach: (ref: CaseRef, options: Asking<Tx> & { readonly evidence: readonly Pick<Evidence, 'kind' | 'reference' | 'hash'>[] }) =>
      control(ref, 'attach', options),
    /** 撤销, by an operator. */
    cancel: (ref: CaseRef, options: Asking<Tx> & { readonly reason: string }) => control(ref, 'cancel', options),
    /** Sets state or context by hand, by an operator; checked against the process. */
    repair: (
      ref: CaseRef,
      options: Asking<Tx> & { readonly state?: StateValue; readonly context?: JsonContext; readonly reason: string },
    ) => control(ref, 'repair', options),

    /** Erases personal fields of a case, by an operator: all of them, or those that tell of one person. Answers `invalid` where there is nothing to erase. */
    async erase(
      ref: CaseRef,
      { person, ...options }: Omit<Asking<Tx>, 'person'> & { readonly person?: string; readonly reason: string },
    ): Promise<Outcome> {
      const { by, tx } = options;
      const kept = await reads.personal(idOf(ref), { by, ...(tx !== undefined && { tx }) });
      const fields = kept
        .filter((row) => person === undefined || row.person === person)
        .map(({ revision, field }) => ({ revision, field }));
      return control(ref, 'erase', { ...options, ...{ fields } });
    },

    /** Erases all that is kept of one person, in every case of the tenant, by an operator. Answers how many cases that were. */
    erasePerson: (person: string, options: ErasePersonOptions): Promise<number> => erasePerson(engine, person, options),

    /** Delivers a dead letter anew, with as many attempts as at first. */
    async redeliver(letter: DeadLetter, { by }: { readonly by: Actor }): Promise<void> {
      await operatorOf(context, by, letter.tenant);
      await context.store.revive(letter, context.clock.nowMs());
      context.wake();
    },
    /** Drops a dead letter, so that its lane goes on without it. */
    async skip(letter: DeadLetter, { by }: { readonly by: Actor }): Promise<void> {
      await operatorOf(context, by, letter.tenant);
      await context.store.settle(letter);
      context.wake();
    },

    /** Applies every deadline that is due by now. */
    runDue: () => gate.pass(() => runDue(context)),
    /** Delivers every message that is due by now, and what that brings about. */
    relay: () => gate.pass(() => relay(context)),
    start: () => void gate.pass(async () => background.start()).catch(context.options.onError ?? (() => {})),
    /** Ends `start`; what is under way is waited for. The engine answers on. */
    stop: () => background.stop(),
    /** The end of this engine: waits for requests and deliveries under way, gives back what was taken and not begun, and refuses from then on with `ENGINE_DRAINED`. The store stays open. */
    async drain(): Promise<void> {
      await Promise.all([gate.close(), background.stop()]);
    },
  };
  return withInside(engine, context);
}

export type Engine<Tx = never> = ReturnType<typeof createEngine<Tx>>;
