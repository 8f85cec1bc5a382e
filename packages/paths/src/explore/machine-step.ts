// One step of a plain machine of which nothing is executed: where it comes to, what it sends itself on the way, and which delays run from there.
import type { JsonObject } from '@bihuan/core';
import { inert, transitionId } from '@bihuan/core/model';
import type { AnyStateMachine } from 'xstate';
import { silentActor } from './plain-json.ts';

/** Ms by the name a delay is cancelled by, and what it sends where that is more than its name. */
export interface Running {
  readonly delays: Readonly<Record<string, number>>;
  readonly sends: Readonly<Record<string, JsonObject>>;
}

export interface Stepped {
  readonly snapshot: any;
  readonly transitions: readonly string[];
  readonly running: Running;
  /** Leaf states that were entered and left on the way. */
  readonly passed: readonly string[];
  /** Names of the delays that began. */
  readonly begun: ReadonlySet<string>;
}

/** The most steps in a row that nothing from outside causes. */
export const mostInARow = 5000;

const endless = 'Infinite loop detected';

/** Whether a machine never comes to rest: XState's own words, or ours. */
export const isEndless = (cause: unknown): boolean => cause instanceof Error && cause.message.startsWith(endless);

/** Paths of the active leaf states, in the order they are written in. */
export const leavesOf = (snapshot: any): readonly string[] =>
  snapshot._nodes
    .filter((node: any) => node.type === 'atomic' || node.type === 'final')
    .sort((one: any, other: any) => one.order - other.order)
    .map((node: any) => node.path.join('.'));

/** A state value with its regions in one order, whichever was entered first. */
export const sortedValue = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([region, inner]) => [region, sortedValue(inner)]),
      )
    : value;

/** Throws what the machine throws. */
export function stepMachine(machine: AnyStateMachine, first: (scope: never) => any, kept: Running): Stepped {
  const { scope, ran } = inert({ machine });
  const { self } = scope as { readonly self: { _parent?: unknown } };
  self._parent ??= silentActor('parent');
  const delays = { ...kept.delays };
  const sends = { ...kept.sends };
  const begun = new Set<string>();
  const queue: unknown[] = [];
  let read = 0;
  const begin = (event: { readonly type: string }, ms: number, id: string | undefined) => {
    let name = id ?? event.type;
    for (let count = 2; id === undefined && name in delays; count++) name = `${event.type}#${count}`;
    delays[name] = ms;
    delete sends[name];
    if (name !== event.type || Object.keys(event).length > 1) sends[name] = { ...event } as JsonObject;
    begun.add(name);
  };
  const follow = (snapshot: any) => {
    if (snapshot.status === 'error') throw snapshot.error;
    const actions = ran().actions as readonly any[];
    for (const { type, params } of actions.slice(read)) {
      const own = type === 'xstate.raise' || (type === 'xstate.sendTo' && params.to === self);
      if (own && params.delay !== undefined) begin(params.event, Number(params.delay), params.id);
      else if (own && type === 'xstate.sendTo') queue.push(params.event);
      if (type !== 'xstate.cancel') continue;
      delete delays[String(params.sendId)];
      delete sends[String(params.sendId)];
      begun.delete(String(params.sendId));
    }
    read = actions.length;
    return snapshot;
  };
  let snapshot = follow(first(scope as never));
  for (let count = 0; queue.length > 0 && snapshot.status === 'active'; count++) {
    if (count > mostInARow) throw new Error(`${endless}: it sends itself more than ${mostInARow} events in a row`);
    snapshot = follow(machine.transition(snapshot, queue.shift() as never, scope as never));
  }
  const running = snapshot.status === 'active' ? { delays, sends } : { delays: {}, sends: {} };
  const ended = new Set(leavesOf(snapshot));
  const passed = [...new Set(ran().snapshots.flatMap(leavesOf))].filter((path) => !ended.has(path));
  return { snapshot, transitions: ran().transitions.map((each) => transitionId(each)), passed, running, begun };
}
