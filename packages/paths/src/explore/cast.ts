// Who takes part in a model: one person a role, one who holds them all, and one who holds none.
import { type ActorStanding, operatorRole, type ProcessSpec, systemActor, systemRole } from '@bihuan/core';

export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
}

export interface Cast {
  readonly people: readonly Person[];
  /** Groups that act apart from each other, so that separation of duties is tried without every mixture of persons: by role, and one under all hats; or the one group of both. */
  readonly worlds: readonly (readonly Person[])[];
  readonly standing: (id: string) => ActorStanding;
}

export const tenant = 'paths';
export const everyone = 'all-roles';
export const nobody = 'no-role';

/** Which of the groups take part: only the people of one role each, these and then the one under all hats, or both in one. */
export type Hats = 'one' | 'apart' | 'mixed';

/** A cast made from the roles of a process, one person each or as `counts` says; with `directory`, people by id and the roles they hold, exactly those. */
export function castOf(
  spec: Pick<ProcessSpec, 'roles'>,
  counts: Readonly<Record<string, number>>,
  directory?: Readonly<Record<string, readonly string[]>>,
  hats: Hats = 'apart',
): Cast {
  const roles = spec.roles.filter((role) => role !== systemRole);
  const single = roles.flatMap((role) =>
    Array.from({ length: counts[role] ?? 1 }, (_, index): Person => ({ id: `${role}-${index + 1}`, roles: [role] })),
  );
  const all: Person = { id: everyone, roles };
  const given = directory && Object.entries(directory).map(([id, held]): Person => ({ id, roles: held }));
  const people = given ?? [...single, all, { id: nobody, roles: [] }, { id: operatorRole, roles: [operatorRole] }];
  const standings = new Map(
    people.map(({ id, roles: held }) => [
      id,
      { by: { tenant, id }, persons: [id], grants: held.map((role) => ({ role, unit: '' })) } satisfies ActorStanding,
    ]),
  );
  const library: ActorStanding = { by: systemActor(tenant), persons: ['bihuan:system'], grants: [{ role: systemRole, unit: '' }] };
  const worlds = { one: [single], apart: [single, [all]], mixed: [[...single, all]] };
  return { people, worlds: given ? [given] : worlds[hats], standing: (id) => standings.get(id) ?? library };
}
