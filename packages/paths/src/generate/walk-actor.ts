// A path of a plain machine once more, on a real actor under a simulated clock: a path that cannot happen there is no path.
import { type AnyStateMachine, createActor, SimulatedClock } from 'xstate';
import type { MachineState } from '../explore/machine-model.ts';
import type { Walked } from './tour.ts';

/** Whether an actor comes by the same states. Machines whose guards nobody implemented cannot be asked: their answers are the tour's. */
export function actorAgrees(machine: AnyStateMachine, steps: readonly Walked<MachineState>[], input: unknown): boolean {
  if (steps.some(({ label }) => JSON.stringify(label.payload ?? {}).includes('"$guards"'))) return true;
  const clock = new SimulatedClock();
  const actor = createActor(machine, { clock, input } as never);
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
      if (after && JSON.stringify((actor.getSnapshot() as { value: unknown }).value) !== JSON.stringify(after.value)) return false;
    }
    return true;
  } catch {
    return false;
  } finally {
    actor.stop();
  }
}
