// The people of a simulation: what they may act as, what they are busy with, how much of their time was used.
import type { ActingPerson, ActorStanding } from '@bihuan/core';
import type { CheckedOptions } from './simulation-options.ts';
import type { Task } from './work-desk.ts';

export const tenant = 'simulation';

export interface Person {
  readonly id: string;
  readonly roles: readonly string[];
  readonly standing: ActorStanding;
  readonly acting: ActingPerson;
  /** Work that is theirs alone, and how often they were picked for it. */
  load: number;
  picked: number;
  /** What they are at. */
  work: Task | undefined;
  /** When they last finished something: whoever rests longest goes first. */
  idleSince: number;
}

export class Staff {
  readonly people: readonly Person[];
  readonly #byId: ReadonlyMap<string, Person>;
  readonly #byRole = new Map<string, Person[]>();

  constructor({ staff, people }: Pick<CheckedOptions, 'staff' | 'people'>) {
    const numbered = Object.entries(staff).flatMap(([role, count]) =>
      Array.from({ length: count }, (_, index) => personOf(`${role}-${index + 1}`, [role])),
    );
    this.people = [...numbered, ...Object.entries(people).map(([id, roles]) => personOf(id, roles))];
    this.#byId = new Map(this.people.map((person) => [person.id, person]));
    for (const person of this.people) for (const role of person.roles) this.#byRole.set(role, [...this.in(role), person]);
  }

  get(id: string | null): Person | undefined {
    return id === null ? undefined : this.#byId.get(id);
  }

  in(role: string): readonly Person[] {
    return this.#byRole.get(role) ?? [];
  }

  /** Everyone with one of these roles. */
  inAny(roles: readonly string[]): readonly Person[] {
    return roles.length === 1 ? this.in(roles[0]!) : this.people.filter((person) => person.roles.some((role) => roles.includes(role)));
  }

  /** Whoever has least to do of their own; of those, whoever was picked least. Somebody outside, when nobody has the role. */
  pick(roles: readonly string[]): string {
    let best: Person | undefined;
    for (const person of this.inAny(roles))
      if (!best || person.load < best.load || (person.load === best.load && person.picked < best.picked)) best = person;
    if (best) best.picked += 1;
    return best?.id ?? 'somebody-outside';
  }
}

/** Who opens cases: the public, whose time is not counted. */
export const outsider = (roles: readonly string[]): Person => personOf('outsider', roles);

/** The library itself, for what linked cases bring. */
export const news: Person = personOf('bihuan:system', ['system']);

function personOf(id: string, roles: readonly string[]): Person {
  const by = { tenant, id };
  return {
    id,
    roles,
    standing: { by, persons: [id], grants: roles.map((role) => ({ role, unit: '' })) },
    acting: { ...by, persons: [id], roles: roles as ActingPerson['roles'] },
    load: 0,
    picked: 0,
    work: undefined,
    idleSince: 0,
  };
}
