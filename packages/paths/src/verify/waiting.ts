// P021: states that wait for the end of a linked case and for nothing else, and whether such waits close a circle over several processes.
import type { AnyProcess, Process, StateNodeConfig } from '@bihuan/core';
import { type Place, places } from '@bihuan/core/model';

interface Wait {
  readonly process: string;
  readonly state: string;
  readonly for: string;
}

/** Circles of waits, each as `process.state → …`. A process that waits for its own kind is in one unless a rule decides which links it accepts. */
export function circularWaits(processes: readonly AnyProcess[]): readonly string[] {
  const waits = processes.flatMap((process) => waitsOf(process as Process));
  const accepted = new Set(
    processes.flatMap(({ id, spec }) =>
      Object.values((spec as Process['spec']).linkedFrom ?? {}).flatMap(({ process, accepts }) =>
        process === id && accepts !== undefined ? [id] : [],
      ),
    ),
  );
  const found = new Set<string>();
  const visit = (chain: readonly Wait[]) => {
    const last = chain.at(-1)!;
    for (const next of waits.filter(({ process }) => process === last.for)) {
      const at = chain.findIndex(({ process, state }) => process === next.process && state === next.state);
      if (at >= 0) {
        const circle = chain.slice(at);
        if (circle.every(({ process }) => accepted.has(process))) continue;
        const names = circle.map(({ process, state }) => `${process}.${state}`).sort();
        found.add(names.join(' → '));
      } else if (chain.length < processes.length + 1) visit([...chain, next]);
    }
  };
  for (const wait of waits) visit([wait]);
  return [...found];
}

/** States that only news of a linked case's end leads out of. */
function waitsOf(process: Process): readonly Wait[] {
  const { spec } = process;
  const reactions = new Map<string, string>();
  for (const { process: other, closed } of [...Object.values(spec.links ?? {}), ...Object.values(spec.linkedFrom ?? {})]) {
    for (const command of closed === undefined ? [] : typeof closed === 'string' ? [closed] : Object.values(closed))
      reactions.set(command, other);
  }
  return places(process).flatMap((place): Wait[] => {
    if (!place.leaf || place.config.type === 'final' || place.config.meta?.closes !== undefined) return [];
    const line = lineage(place, process);
    if (line.some((config) => Object.keys(config.after ?? {}).length > 0 || config.always !== undefined)) return [];
    const commands = line.flatMap((config) => Object.keys(config.on ?? {}));
    if (commands.length === 0 || commands.some((command) => !reactions.has(command))) return [];
    return [...new Set(commands.map((command) => reactions.get(command)!))].map((other) => ({
      process: process.id,
      state: place.path,
      for: other,
    }));
  });
}

function lineage(place: Place, process: Process): readonly StateNodeConfig<any>[] {
  return place.parent ? [place.config, ...lineage(place.parent, process)] : [place.config, process.statechart as StateNodeConfig<any>];
}
