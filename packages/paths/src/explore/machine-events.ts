// Which events an XState machine may be sent where it is: those its active states listen to, with what they carry.
import type { JsonObject } from '@bihuan/core';

export interface MachineEvent {
  readonly type: string;
  readonly data?: JsonObject;
}

/** Wildcards stand for one event that no state names. `xstate.done…` of invoked actors is taken as an event from outside. */
export function eventsOf(snapshot: unknown, payloads: Readonly<Record<string, readonly JsonObject[]>>): readonly MachineEvent[] {
  const nodes = (
    snapshot as {
      readonly _nodes: readonly { readonly transitions: ReadonlyMap<string, unknown>; readonly parent?: unknown; readonly order: number }[];
    }
  )._nodes;
  const types = [...new Set([...nodes].sort((a, b) => a.order - b.order).flatMap((node) => [...node.transitions.keys()]))];
  return types
    .filter((type) => type !== '' && !type.startsWith('xstate.after.') && !type.startsWith('xstate.done.state.'))
    .flatMap((type): MachineEvent[] => {
      const concrete = type === '*' ? 'any.other.event' : type.endsWith('.*') ? `${type.slice(0, -2)}.any` : type;
      const given = payloads[type] ?? payloads[concrete];
      return given === undefined || given.length === 0 ? [{ type: concrete }] : given.map((data) => ({ type: concrete, data }));
    });
}
