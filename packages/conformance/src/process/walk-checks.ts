// What must hold at every step of a walk, whatever the process: purity, the record as JSON, the journal, and that explanations are kept.
import {
  type Calendar,
  type CaseRecord,
  type CaseRow,
  type Current,
  type Decision,
  decide,
  digestWith,
  type Env,
  type Explanation,
  foldJournal,
  type JournalRow,
  type Outcome,
  type Process,
  type Request,
  verifyJournal,
} from '@bihuan/core';
import { equal, holds } from '../check.ts';

export interface Judged {
  readonly process: Process;
  readonly row: CaseRow;
  readonly request: Request;
  readonly env: Env;
}

/** A decision on what is frozen, made three times: on the record, on it again, and on its JSON read back. All three must be the same. */
export function decidePurely({ process, row, request, env }: Judged): Decision {
  const current = frozen({ record: JSON.parse(row.record) as CaseRecord, head: row.head });
  const again: Current = frozen({ record: JSON.parse(JSON.stringify(current.record)) as CaseRecord, head: row.head });
  const asked = frozen(JSON.parse(JSON.stringify(request)) as Request);
  const decisions = [decide(process, current, asked, env), decide(process, current, asked, env), decide(process, again, asked, env)];
  const texts = decisions.map((decision) => JSON.stringify(decision));
  equal(texts[1], texts[0], `deciding ${request.kind} a second time`);
  equal(texts[2], texts[0], `deciding ${request.kind} on the record written as JSON and read back`);
  equal(JSON.stringify(again.record), row.record, 'the record written as JSON and read back');
  return decisions[0]!;
}

export const envOf = (nowMs: number, calendar: Calendar, standing: Env['standing']): Env => ({
  nowMs,
  calendar,
  standing: frozen(standing),
  digest: digestWith(undefined),
  subscribersOf: () => [subscriber],
  salt: 'walk',
});

/** The one subscriber of a walk: hears every message. */
export const subscriber = 'host';

/** What came of a request is what was decided, and what had been explained. */
export function checkOutcome(what: string, outcome: Outcome, decision: Decision, explanation: Explanation | undefined): void {
  equal(outcome.outcome, decision.outcome, `${what}: the outcome is the decision`);
  if (outcome.outcome === 'applied' && decision.outcome === 'applied')
    equal(JSON.stringify(outcome.case), JSON.stringify(decision.record), `${what}: the case is the record that was decided`);
  if (!explanation) return;
  const expected = {
    allowed: ['applied'],
    'needs-input': ['applied', 'refused'],
    refused: ['forbidden', 'suspended', 'refused'],
  }[explanation.status];
  holds(expected.includes(outcome.outcome), `${what} was explained as ${explanation.status}, and was ${JSON.stringify(outcome)}`);
  if (explanation.status !== 'refused') return;
  const codes = explanation.reasons.map((reason) => reason.code);
  const because = codes.includes('role') ? 'forbidden' : codes.includes('suspended') ? 'suspended' : 'refused';
  equal(outcome.outcome, because, `${what} was explained as refused because of ${codes.join(', ')}`);
}

/** The journal has every revision, its hashes hold, and folding it gives the record. */
export function checkJournal(row: CaseRow, journal: readonly JournalRow[]): void {
  equal(verifyJournal(row, journal).faults, [], `faults in the journal of ${row.id}`);
  equal(JSON.stringify(foldJournal(journal)), row.record, `the folded journal of ${row.id}`);
  const record = JSON.parse(row.record) as CaseRecord;
  equal([row.revision, row.states, row.outcome], [record.revision, record.states.join(' '), record.closed?.outcome ?? null], 'the columns');
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) frozen(each);
  return value;
}
