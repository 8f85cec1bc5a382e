// mutantsOf(process): the process with one small thing wrong, many times over. A suite that is worth something tells each from the process.
import type { AnyProcess, Text } from '@bihuan/core';
import { BihuanError } from '@bihuan/core';
import { optionInvalid } from '../option-invalid.ts';
import { randomStream } from '../simulate/random-stream.ts';
import { declarationMutations } from './declaration-mutations.ts';
import type { MutantKind, Mutation } from './mutation.ts';
import { rebuild } from './rebuild.ts';
import { statechartMutations } from './statechart-mutations.ts';

export interface Mutant {
  readonly id: string;
  readonly kind: MutantKind;
  readonly place: string;
  readonly description: Text;
  readonly process: AnyProcess;
}

/** A change that `defineProcess` refuses: nobody could have shipped it. */
export interface Stillborn extends Omit<Mutant, 'process'> {
  readonly why: string;
}

export interface Mutants {
  readonly mutants: readonly Mutant[];
  readonly stillborn: readonly Stillborn[];
}

/**
 * Every mutant that the definition allows, or `most` of them, drawn from the seed. The same process and seed give the same mutants. Rules are called
 * with made-up values to see which counters they read. Throws `OPTION_INVALID`.
 */
export function mutantsOf(
  process: AnyProcess,
  { seed = 1, most = Number.POSITIVE_INFINITY }: { readonly seed?: number; readonly most?: number } = {},
): Mutants {
  if (!(most > 0)) throw optionInvalid('mutantsOf', 'most', 'a number above 0');
  const draw = randomStream(seed, 4, 0);
  const all = [...statechartMutations(process, draw), ...declarationMutations(process, draw)];
  const order = most >= all.length ? all.map((_, index) => index) : drawn(all.length, randomStream(seed, 5, 0));
  const mutants = new Map<number, Mutant>();
  const stillborn: Stillborn[] = [];
  for (const index of order) {
    if (mutants.size >= most) break;
    const made = built(all[index]!);
    if ('why' in made) stillborn.push(made);
    else mutants.set(index, made);
  }
  return { mutants: [...mutants].sort(([a], [b]) => a - b).map(([, mutant]) => mutant), stillborn };
}

function built({ spec, statechart, ...what }: Mutation): Mutant | Stillborn {
  try {
    return { ...what, process: rebuild(spec, statechart) };
  } catch (cause) {
    if (!(cause instanceof BihuanError)) throw cause;
    return { ...what, why: cause.text.en };
  }
}

/** Numbers below `count` in an order of chance. */
function drawn(count: number, draw: () => number): readonly number[] {
  return Array.from({ length: count }, (_, index) => ({ index, order: draw() }))
    .sort((a, b) => a.order - b.order)
    .map(({ index }) => index);
}
