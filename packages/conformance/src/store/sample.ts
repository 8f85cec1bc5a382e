// Commits written by hand, for laws that need no process: what is not said is plain.
import type { CaseRow, Commit, DeliveryRow, JournalRow, PersonalRow, TimerRow, WorkItemRow } from '@bihuan/core';

export interface Sample {
  readonly tenant?: string;
  /** The revision the case is expected at. Default 0: a new case. */
  readonly from?: number;
  /** One entry for each; null has no key. Default one without. */
  readonly keys?: readonly (string | null)[];
  readonly row?: Partial<CaseRow>;
  readonly timers?: readonly (Partial<TimerRow> & { readonly timer: string })[];
  readonly dropTimers?: readonly string[];
  readonly work?: readonly Partial<WorkItemRow>[];
  readonly dropWork?: readonly string[];
  /** One for each, of the last revision, to `subscriber` (default `s`). */
  readonly deliveries?: readonly Partial<DeliveryRow>[];
  readonly terms?: readonly string[];
  readonly dropTerms?: readonly string[];
  /** Of the last revision, telling of `somebody`. */
  readonly personal?: readonly (Partial<PersonalRow> & { readonly field: string })[];
  readonly dropPersonal?: Commit['personal']['drop'];
  /** Who made the entries, and when. Default `u` at 1,000 and the revision. */
  readonly actor?: string;
  readonly doneAtMs?: number;
}

/** A commit on case `id` of tenant `north`. */
export function sample(id: string, { tenant = 'north', from = 0, keys = [null], row, ...parts }: Sample = {}): Commit {
  const revision = from + keys.length;
  const place = { tenant, case: id };
  return {
    expectedRevision: from,
    case: {
      tenant,
      id,
      process: 'errand',
      version: 1,
      unit: 'a',
      subjectType: null,
      subjectId: null,
      correlation: id,
      openSubject: null,
      revision,
      states: 'waiting',
      outcome: null,
      openedAtMs: 1_000,
      atMs: 1_000 + revision,
      dueAtMs: null,
      record: JSON.stringify({ id, revision }),
      head: `head-${revision}`,
      ...row,
    },
    entries: keys.map((key, index): JournalRow => {
      const number = from + index + 1;
      return {
        ...place,
        revision: number,
        kind: number === 1 ? 'open' : 'command',
        key,
        actor: parts.actor ?? 'u',
        atMs: parts.doneAtMs ?? 1_000 + number,
        entry: `{"of":${number}}`,
        hash: `hash-${number}`,
      };
    }),
    timers: {
      put: (parts.timers ?? []).map(
        (timer): TimerRow => ({ ...place, process: 'errand', version: 1, generation: revision, dueAtMs: 0, ...timer }),
      ),
      drop: parts.dropTimers ?? [],
    },
    workItems: { put: (parts.work ?? []).map((item) => sampleWork(id, { tenant, ...item })), drop: parts.dropWork ?? [] },
    deliveries: (parts.deliveries ?? []).map((each, index): DeliveryRow => {
      const place = { revision, index, ...each };
      return {
        id: `${id}:${place.revision}:${place.index}`,
        tenant,
        case: id,
        subscriber: 's',
        name: 'told',
        body: '{}',
        process: 'errand',
        atMs: 1_000 + revision,
        ...place,
      };
    }),
    terms: { put: parts.terms ?? [], drop: parts.dropTerms ?? [] },
    personal: {
      put: (parts.personal ?? []).map((field) => ({ ...place, revision, person: 'somebody', value: '"x"', salt: 'salt', ...field })),
      drop: parts.dropPersonal ?? [],
    },
  };
}

export const sampleWork = (id: string, item: Partial<WorkItemRow>): WorkItemRow => ({
  tenant: 'north',
  case: id,
  state: 'waiting',
  role: 'clerk',
  process: 'errand',
  unit: 'a',
  assignee: null,
  dueAtMs: null,
  priority: 0,
  sinceMs: 1_000,
  ...item,
});
