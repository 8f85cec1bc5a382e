// How a process is tried: with whom, against which calendar, how long.
import { type Actor, type AnyProcess, type Calendar, type CaseRecord, type Grant, operatorRole, type Process } from '@bihuan/core';
import type fc from 'fast-check';

/** What a payload generator may look at. */
export interface PayloadView {
  readonly case: CaseRecord;
  readonly nowMs: number;
  /** Ids of the people who take part. */
  readonly people: readonly string[];
  /** Ids of all cases of the walk. */
  readonly cases: readonly string[];
}

export interface ProcessTrial {
  /** Processes that this one opens or is linked with. News from those left out is made up. */
  readonly with?: readonly AnyProcess[];
  /** Needed where a deadline counts working time. Default: natural time. */
  readonly calendar?: Calendar;
  /** Payloads that random ones would never hit, by command. */
  readonly payloads?: Readonly<Record<string, (view: PayloadView) => fc.Arbitrary<unknown>>>;
  /** What a case is opened with. Default: anything its schema accepts. */
  readonly input?: fc.Arbitrary<unknown>;
  /** Roles of further people, by id; everyone of the default cast stays. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  readonly walks?: number;
  readonly stepsPerWalk?: number;
  readonly seed?: number;
  readonly startMs?: number;
  /** Fail when a state was never visited. */
  readonly expectAllStates?: boolean;
}

export interface Cast {
  readonly ids: readonly string[];
  readonly grants: Readonly<Record<string, readonly Grant[]>>;
  readonly actor: (id: string) => Actor;
}

export const tenant = 'walks';
export const unit = 'town/yard';

/** Two people for each role, so that duties can be separated; one with all of them, so that they must be; one with none; an operator. */
export function castOf(processes: readonly Process[], further: ProcessTrial['people'] = {}): Cast {
  const roles = [...new Set(processes.flatMap((process) => process.spec.roles))];
  const grant = (role: string): Grant => ({ role, unit: '' });
  const grants: Record<string, readonly Grant[]> = {
    ...Object.fromEntries(roles.flatMap((role) => [1, 2].map((number) => [`${role}-${number}`, [grant(role)]]))),
    everyone: roles.map(grant),
    nobody: [],
    operator: [grant(operatorRole)],
  };
  for (const [id, held] of Object.entries(further)) grants[id] = held.map(grant);
  return { ids: Object.keys(grants), grants, actor: (id) => ({ tenant, id }) };
}
