// A case as the host reads it: the record, with the types of its process.
import type { JsonObject } from './json.ts';
import type { AnyProcess, ContextOf, StateOf } from './process.ts';
import type { CaseRecord } from './record.ts';

/** `states` are the paths of the active leaf states; pass `revision` as `expectedRevision` to act on what was shown. */
export interface CaseView<State extends string = string, Context = JsonObject> extends Omit<CaseRecord, 'context'> {
  readonly context: Context;
  /** Never present; carries the type of the state names. */
  readonly stateType?: State;
}

export type CaseOf<P extends AnyProcess> = CaseView<StateOf<P>, ContextOf<P>> & { readonly processType?: P };
