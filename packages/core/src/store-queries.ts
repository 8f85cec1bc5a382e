// What a store is asked: pages of cases, of work and of what was done, and what a worker can do.
import type { PersonalRow } from './store-rows.ts';

export interface CaseQuery {
  readonly tenant: string;
  /** Only cases at or below one of these. `['']` is the whole tenant. */
  readonly units: readonly string[];
  readonly process?: string;
  readonly version?: number;
  readonly closed?: boolean;
  readonly outcome?: string;
  readonly subject?: { readonly type: string; readonly id: string };
  readonly correlation?: string;
  /** Cases that have all of these terms. */
  readonly terms?: readonly string[];
  /** Cases with a deadline due before this. With it the order is due time, id; without it, id in binary order. */
  readonly dueBeforeMs?: number;
  /** Keyset paging: cases after this place, in the query's order. */
  readonly after?: CasePlace;
  readonly limit: number;
}

/** Where a page of cases ended. */
export interface CasePlace {
  readonly dueAtMs: number | null;
  readonly id: string;
}

export interface WorkQuery {
  readonly tenant: string;
  readonly actor: string;
  /** What the actor may take: items of this role at or below this unit. */
  readonly grants: readonly { readonly role: string; readonly unit: string; readonly process?: string }[];
  /** `mine`: assigned to the actor. `open`: unassigned and covered by a grant. `all`: both. */
  readonly which: 'mine' | 'open' | 'all';
  readonly process?: string;
  /** At or below this unit. */
  readonly unit?: string;
  readonly case?: string;
  /** Of cases about this. */
  readonly subject?: { readonly type: string; readonly id: string };
  /** Of cases that have all of these terms. */
  readonly terms?: readonly string[];
  readonly dueBeforeMs?: number;
  readonly after?: WorkPlace;
  readonly limit: number;
}

/** Where a page of work ended. Order: due time (none last), case id, state. */
export interface WorkPlace {
  readonly dueAtMs: number | null;
  readonly case: string;
  readonly state: string;
}

/** Entries made by one actor, latest first: by time, case id, revision, all descending. */
export interface DoneQuery {
  readonly tenant: string;
  readonly actor: string;
  readonly before?: DonePlace;
  readonly limit: number;
}

/** Where a page of what was done ended. */
export interface DonePlace {
  readonly atMs: number;
  readonly case: string;
  readonly revision: number;
}

export type PersonalQuery =
  | { readonly tenant: string; readonly case: string }
  | {
      readonly tenant: string;
      readonly person: string;
      readonly after?: Pick<PersonalRow, 'case' | 'revision' | 'field'>;
      readonly limit: number;
    };

/** What one worker can do: timers of these versions of processes, messages for these subscribers. Left out: everything. */
export interface Competence {
  readonly processes?: readonly { readonly id: string; readonly version: number }[];
  readonly subscribers?: readonly string[];
}

export interface ClaimQuery extends Competence {
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  readonly limit: number;
}
