// Who acts, as a decision sees it: persons, and the roles in force at the unit of the case.
import { type Actor, type Grant, grantsInForce } from './actor.ts';
import type { ActingPerson } from './process.ts';

/** What the directory answered, before a case is known. */
export interface ActorStanding {
  readonly by: Actor;
  readonly persons: readonly string[];
  readonly grants: readonly Grant[];
}

export interface AtUnit {
  readonly by: ActingPerson;
  /** Which of these roles the actor holds here, as `role@unit`: what the journal records. */
  readonly grantsFor: (roles: readonly string[] | 'anyone') => readonly string[];
}

export function standingAt(standing: ActorStanding, process: string, unit: string, atMs: number): AtUnit {
  const here = grantsInForce(standing.grants, process, unit, atMs);
  return {
    by: { ...standing.by, persons: standing.persons, roles: [...new Set(here.map((grant) => grant.role))] },
    grantsFor: (roles) =>
      here.filter((grant) => roles === 'anyone' || roles.includes(grant.role)).map((grant) => `${grant.role}@${grant.unit}`),
  };
}

/** Whether one of the persons acting is among those named, under any of their hats: several accounts, or acting on behalf (law 16). */
export const isAmong = (by: ActingPerson, persons: readonly (string | null)[]): boolean =>
  [by.id, by.onBehalfOf ?? null, ...by.persons].some((person) => person !== null && persons.includes(person));
