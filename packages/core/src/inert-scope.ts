// Steps an XState machine without an actor: what it would have executed, and the transitions it took, are listed and left to the caller.
import { createActor } from 'xstate';
import type { Process } from './process.ts';

interface Inert {
  /** Emptied whenever it is asked for. */
  readonly scope: object;
  /** What the last step would have executed, and the transitions it took. */
  readonly ran: () => Ran;
}

export interface Ran {
  readonly actions: readonly unknown[];
  readonly transitions: readonly TransitionNode[];
  /** What XState came by, one for every step that it took without an event from outside. */
  readonly snapshots: readonly unknown[];
}

const inertScopes = new WeakMap<Process['machine'], { readonly start: () => Inert }>();

/** The scope XState's own `transition()` steps in, made once a machine: it makes a whole actor for every call, which costs more than the step. */
export function inert({ machine }: Pick<Process, 'machine'>): Inert {
  const known = inertScopes.get(machine);
  if (known) return known.start();
  const self = createActor(machine);
  let actions: unknown[] = [];
  let transitions: TransitionNode[] = [];
  let snapshots: unknown[] = [];
  const nothing = () => {};
  // Actors that are made and never run take no names from each other.
  Object.assign(self.system, { _set: nothing, _unregister: nothing });
  const inspect = ({
    _transitions: taken,
    snapshot,
  }: {
    readonly _transitions?: readonly TransitionNode[];
    readonly snapshot?: unknown;
  }) => {
    if (!taken) return;
    transitions.push(...taken);
    snapshots.push(snapshot);
  };
  const scope = {
    self,
    system: { ...self.system, _sendInspectionEvent: inspect },
    id: '',
    sessionId: '',
    defer: nothing,
    logger: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: (action: unknown) => actions.push(action),
  };
  const made = {
    start() {
      actions = [];
      transitions = [];
      snapshots = [];
      return { scope, ran: () => ({ actions, transitions, snapshots }) };
    },
  };
  inertScopes.set(machine, made);
  return made.start();
}

/** A transition of a statechart, as XState keeps it. */
export interface TransitionNode {
  readonly source: {
    readonly path: readonly string[];
    readonly transitions: ReadonlyMap<string, readonly unknown[]>;
    readonly always?: readonly unknown[];
  };
  readonly eventType: string;
}

const transitionIds = new WeakMap<object, string>();

/** `state|command|branch`; a deadline is `after name`, an eventless one `always`, the end of an inner statechart `done`. */
export function transitionId(transition: TransitionNode): string {
  const known = transitionIds.get(transition);
  if (known) return known;
  const { source, eventType } = transition;
  const path = source.path.join('.');
  const after = timerPrefix.length;
  const event = eventType.startsWith(timerPrefix)
    ? `after ${eventType.slice(after, eventType.indexOf('.', after) < 0 ? undefined : eventType.indexOf('.', after))}`
    : eventType.startsWith('xstate.done.state')
      ? 'done'
      : eventType === ''
        ? 'always'
        : eventType;
  const branches = eventType === '' ? (source.always ?? []) : (source.transitions.get(eventType) ?? []);
  const id = `${path}|${event}|${branches.indexOf(transition)}`;
  transitionIds.set(transition, id);
  return id;
}

export const timerPrefix = 'xstate.after.';
