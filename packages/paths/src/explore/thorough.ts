// Exploration that is checked for what it overlooked: contents that seemed to make no difference are tried on random ways, and where they do, tried everywhere.
import { type Draw, randomStream } from '../simulate/random-stream.ts';
import { type Exploration, type ExploreLimits, explore } from './explore.ts';
import type { Label } from './label.ts';
import type { Move } from './model.ts';
import type { Place } from './place-key.ts';
import type { ProcessModel } from './process-model.ts';

const mostRounds = 12;
const walks = 250;
const stepsPerWalk = 30;

export interface Thorough extends Exploration<Place> {
  readonly model: ProcessModel;
  /** Requests that are tried everywhere because of what was overlooked without them. */
  readonly kept: readonly Request[];
}

export interface Request {
  readonly world: number;
  readonly label: Label;
}

/** Where not all could be explored there is nothing to compare with: then what was overlooked is among what is left out. */
export function exploreThoroughly(model: ProcessModel, limits: ExploreLimits, seed: number): Thorough {
  const kept: Request[] = [];
  for (let round = 0; ; round++) {
    const explored = { ...explore(model, limits), model, kept };
    const needed = explored.notExplored.length > 0 ? [] : overlooked(explored, seed + round);
    if (needed.length === 0) return explored;
    const more = needed.filter(({ world, label }) => model.keep(world, label));
    kept.push(...more);
    if (more.length > 0 && round < mostRounds) continue;
    const what = `${[...new Set(needed.map(({ label }) => label.name))].join(', ')} lead further with contents that made no difference at first`;
    return { ...explored, notExplored: [what] };
  }
}

/** The requests of a random way that are needed to take a transition, from states from which nothing that was explored took it. */
function overlooked({ graph, model }: Pick<Thorough, 'graph' | 'model'>, seed: number): readonly Request[] {
  const known = new Set<string>();
  for (let node = 1; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) known.add(`${graph.leavesOf(node).join(' ')} ${graph.transitionsOf(edge).join(' ')}`);
  }
  const starts = model.starts();
  for (let walk = 0; walk < walks && starts.length > 0; walk++) {
    const draw = randomStream(seed, 1, walk);
    const start = chosen(starts, draw);
    const way: Label[] = [];
    let place = start.to;
    for (let step = 0; step < stepsPerWalk; step++) {
      const move = someMove(model, place, draw);
      if (!move) break;
      way.push(move.label);
      if (!known.has(signOf(place, move))) return neededOf(model, start.to, way, signOf(place, move));
      place = move.to;
    }
  }
  return [];
}

const signOf = ({ record }: Place, { transitions }: Move<Place>): string => `${record.states.join(' ')} ${transitions.join(' ')}`;

const chosen = <Value>(values: readonly Value[], draw: Draw): Value => values[Math.floor(draw() * values.length)]!;

/** As often one that exploration makes, as a request with any content by anybody who may. */
function someMove(model: ProcessModel, place: Place, draw: Draw): Move<Place> | undefined {
  const { commands } = model.process.spec;
  const names = Object.keys(commands).filter((name) => commands[name]!.payload !== undefined);
  for (let attempt = 0; attempt < 4 && names.length > 0 && draw() < 0.6; attempt++) {
    const name = chosen(names, draw);
    const actors = model.cast.worlds[place.world]!.filter(({ roles }) => roles.some((role) => commands[name]!.by.includes(role)));
    if (actors.length === 0) continue;
    const { value } = chosen(model.variants(name), draw);
    const move = model.step(place, { kind: 'command', name, actor: chosen(actors, draw).id, payload: value });
    if (move) return move;
  }
  const moves = model.moves(place);
  return moves.length === 0 ? undefined : chosen(moves, draw);
}

/** Every content is made plain again where the way leads there all the same. */
function neededOf(model: ProcessModel, start: Place, way: readonly Label[], goal: string): readonly Request[] {
  const leads = (labels: readonly Label[]): boolean => {
    let place = start;
    for (const [index, label] of labels.entries()) {
      const move = model.step(place, label);
      if (!move) return false;
      if (index === labels.length - 1) return signOf(place, move) === goal;
      place = move.to;
    }
    return false;
  };
  let labels = way;
  for (let index = 0; index < way.length; index++) {
    const { kind, name, payload } = labels[index]!;
    const plain = kind === 'command' && payload !== undefined ? model.plainPayload(name) : undefined;
    if (plain === undefined) continue;
    const plainer = labels.map((label, at) => (at === index ? { ...label, payload: plain } : label));
    if (leads(plainer)) labels = plainer;
  }
  return labels.flatMap((label) => {
    const special = label.kind === 'command' && label.payload !== undefined;
    return special && JSON.stringify(label.payload) !== JSON.stringify(model.plainPayload(label.name))
      ? [{ world: start.world, label }]
      : [];
  });
}
