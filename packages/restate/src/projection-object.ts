// Commits for the queries: written to the store that answers them, in the order of each case, as often as it takes.
import type { Commit, Store } from '@bihuan/core';
import { object } from '@restatedev/restate-sdk';
import { forgetful, type Objects, type ProjectionHandlers } from './objects.ts';

/** How long a command waits for the queries to know of it, and how long nobody tries once one has waited in vain. */
const patienceMs = 250;
const restMs = 1_000;

const restsUntilMs = new WeakMap<Store<any>, number>();

/**
 * Tries once, and not for long: what does not arrive now has to be sent after. False when the projection is away, or lacks an earlier commit of the case;
 * the write may still come to pass then, and is harmless.
 */
export async function projectsAtOnce(projection: Store<any>, commit: Commit): Promise<boolean> {
  if (performance.now() < (restsUntilMs.get(projection) ?? 0)) return false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs, undefined);
  });
  const isWritten = await Promise.race([write(projection, commit).catch(() => undefined), patience]);
  clearTimeout(timer);
  if (isWritten === undefined) restsUntilMs.set(projection, performance.now() + restMs);
  return isWritten === true;
}

/** Throws until it is written. What it writes it may write again: nothing of this goes into Restate's log, and a failure is tried again as a whole. */
export async function project(projection: Store<any>, commit: Commit): Promise<void> {
  if (await write(projection, commit)) return;
  const { id, revision } = commit.case;
  throw new Error(`the projection is to take case ${id} from revision ${commit.expectedRevision} to ${revision}, and is not there yet`);
}

/** False when an earlier commit of the case is missing. */
async function write(projection: Store<any>, commit: Commit): Promise<boolean> {
  const { tenant, id, revision } = commit.case;
  // Subjects are kept by objects of their own, messages by lanes.
  const part: Commit = { ...commit, case: { ...commit.case, openSubject: null }, deliveries: [] };
  if ((await projection.commit(part)) === 'committed') return true;
  return ((await projection.load({ tenant, id })).case?.revision ?? 0) >= revision;
}

export function projectionObject(objects: Objects, projection: Store<any>) {
  const handlers: ProjectionHandlers = {
    async apply(_, commit) {
      await project(projection, commit);
      return null;
    },
  };
  return object({ name: objects.projection.name, handlers, options: { ...forgetful, ingressPrivate: true } });
}
