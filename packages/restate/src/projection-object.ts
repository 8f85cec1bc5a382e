// Commits for the queries: written to the store that answers them, in the order of each case, as often as it takes.
import type { Store } from '@bihuan/core';
import { object } from '@restatedev/restate-sdk';
import { forgetful, type Objects, type ProjectionHandlers } from './objects.ts';

export function projectionObject(objects: Objects, projection: Store<any>) {
  const handlers: ProjectionHandlers = {
    async apply(ctx, commit) {
      await ctx.run('project', async () => {
        if ((await projection.commit(commit)) === 'committed') return;
        const { tenant, id, revision } = commit.case;
        const known = (await projection.load({ tenant, id })).case?.revision ?? 0;
        // Written already, and the answer was lost.
        if (known >= revision) return;
        throw new Error(
          `the projection has case ${id} at revision ${known}, and is to take it from ${commit.expectedRevision} to ${revision}`,
        );
      });
      return null;
    },
  };
  return object({ name: objects.projection.name, handlers, options: forgetful });
}
