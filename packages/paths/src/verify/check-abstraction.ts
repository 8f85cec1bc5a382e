// Whether a declared abstraction holds what it promises: cases are walked as they are, and compared with what they were merged with.
import { type Abstractions, saidOf } from '../explore/abstraction.ts';
import type { Exploration } from '../explore/explore.ts';
import type { Model } from '../explore/model.ts';
import { optionInvalid } from '../option-invalid.ts';
import { randomStream } from '../simulate/random-stream.ts';

const walks = 150;
const stepsPerWalk = 40;

export interface AbstractionCheck {
  /** What the proof rests on, where nothing was found against it. */
  readonly assumptions: readonly string[];
  /** Why it is no proof of the whole. */
  readonly against: readonly string[];
}

/** Rules that are broken by what cannot follow: of places that were wrongly merged nothing is known. */
const absences = ['P003', 'P004', 'P005', 'P007', 'P008', 'P009', 'P013'];

/** What may be said of a process whose abstraction was refuted. */
export const withoutAbsences = <Of extends { readonly rule: string }>(
  found: readonly Of[],
  { against }: AbstractionCheck,
): readonly Of[] => (against.length === 0 ? found : found.filter(({ rule }) => !absences.includes(rule)));

/** `known` are the names an abstraction may have. Throws `OPTION_INVALID` for any other. */
export function checkAbstraction<State>(
  exploration: Exploration<State>,
  abstraction: Abstractions,
  known: readonly string[],
  seed: number,
): AbstractionCheck {
  const unknown = Object.keys(abstraction).find((name) => !known.includes(name));
  if (unknown !== undefined) throw optionInvalid('verify', `abstraction.${unknown}`, `of a field there is: ${known.join(', ')}`);
  const said = Object.entries(abstraction).map(([name, rule]) => saidOf(name, rule));
  if (said.length === 0) return { assumptions: [], against: [] };
  const { compared, unlike } = walked(exploration, seed);
  if (unlike !== undefined)
    return { assumptions: [], against: [`${said.join('; ')}: that merges cases which behave differently, in ${unlike} for one`] };
  if (compared === 0) return { assumptions: [], against: [`${said.join('; ')}: no merged case was come by to compare`] };
  return { assumptions: [`${said.join('; ')}: ${compared} merged cases were compared on random ways, and behaved alike`], against: [] };
}

function walked<State>(
  { model, graph, nodeOf }: Exploration<State>,
  seed: number,
): { readonly compared: number; readonly unlike?: string } {
  let compared = 0;
  const starts = model.starts();
  for (let walk = 0; walk < walks && starts.length > 0; walk++) {
    const draw = randomStream(seed, 0, walk);
    let state = starts[Math.floor(draw() * starts.length)]!.to;
    for (let step = 0; step < stepsPerWalk; step++) {
      const node = nodeOf(model.key(state));
      if (node === undefined) break;
      const known = model.unpack(graph.packed[node]!);
      const differs = String(model.pack(state)) !== String(graph.packed[node]!);
      const moves = model.moves(state);
      if (differs) {
        compared += 1;
        // Asked twice where they differ: what is tried in a place grows with what made a difference elsewhere, even between these two.
        const alike = [0, 1].some(() => summary(model, model.moves(state)) === summary(model, model.moves(known)));
        if (!alike) return { compared, unlike: model.leaves(state).join(' ') };
      }
      if (moves.length === 0) break;
      state = moves[Math.floor(draw() * moves.length)]!.to;
    }
  }
  return { compared };
}

const summary = <State>(model: Model<State>, moves: ReturnType<Model<State>['moves']>): string =>
  [...new Set(moves.map(({ to, transitions }) => `${transitions.join(' ')} ${model.key(to)}`))].sort().join('\n');
