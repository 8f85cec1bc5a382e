// The columns of a case that repeat its record, so that it can be found: computed when it is written, compared when it is verified.
import type { CaseRecord } from './record.ts';
import type { CaseRow } from './store.ts';

type CaseColumns = Omit<CaseRow, 'record' | 'head' | 'openSubject'>;

export function caseColumns({
  tenant,
  id,
  process,
  version,
  unit,
  subject,
  correlation,
  revision,
  states,
  closed,
  openedAtMs,
  atMs,
  timers,
}: CaseRecord): CaseColumns {
  return {
    tenant,
    id,
    process,
    version,
    unit,
    subjectType: subject?.type ?? null,
    subjectId: subject?.id ?? null,
    correlation,
    revision,
    states: states.join(' '),
    outcome: closed?.outcome ?? null,
    openedAtMs,
    atMs,
    dueAtMs: earliestDue(timers),
  };
}

/** When the first of the deadlines that run falls due. */
export const earliestDue = (timers: CaseRecord['timers']): number | null =>
  Object.values(timers).reduce<number | null>(
    (least, { stoppedAtMs, dueAtMs }) => (stoppedAtMs !== null || (least !== null && least <= dueAtMs) ? least : dueAtMs),
    null,
  );
