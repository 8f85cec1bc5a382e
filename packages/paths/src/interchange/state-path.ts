// A path as @xstate/graph gives and takes it. Only its form: nobody who does not use that package has to install it.
export interface StatePath<Snapshot = { readonly value: unknown }, Event extends { type: string } = { type: string }> {
  /** Where it ends. */
  state: Snapshot;
  /** `xstate.init` and where that leads first, then every event and where it leads. */
  steps: { state: Snapshot; event: Event }[];
  /** Events after `xstate.init`. */
  weight: number;
}

export const initial = 'xstate.init';
