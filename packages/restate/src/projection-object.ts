// Commits for the queries: written to the store that answers them, in the order of each case, as often as it takes.
import type { Store } from '@bihuan/core';
import { object } from '@restatedev/restate-sdk';
import { forgetful, type Objects, type ProjectionHandlers } from './objects.ts';

export function projectionObject(objects: Objects, projection: Store<any>) {
  const handlers: ProjectionHandlers = {
    // Nothing of this goes into Restate's log: written twice it is the same, and a failure is tried again as a whole.
    async apply(_, commit) {
      if ((await projection.commit(commit)) === 'committed') return null;
      const { tenant, id, revision } = commit.case;
      const known = (await projection.load({ tenant, id })).case?.revision ?? 0;
      if (known >= revision) return null;
      throw new Error(
        `the projection has case ${id} at revision ${known}, and is to take it from ${commit.expectedRevision} to ${revision}`,
      );
    },
  };
  return object({ name: objects.projection.name, handlers, options: forgetful });
}
