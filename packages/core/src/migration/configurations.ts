// Every configuration of states that a process can come to, found by exploring it with every rule both ways: more than can really happen, never less.
import { type AnyStateMachine, createMachine, initialTransition, transition } from 'xstate';
import { BihuanError } from '../errors.ts';
import type { Process } from '../process.ts';
import { branchList, type Statechart, type StateNodeConfig } from '../statechart.ts';

export interface Configuration {
  /** Paths of the active leaf states, in the order of the statechart. */
  readonly states: readonly string[];
  /** Paths of all active states; the root is ''. */
  readonly active: readonly string[];
  /** Deadlines that may be running. */
  readonly timers: readonly { readonly state: string; readonly deadline: string }[];
}

/** Configurations beyond which exploring is given up: the plan then says so. */
const most = 20_000;

type Node = {
  readonly path: readonly string[];
  readonly order: number;
  readonly type: string;
  readonly config: { readonly after?: object };
};

/** Breadth first, so in the order of how soon they can be come to. Throws `PROCESS_UNSOUND` where there are more than can be explored. */
export function reachableConfigurations(process: Process): readonly Configuration[] {
  const machine = skeletonOf(process);
  const [initial] = initialTransition(machine);
  const seen = new Map<string, Configuration>();
  const queue: any[] = [initial];
  for (let snapshot = queue.shift(); snapshot; snapshot = queue.shift()) {
    const key = JSON.stringify([snapshot.value, historyOf(snapshot)]);
    if (seen.has(key)) continue;
    seen.set(key, configurationOf(process, snapshot));
    if (seen.size > most)
      throw new BihuanError(
        'PROCESS_UNSOUND',
        {
          zh: `流程 ${process.id} 的状态组合超过 ${most} 种,无法穷尽`,
          en: `${process.id} has more than ${most} configurations of states: not all can be explored`,
        },
        { process: process.id, version: process.version },
      );
    for (const type of eventsOf(snapshot)) queue.push(transition(machine, snapshot as never, { type })[0]);
  }
  // What history remembers tells snapshots apart, and not configurations.
  return [...new Map([...seen.values()].map((each) => [each.states.join(' '), each])).values()];
}

const historyOf = ({ historyValue = {} }: any) =>
  Object.entries(historyValue).map(([id, nodes]) => [id, (nodes as readonly { readonly id: string }[]).map((node) => node.id)]);

/** Every event some active state listens to; those of XState's own are raised by it. */
const eventsOf = (snapshot: any): readonly string[] =>
  snapshot.status === 'done'
    ? []
    : [...new Set<string>(snapshot._nodes.flatMap((node: any) => [...node.transitions.keys()]))].filter((type) =>
        type.startsWith('branch '),
      );

function configurationOf(process: Process, snapshot: any): Configuration {
  const nodes = [...(snapshot._nodes as readonly Node[])].sort((a, b) => a.order - b.order);
  const pathOf = (node: Node) => node.path.join('.');
  const declared = (path: string) => Object.keys(configAt(process.statechart, path)?.after ?? {});
  return {
    states: nodes.filter((node) => node.path.length > 0 && (node.type === 'atomic' || node.type === 'final')).map(pathOf),
    active: nodes.map(pathOf),
    timers: nodes.flatMap((node) => declared(pathOf(node)).map((deadline) => ({ state: pathOf(node), deadline }))),
  };
}

/** The declaration of a state by its path; the root has the path ''. */
export function configAt(statechart: Statechart<any>, path: string): StateNodeConfig<any> | undefined {
  let node: StateNodeConfig<any> | undefined = statechart as StateNodeConfig<any>;
  for (const name of path === '' ? [] : path.split('.')) node = (node?.states as Record<string, StateNodeConfig<any>> | undefined)?.[name];
  return node;
}

/** The statechart without data: a branch that a rule, a command or a deadline may take becomes an event of its own. */
function skeletonOf({ id, statechart }: Process): AnyStateMachine {
  let count = 0;
  const choices = (branches: any) =>
    branchList(branches).map(({ target, reenter }) => [
      `branch ${++count}`,
      { ...(target !== undefined && { target }), ...(reenter !== undefined && { reenter }) },
    ]);
  const isOpen = (branches: any) => branchList(branches).length === 1 && branchList(branches)[0]!.guard === undefined;
  const node = (config: StateNodeConfig<any>): object => {
    const { type, history, target, initial, on = {}, after = {}, always, onDone, states } = config;
    const chosen = [...Object.values(on), ...Object.values(after)].flatMap(choices);
    // A branch without a rule is taken at once; among several, rules decide.
    const late = [always, onDone].filter((branches) => branches !== undefined && !isOpen(branches)).flatMap(choices);
    return {
      ...{ ...(type && { type }), ...(history && { history }), ...(target && { target }), ...(initial && { initial }) },
      ...(type !== 'history' && { on: Object.fromEntries([...chosen, ...late]) }),
      ...(always !== undefined && isOpen(always) && { always: { target: branchList(always)[0]!.target } }),
      ...(onDone !== undefined && isOpen(onDone) && { onDone: { target: branchList(onDone as any)[0]!.target } }),
      ...(states && {
        states: Object.fromEntries(Object.entries(states).map(([key, child]) => [key, node(child as StateNodeConfig<any>)])),
      }),
    };
  };
  return createMachine({ ...node(statechart as StateNodeConfig<any>), id } as never);
}
