// Machines by chance, without guards or time, every state but the last listening to some events. Only tests use it.
import fc from 'fast-check';
import { type AnyStateMachine, createMachine } from 'xstate';

/** At most `most` states; the last one is final, and need not be in reach. */
export const randomMachines = (most: number): fc.Arbitrary<AnyStateMachine> =>
  fc.array(fc.array(fc.nat({ max: most }), { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: most }).map((targets) => {
    const states = Object.fromEntries(
      targets.map((each, index) => [
        `s${index}`,
        index === targets.length - 1
          ? { type: 'final' as const }
          : { on: Object.fromEntries(each.map((to, event) => [`E${event}`, `s${to % targets.length}`])) },
      ]),
    );
    return createMachine({ id: 'random', initial: 's0', states } as never) as AnyStateMachine;
  });
