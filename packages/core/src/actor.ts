// Who acts, and what they may act as. The directory is the host's: it says which roles a person holds, where and for how long.
import { BihuanError } from './errors.ts';

/** `id` is opaque. `onBehalfOf` names the person someone acts for; both count in separation of duties. */
export interface Actor {
  readonly tenant: string;
  readonly id: string;
  readonly onBehalfOf?: string;
}

/** A role at a unit and everything below it (`''` is the whole tenant), for a term (epoch ms, both ends inclusive), in all processes or one. */
export interface Grant {
  readonly role: string;
  readonly unit: string;
  readonly process?: string;
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/** What the directory knows of an actor. `person` joins the accounts of one human being; without it the actor id is the person. */
export interface Standing {
  readonly person?: string;
  readonly grants: readonly Grant[];
}

/** The port to the host's users. Asked before the transaction; an unknown actor has no grants. May be repeated. */
export interface Directory {
  standing(actor: Actor): Promise<Standing> | Standing;
}

/** Held by the library itself, for timers and linked cases. No host actor may carry an id that begins with `bihuan:`. */
export const systemActorId = 'bihuan:system';
export const systemRole = 'system';
/** May cancel and repair any case at the unit of the grant, and reassign its work. */
export const operatorRole = 'operator';

export const systemActor = (tenant: string): Actor => ({ tenant, id: systemActorId });

/** Whether a grant's unit is the case's unit or above it. Units are paths: `''` ⊃ `xindu` ⊃ `xindu/jiayuan`. */
export function covers(grantUnit: string, unit: string): boolean {
  return grantUnit === '' || unit === grantUnit || unit.startsWith(`${grantUnit}/`);
}

/** The grants in force for one process at one unit and moment. */
export function grantsInForce(grants: readonly Grant[], process: string, unit: string, atMs: number): readonly Grant[] {
  return grants.filter(
    (grant) =>
      covers(grant.unit, unit) &&
      (grant.process === undefined || grant.process === process) &&
      (grant.fromMs === undefined || grant.fromMs <= atMs) &&
      (grant.untilMs === undefined || atMs <= grant.untilMs),
  );
}

/** A directory that is a table: `directoryOf({ u1: [{ role: 'recorder', unit: 'xindu' }] })`. For tests, examples and small hosts. */
export function directoryOf(people: Readonly<Record<string, readonly Grant[] | Standing>>): Directory {
  return {
    standing(actor) {
      const entry = Object.hasOwn(people, actor.id) ? people[actor.id] : undefined;
      if (entry === undefined) return { grants: [] };
      return 'grants' in entry ? entry : { grants: entry };
    },
  };
}

/** Throws `ACTOR_INVALID` for an actor a host may not send: no tenant, no id, or one of the library's own. */
export function checkActor(actor: Actor): void {
  const plain = (value: unknown) =>
    typeof value === 'string' && value.length > 0 && value.length <= 190 && value.isWellFormed() && !value.includes('\u0000');
  const mine = (value: unknown) => plain(value) && !(value as string).startsWith('bihuan:');
  // `*` stands for every tenant where a database guards its rows by tenant.
  if (actor && plain(actor.tenant) && actor.tenant !== '*' && mine(actor.id) && (actor.onBehalfOf === undefined || mine(actor.onBehalfOf)))
    return;
  throw new BihuanError(
    'ACTOR_INVALID',
    {
      zh: '操作人须有 tenant(不能是 *)与 id(不超过190字,不以 bihuan: 开头)',
      en: 'An actor needs a tenant that is not *, and an id of at most 190 characters that does not begin with bihuan:',
    },
    { actor },
  );
}
