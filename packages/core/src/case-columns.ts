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
  };
}
