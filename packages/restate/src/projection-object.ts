// Commits for the queries: written to the store that answers them, in the order of each case, as often as it takes.
import type { Commit, Store } from '@bihuan/core';
import { object } from '@restatedev/restate-sdk';
import { forgetful, type Objects, type ProjectionHandlers } from './objects.ts';

/** What it writes it may write again: nothing of this goes into Restate's log, and a failure is tried again as a whole. */
export async function project(projection: Store<any>, commit: Commit): Promise<void> {
  const { tenant, id, revision } = commit.case;
  // Subjects are kept by objects of their own, messages by lanes.
  const part: Commit = { ...commit, case: { ...commit.case, openSubject: null }, deliveries: [] };
  if ((await projection.commit(part)) === 'committed') return;
  const known = (await projection.load({ tenant, id })).case?.revision ?? 0;
  if (known >= revision) return;
  throw new Error(`the projection has case ${id} at revision ${known}, and is to take it from ${commit.expectedRevision} to ${revision}`);
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
