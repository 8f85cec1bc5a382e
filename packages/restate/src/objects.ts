// The virtual objects by name, key and handler: what the services serve, and what clients and other objects call. Types only, and keys.
import type {
  BihuanError,
  CaseRow,
  Commit,
  DeadLetter,
  DeliveryRow,
  ErrorCode,
  JournalRow,
  JsonValue,
  PersonalRow,
  StuckTimer,
  TimerRow,
} from '@bihuan/core';
import type { ObjectContext, ObjectSharedContext, VirtualObjectDefinition } from '@restatedev/restate-sdk';

type Exclusive<Input, Output> = (ctx: ObjectContext, input: Input) => Promise<Output>;
type Shared<Input, Output> = (ctx: ObjectSharedContext, input: Input) => Promise<Output>;

/** A method of an engine, called where the case lives. Arguments as `sealed` made them. */
export interface Ask {
  readonly method: string;
  readonly args: readonly JsonValue[];
  /** The entry that carries the request's key, if any. */
  readonly keyed?: JournalRow | null;
}

/** An error that was thrown, as JSON. */
export interface Thrown {
  readonly code?: ErrorCode;
  readonly text?: BihuanError['text'];
  readonly details?: BihuanError['details'];
  readonly message: string;
}

export interface Answer {
  readonly value?: JsonValue;
  readonly thrown?: Thrown;
  /** The entry that this request made, if it carries a key. */
  readonly entry?: JournalRow;
}

export type CommitAnswer = 'committed' | 'conflict' | 'subject-taken';

export interface TimerCount {
  readonly fired: number;
  readonly stuck: number;
}

export interface CaseHandlers {
  ask: Exclusive<Ask, Answer>;
  commit: Exclusive<{ readonly commit: Commit; readonly nowMs: number }, CommitAnswer>;
  /** By a client, which comes again if it is too early; answered when the queries know. */
  fire: Exclusive<TimerRow, TimerCount>;
  /** By Restate's clock. `atMs` is the token: a call that another has replaced does nothing. */
  wake: Exclusive<{ readonly atMs: number }, null>;
  row: Shared<null, CaseRow | null>;
  journal: Shared<{ readonly afterRevision?: number; readonly limit?: number }, readonly JournalRow[]>;
  personal: Shared<null, readonly PersonalRow[]>;
}

export interface KeyHandlers {
  ask: Exclusive<{ readonly id: string; readonly ask: Ask }, Answer>;
  /** For a case that comes from elsewhere: the key is that entry's. False when it is another's. */
  hold: Exclusive<JournalRow, boolean>;
}

export interface SubjectHandlers {
  take: Exclusive<string, boolean>;
  release: Exclusive<string, null>;
}

export interface RelayCount {
  readonly delivered: number;
  readonly failed: number;
}

export interface LaneHandlers {
  take: Exclusive<DeliveryRow, null>;
  /** Tries the head again, if its rest is over by our clock. `token`: only while the lane still rests as it did. */
  wake: Exclusive<{ readonly token?: string }, RelayCount>;
  revive: Exclusive<DeliveryRow, null>;
  skip: Exclusive<DeliveryRow, null>;
}

/** A message whose lane rests, or that is dead (`wakeAtMs: null`). */
export interface RestingMessage extends DeadLetter {
  readonly wakeAtMs: number | null;
}

export interface TroubleHandlers {
  note: Exclusive<{ readonly timer: StuckTimer } | { readonly message: RestingMessage }, null>;
  forget: Exclusive<{ readonly place: string }, null>;
  timers: Shared<null, readonly StuckTimer[]>;
  messages: Shared<null, readonly RestingMessage[]>;
  /** Of the index, whose key is empty: tenants that had trouble. */
  tenants: Shared<null, readonly string[]>;
  index: Exclusive<string, null>;
}

export interface ProjectionHandlers {
  apply: Exclusive<Commit, null>;
}

const named = <Name extends string, Handlers>(name: Name) => ({ name }) as VirtualObjectDefinition<Name, Handlers>;

/** The objects of one installation, to be passed to `objectClient`: the name is what counts there. Names differ, so that several share a cluster. */
export const objectsOf = (name = 'Bihuan') => ({
  case: named<string, CaseHandlers>(`${name}Case`),
  key: named<string, KeyHandlers>(`${name}Key`),
  subject: named<string, SubjectHandlers>(`${name}Subject`),
  lane: named<string, LaneHandlers>(`${name}Lane`),
  trouble: named<string, TroubleHandlers>(`${name}Trouble`),
  projection: named<string, ProjectionHandlers>(`${name}Projection`),
});

export type Objects = ReturnType<typeof objectsOf>;

/** Keys of objects. Whatever is put in, a text comes out: what cannot be an id names a case that does not exist. */
export const keyOf = (tenant: unknown, ...rest: readonly unknown[]): string => JSON.stringify([tenant, ...rest]);
export const caseKey = (row: { readonly tenant: string; readonly case: string }): string => keyOf(row.tenant, row.case);
export const laneKey = (row: Pick<DeliveryRow, 'tenant' | 'case' | 'subscriber'>): string => keyOf(row.tenant, row.case, row.subscriber);
/** The trouble object without a tenant, which knows who has any. No tenant is named by an empty key. */
export const indexKey = 'tenants';

/** Personal data must not outlive its erasure in the logs of what was done: nothing is kept of an invocation that has ended. */
export const forgetful = {
  journalRetention: 0,
  enableLazyState: true,
  // What fails here is a database or a node that is away: it is tried again until it is back.
  retryPolicy: { initialInterval: 100, maxInterval: 10_000, exponentiationFactor: 2, maxAttempts: 1_000_000 },
} as const;
