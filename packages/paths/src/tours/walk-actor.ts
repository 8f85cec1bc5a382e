// A path of a plain machine once more, on a real actor under a simulated clock: a path that cannot happen there is no path.
import { type AnyStateMachine, createActor, fromCallback, SimulatedClock } from 'xstate';
import type { MachineModel, MachineState } from '../explore/machine-model.ts';
import { sortedValue } from '../explore/machine-step.ts';
import type { Walked } from './tour.ts';

/** Whether an actor comes by the same states. Machines whose guards nobody implemented cannot be asked: their answers are the tour's. */
export function actorAgrees({ machine, input }: MachineModel, steps: readonly Walked<MachineState>[]): boolean {
  if (steps.some(({ label }) => JSON.stringify(label.payload ?? {}).includes('"$guards"'))) return true;
  const clock = new SimulatedClock();
  // One that sends to its parent has one.
  const parent = createActor(
    fromCallback(() => undefined),
    { clock } as never,
  ).start();
  // Of actors that are not run, none takes a name from another.
  Object.assign(parent.system, { _set: () => undefined });
  const actor = createActor(withoutEffects(machine), { parent, input } as never);
  let failed = false;
  actor.subscribe({
    error() {
      failed = true;
    },
  });
  try {
    actor.start();
    for (const [index, { label, waitMs, after }] of steps.entries()) {
      if (label.kind === 'time') clock.increment(waitMs);
      else if (index > 0) actor.send({ ...(label.payload as object | undefined), type: label.name } as never);
      if (failed) return false;
      // What runs out at the same moment does so in one go.
      const next = steps[index + 1];
      if (next?.label.kind === 'time' && next.waitMs === 0) continue;
      if (after && JSON.stringify(sortedValue((actor.getSnapshot() as { value: unknown }).value)) !== JSON.stringify(after.value))
        return false;
    }
    return true;
  } catch {
    return false;
  }
}

const moving = new Set(['xstate.raise', 'xstate.cancel', 'xstate.sendTo']);

/** The same machine, of whose actions only those are executed that move it: nothing is done to the world, and no actor is run. */
function withoutEffects(machine: AnyStateMachine): AnyStateMachine {
  const quiet = (scope: any) => {
    let moves = false;
    return {
      ...scope,
      actionExecutor({ exec, ...action }: { readonly type: string; readonly exec: (...args: unknown[]) => void }) {
        const told = (...args: unknown[]) => {
          moves = true;
          exec(...args);
          moves = false;
        };
        if (moving.has(action.type)) scope.actionExecutor({ ...action, exec: told });
      },
      // Actors that an assignment makes are started so.
      defer(run: () => void) {
        if (moves) scope.defer(run);
      },
    };
  };
  return Object.assign(Object.create(machine) as AnyStateMachine, {
    start: () => undefined,
    getInitialSnapshot: (scope: unknown, input: unknown) => machine.getInitialSnapshot(quiet(scope), input as never),
    transition: (snapshot: unknown, event: unknown, scope: unknown) => machine.transition(snapshot as never, event as never, quiet(scope)),
  });
}
