// The same proof for a plain XState machine: what needs roles, reasons or declared limits does not apply.
import type { AnyStateMachine } from 'xstate';
import { explore } from '../explore/explore.ts';
import { type Circle, type MachineModel, type MachineModelOptions, machineModel } from '../explore/machine-model.ts';
import { enterable } from '../explore/state-targets.ts';
import { optionInvalid } from '../option-invalid.ts';
import { machineObligations } from '../tours/machine-guide.ts';
import { checkAbstraction, withoutAbsences } from './check-abstraction.ts';
import { impuritiesOfMachine, otherwise } from './determinism.ts';
import { type Finding, rules, type Verification } from './finding.ts';
import { type Found, graphChecks } from './graph-checks.ts';
import { machineBranchChecks } from './machine-branches.ts';
import { brokenProperties } from './properties.ts';
import { findingOf, impure, said, verification } from './verdicts.ts';
import { machineStates, type VerifyOptions } from './verify-options.ts';
import { machineWitness } from './witness.ts';

/** The rules that need nothing but states, events and guards. */
const asked = ['P001', 'P002', 'P003', 'P004', 'P005', 'P011', 'P012', 'P016', 'P020'];

/** Throws `OPTION_INVALID` for a property with a time bound: what a delay of a plain machine means to people is not known. */
export function verifyMachine(
  machine: AnyStateMachine,
  options: MachineModelOptions & Pick<VerifyOptions, 'properties' | 'limits' | 'seed' | 'answers'> = {},
): Verification {
  const { properties = [], seed = 1 } = options;
  for (const { name, leadsTo } of properties)
    if (leadsTo?.within) throw optionInvalid('verifyMachine', name, 'bounded in time, and a plain machine has no working time');
  const model = machineModel(machine, options);
  const mostStates = options.limits?.states ?? machineStates;
  const explored = explore(model, { refine: false, states: mostStates, ...options.limits });
  const context = Object.keys((model.starts()[0]?.to.context ?? {}) as object);
  const check = checkAbstraction(explored, options.abstraction ?? {}, context, seed);
  const impurities = impuritiesOfMachine({ ...explored, model });
  const notExplored = [...explored.notExplored, ...check.against, ...impurities.map(otherwise)];
  const exploration = { ...explored, notExplored, model, wholeModel: true };
  const { graph } = exploration;
  // What is tried more often than it can happen keeps nothing out of sight.
  const whole = notExplored.every((each) => model.supposed.includes(each));
  const leaves = machineObligations(model.machine, ['states']).map(({ id }) => id.slice('state:'.length));
  const finals = new Set(leaves.filter((path) => nodeAt(model.machine, path)?.type === 'final'));
  const isEnd = (node: number) => graph.ended.has(node) || graph.leavesOf(node).every((path) => finals.has(path));
  const isOpen = (node: number) => node > 0 && node < graph.exploredCount && model.unsure(model.unpack(graph.packed[node]!));
  const taken = new Set(graph.transitions.values.flat());
  // Where no transition leads, nothing comes, whatever else is not known.
  const within = enterable(model.machine);
  const ids = machineObligations(model.machine, ['transitions']).map(({ id }) => id.slice('transition:'.length));
  const dead = ids.filter((id) => !taken.has(id) && (whole || !within.has(id.slice(0, id.indexOf('|')))));
  const found: readonly Found[] = [
    ...graphChecks(exploration, {
      leaves,
      isEnd,
      isOpen,
      passed: model.everPassed,
      perpetual: finals.size === 0,
      unreached: (path) => whole || !within.has(path),
    }),
    ...dead.map(
      (at): Found => ({
        rule: 'P002',
        at,
        text: said('这个转移从不发生', 'this transition can never happen'),
      }),
    ),
    ...machineBranchChecks(exploration),
    ...impurities.map(impure),
    ...model.circles.map(circleOf(model, explored.nodeOf)),
    ...model.faults.map(
      (each): Found => ({ rule: 'RULE_THREW', at: each.slice(0, each.indexOf(' ')), text: said(`状态机自身出错:${each}`, each) }),
    ),
  ];
  const view = (node: number) => {
    const { leaves: states, context, done } = model.unpack(graph.packed[node]!);
    return { states, context, closed: done ? states.join(' ') : null };
  };
  const sure = check.against.length === 0 ? properties : properties.filter(({ leadsTo }) => leadsTo === undefined);
  const findings = withoutAbsences([...found, ...brokenProperties(graph, sure, view)], check).map((each) =>
    findingOf(
      each,
      each.node === undefined ? undefined : machineWitness(machine.id, exploration, each.node, each.way ?? []),
      options.answers,
    ),
  );
  // Nobody is there who might have to leave a circle.
  const told = findings.map((each): Finding => (each.rule === 'P005' ? { ...each, severity: 'I' } : each));
  const unasked = Object.keys(rules).filter((rule) => !asked.includes(rule));
  return verification({
    of: model,
    seed,
    mostStates,
    exploration,
    findings: told,
    properties,
    structural: [],
    unasked,
    assumptions: check.assumptions,
  });
}

const circleOf =
  (model: MachineModel, nodeOf: (key: string) => number | undefined) =>
  ({ event, state }: Circle): Found => {
    const node = state && nodeOf(model.key(state));
    return {
      rule: 'P020',
      at: state ? `${state.leaves.join(' ')}: ${event}` : event,
      ...(node !== undefined && { node }),
      text: said(`${event} 之后无穷无尽地自行转移,停不下来`, `${event} leads into steps that follow each other without end`),
    };
  };

const nodeAt = (machine: AnyStateMachine, path: string): { readonly type: string } | undefined =>
  path.split('.').reduce<any>((node, name) => node?.states?.[name], machine.root);
