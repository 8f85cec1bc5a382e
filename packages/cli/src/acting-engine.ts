// The engine as one actor meets it: their grants, the moment they ask about, the processes that are known. It only reads.
import { china } from '@bihuan/calendar';
import { type Actor, createEngine, type Directory, type Engine, type Grant, manualClock, type Process, type Store } from '@bihuan/core';
import { parseTime } from './format-time.ts';
import type { Io } from './io.ts';
import { loadDirectory } from './load-directory.ts';
import { checkRoles, parseGrant } from './parse-grant.ts';
import type { TenantOptions } from './tenant-cases.ts';

export interface ActorOptions extends TenantOptions {
  readonly as: string;
  readonly onBehalfOf?: string;
  readonly grant: readonly string[];
  readonly directory?: string;
  readonly at?: string;
}

export interface Acting {
  readonly by: Actor;
  readonly grants: readonly Grant[];
  readonly directory: Directory;
  readonly atMs: number;
}

/** Who asks, and when. `--grant` adds to what the directory file says of the actor. */
export function actingFrom(
  { as, onBehalfOf, grant, directory: file, at }: ActorOptions,
  place: { readonly tenant: string; readonly timeZone: string; readonly processes: readonly Process[] },
  io: Io,
): Acting {
  const given = grant.map(parseGrant);
  checkRoles(given, place.processes);
  const people = file === undefined ? {} : loadDirectory(file, io.cwd);
  const standing = (id: string) => (Object.hasOwn(people, id) ? people[id]! : { grants: [] });
  const own = standing(as);
  const grants = [...own.grants, ...given];
  return {
    by: { tenant: place.tenant, id: as, ...(onBehalfOf !== undefined && { onBehalfOf }) },
    grants,
    directory: { standing: ({ id }) => (id === as ? { ...own, grants } : standing(id)) },
    atMs: at === undefined ? io.nowMs() : parseTime(at, place.timeZone),
  };
}

export const engineFor = <Tx>({ directory, atMs }: Acting, processes: readonly Process[], store: Store<Tx>): Engine<Tx> =>
  createEngine({ processes, store, directory, calendar: china(), clock: manualClock(atMs) });
