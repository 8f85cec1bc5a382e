// A suite of a plain machine as paths of @xstate/graph: what its test models run. The states are those an actor came by.
import { BihuanError } from '@bihuan/core';
import {
  type AnyStateMachine,
  createActor,
  type EventFromLogic,
  type InputFrom,
  type InspectionEvent,
  SimulatedClock,
  type SnapshotFrom,
} from 'xstate';
import { staleness } from '../cases/stale.ts';
import type { Suite, TestPath } from '../cases/suite.ts';
import { machineModel } from '../explore/machine-model.ts';
import { initial, type StatePath } from './state-path.ts';

/**
 * For `createTestModel(machine).getPaths(() => toStatePaths(machine, suite))`. A delay that runs out is the event that XState sends itself then, so
 * `events` can advance a clock by it; `createTestModel` itself refuses machines with delays, `new TestModel(machine)` does not. Throws `PROCESS_CHANGED`
 * where the suite was made from another machine, and `SUITE_INVALID` for a path that an actor does not walk as it says.
 */
export function toStatePaths<Machine extends AnyStateMachine>(
  machine: Machine,
  suite: Pick<Suite, 'process' | 'version' | 'hash' | 'paths'>,
  options: { readonly input?: InputFrom<Machine> } = {},
): StatePath<SnapshotFrom<Machine>, EventFromLogic<Machine>>[] {
  const model = machineModel(machine);
  const stale = staleness(suite, model);
  if (stale) throw new BihuanError('PROCESS_CHANGED', stale, { process: suite.process, stored: suite.hash, given: model.hash });
  const guards = new Map<string, boolean>();
  const answering = withGuards(model.machine, suite.paths, guards);
  return suite.paths.map((path) => walked(answering, path, guards, options.input)) as never;
}

/** The machine itself, unless a suite answers guards that nobody implemented: then one that answers as the step at hand says. */
function withGuards(machine: AnyStateMachine, paths: readonly TestPath[], answers: ReadonlyMap<string, boolean>): AnyStateMachine {
  const names = new Set(paths.flatMap(({ steps }) => steps.flatMap(({ payload }) => Object.keys(guardsIn(payload)))));
  if (names.size === 0) return machine;
  return machine.provide({ guards: Object.fromEntries([...names].map((name) => [name, () => answers.get(name) ?? false])) } as never);
}

function walked(machine: AnyStateMachine, path: TestPath, guards: Map<string, boolean>, input: unknown): StatePath<any, any> {
  const clock = new SimulatedClock();
  const seen: { event: { type: string }; state: unknown }[] = [];
  const inspect = ({ type, actorRef, ...rest }: InspectionEvent & { event?: { type: string }; snapshot?: unknown }) => {
    if (type === '@xstate.snapshot' && actorRef === actor) seen.push({ event: rest.event!, state: rest.snapshot });
  };
  const actor = createActor(machine, { clock, input, inspect } as never);
  let failed = false;
  actor.subscribe({ error: () => (failed = true) });
  try {
    for (const [index, { kind, command, payload, time, expect }] of path.steps.entries()) {
      guards.clear();
      for (const [name, answer] of Object.entries(guardsIn(payload))) guards.set(name, answer);
      if (kind === 'open') actor.start();
      else if (time) clock.increment(time.waitMs);
      else actor.send({ ...withoutGuards(payload), type: command! } as never);
      const leaves = leavesOf(actor.getSnapshot());
      // What runs out at the same moment does so in one go.
      if (!failed && path.steps[index + 1]?.time?.waitMs === 0) continue;
      if (failed || leaves.join(' ') !== expect.states.join(' ')) throw unlike(machine, path, index, leaves);
    }
    const steps = seen.map(({ event, state }, index) => (index === 0 ? { state, event: { type: initial } } : { state, event }));
    return { state: steps.at(-1)!.state, steps, weight: steps.length - 1 };
  } finally {
    actor.stop();
  }
}

function unlike({ id }: AnyStateMachine, path: TestPath, index: number, states: readonly string[]): BihuanError {
  const at = `paths/${path.id}/steps/${index}`;
  return new BihuanError(
    'SUITE_INVALID',
    {
      zh: `状态机 ${id} 走不了 ${at}:到了 ${states.join('、')}`,
      en: `Machine ${id} does not walk ${at}: it comes to ${states.join(', ')}`,
    },
    { faults: [{ path: at, message: `comes to ${states.join(', ')}` }], count: 1 },
  );
}

const guardsIn = (payload: unknown): Readonly<Record<string, boolean>> =>
  typeof payload === 'object' && payload !== null && '$guards' in payload ? (payload.$guards as Readonly<Record<string, boolean>>) : {};

function withoutGuards(payload: unknown): object {
  const { $guards: _guards, ...data } = (payload ?? {}) as { readonly $guards?: unknown };
  return data;
}

const leavesOf = (snapshot: unknown): readonly string[] =>
  (snapshot as { readonly _nodes: readonly { readonly type: string; readonly path: readonly string[] }[] })._nodes
    .filter(({ type }) => type === 'atomic' || type === 'final')
    .map(({ path }) => path.join('.'));
