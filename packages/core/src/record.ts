// The envelope of a case: what is stored, for ever. Every field is named now, because records outlive the code (law 15).
import type { Actor } from './actor.ts';
import type { Limit } from './calendar.ts';
import type { JsonObject, JsonValue } from './json.ts';

export type StateValue = string | { readonly [region: string]: StateValue };

/** Context fields, as `repair` takes them. */
export type JsonContext = JsonObject;

export interface Timer {
  readonly deadline: string;
  /** Path of the state it belongs to: `rectifying`, `duplicate.following`. */
  readonly state: string;
  /** The revision that set it: a fired timer of another generation is void. */
  readonly generation: number;
  readonly limit: Limit;
  readonly startedAtMs: number;
  readonly dueAtMs: number;
  readonly provisional: boolean;
  /** Since when its clock stands still (the case is suspended), or null. */
  readonly stoppedAtMs: number | null;
}

export interface WorkItem {
  readonly state: string;
  readonly roles: readonly string[];
  readonly sinceMs: number;
  readonly dueAtMs: number | null;
  readonly priority: number;
  readonly assignee: string | null;
  /** Who handed it over, while delegated. */
  readonly delegatedBy: string | null;
}

/** What one case shows to the cases it is linked with. */
export interface RollUp {
  readonly revision: number;
  readonly outcome: string | null;
  readonly data: JsonObject;
}

export interface Link {
  readonly type: string;
  /** `to`: this case points at the other; `from`: the other points here. */
  readonly direction: 'to' | 'from';
  readonly case: string;
  readonly process: string;
  /** A link counts only once the other end has registered it. */
  readonly status: 'pending' | 'active' | 'refused';
  readonly rollUp: RollUp | null;
}

export interface Evidence {
  readonly kind: string;
  /** Where the host keeps the bytes. */
  readonly reference: string;
  /** Hash of the bytes, as the host computed it (`sha256:…`). */
  readonly hash: string;
  readonly by: string;
  readonly atMs: number;
}

export interface Subject {
  readonly type: string;
  readonly id: string;
}

export interface Suspension {
  readonly reason: string;
  readonly by: string;
  readonly sinceMs: number;
}

export interface Closed {
  readonly outcome: string;
  readonly atMs: number;
  /** A final end never reopens; a closing one may. */
  readonly final: boolean;
}

export interface CaseRecord {
  readonly format: 1;
  readonly tenant: string;
  readonly id: string;
  readonly process: string;
  readonly version: number;
  readonly hash: string;
  readonly unit: string;
  readonly subject: Subject | null;
  readonly correlation: string;
  /** Counts every journal entry; the entry that made this record has the same number. */
  readonly revision: number;
  /** The last revision that changed state or context: what `expectedRevision` is compared with. */
  readonly stateRevision: number;
  readonly state: StateValue;
  /** Paths of the active leaf states. */
  readonly states: readonly string[];
  readonly tags: readonly string[];
  readonly history: { readonly [id: string]: readonly string[] };
  readonly context: JsonObject;
  readonly openedBy: readonly string[];
  readonly openedAtMs: number;
  /** Effective time of the last entry. */
  readonly atMs: number;
  readonly closed: Closed | null;
  readonly suspended: Suspension | null;
  readonly supervisions: number;
  readonly extensions: number;
  readonly timers: { readonly [key: string]: Timer };
  readonly workItems: { readonly [state: string]: WorkItem };
  readonly links: { readonly [key: string]: Link };
  readonly evidence: { readonly [id: string]: Evidence };
}

/** A change of record, resolved: folding patches gives the record with no code and no calendar (law 8). Maps change by key. */
export interface RecordPatch {
  readonly set: { readonly [field: string]: JsonValue };
  readonly maps: { readonly [field: string]: { readonly set?: JsonObject; readonly drop?: readonly string[] } };
}

export type EntryKind = 'open' | 'command' | 'control' | 'timer' | 'link';

/** One line of a case's history. The hash covers the exact stored text of this. */
export interface JournalEntry {
  readonly format: 1;
  readonly tenant: string;
  readonly case: string;
  readonly revision: number;
  readonly kind: EntryKind;
  /** Command, control or deadline name; for `open` the process id. */
  readonly type: string;
  readonly payload: JsonValue;
  readonly by: Actor;
  /** The grants that allowed it, as `role@unit`. */
  readonly grants: readonly string[];
  readonly atMs: number;
  readonly recordedAtMs: number;
  readonly occurredAtMs: number | null;
  readonly key: string | null;
  readonly patch: RecordPatch;
  readonly messages: readonly string[];
}

export const linkKey = (type: string, direction: Link['direction'], other: string): string => `${direction}:${type}:${other}`;
export const timerKey = (state: string, deadline: string): string => `${state}#${deadline}`;
