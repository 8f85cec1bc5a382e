// P011 and P012 of a plain machine: events that no transition accepts where some state listens to them, and transitions of one event that are open at once.
import type { Exploration } from '../explore/explore.ts';
import type { MachineBranch, MachineModel, MachineState } from '../explore/machine-model.ts';
import { groupBy } from '../group-by.ts';
import type { Found } from './graph-checks.ts';
import { said } from './verdicts.ts';

/** Each once for every set of active states. Guards that nobody implemented say nothing; one that throws is told by the exploration. */
export function machineBranchChecks({ graph, model }: Exploration<MachineState> & { readonly model: MachineModel }): readonly Found[] {
  const found = new Map<string, Found>();
  const note = (each: Found) => {
    const key = `${each.rule} ${each.at}`;
    if (!found.has(key)) found.set(key, each);
  };
  for (let node = 1; node < graph.exploredCount; node++) {
    const state = model.unpack(graph.packed[node]!);
    if (state.done) continue;
    const states = graph.leavesOf(node).join(' ');
    for (const label of model.labels(state)) {
      const at = `${states}: ${label.name}`;
      const branches = judged(model, state, label);
      if (branches.length === 0 || branches.some(({ open }) => open === null)) continue;
      if (branches.every(({ open, guarded }) => guarded && !open))
        note({ rule: 'P011', at, node, text: said('没有分支接受', 'no transition accepts it') });
      const together = openAtOnce(branches);
      if (!together) continue;
      const targets = together.map(({ source, target }) => target ?? source);
      const text = said(`同时可走 ${targets.join('、')},由先后次序决定`, `${targets.join(' and ')} are open at once: order decides`);
      note({ rule: 'P012', at, node, text });
    }
  }
  return [...found.values()].sort((one, other) => one.rule.localeCompare(other.rule));
}

function judged(model: MachineModel, state: MachineState, label: ReturnType<MachineModel['labels']>[number]): readonly MachineBranch[] {
  try {
    return model.branches(state, label);
  } catch {
    return [];
  }
}

/** Of one state, apart from a last one without a guard. A state inside another comes first: that is no matter of order. */
function openAtOnce(branches: readonly MachineBranch[]): readonly MachineBranch[] | undefined {
  for (const own of groupBy(branches, ({ source }) => source).values()) {
    const ruled = own.at(-1)!.guarded ? own : own.slice(0, -1);
    const open = ruled.filter((each) => each.open === true);
    if (open.length > 1) return open;
  }
  return undefined;
}
