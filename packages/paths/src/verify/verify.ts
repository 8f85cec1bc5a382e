// Proves what can never go wrong with a process, over every state it has, or shows the shortest case in which it does.
import type { AnyProcess, JsonObject, Process, Text } from '@bihuan/core';
import { type MigrationSpec, planMigration } from '@bihuan/core/migration';
import { places } from '@bihuan/core/model';
import type { AnyStateMachine } from 'xstate';
import { type ExploreLimits, explore } from '../explore/explore.ts';
import { type MachineModelOptions, machineModel } from '../explore/machine-model.ts';
import { processModel } from '../explore/process-model.ts';
import { showingsOf } from '../explore/showings.ts';
import { machineObligations } from '../generate/machine-guide.ts';
import { branchChecks } from './branch-checks.ts';
import { impurities } from './determinism.ts';
import type { Finding, Standing, Verdict, Verification } from './finding.ts';
import { rules } from './finding.ts';
import { type Found, firstByConfiguration, graphChecks } from './graph-checks.ts';
import { processChecks } from './process-checks.ts';
import { counterExample, type Property } from './properties.ts';
import { lateReminders } from './reminders.ts';
import { circularWaits } from './waiting.ts';
import { machineWitness, processWitness } from './witness.ts';

export interface VerifyOptions {
  readonly properties?: readonly Property[];
  readonly limits?: ExploreLimits;
  readonly seed?: number;
  /** Processes at the other end of links. */
  readonly with?: readonly AnyProcess[];
  readonly people?: Readonly<Record<string, number>>;
  /** Exactly these people, by id, with their roles: then whoever is missing is missed. */
  readonly directory?: Readonly<Record<string, readonly string[]>>;
  readonly payloads?: Readonly<Record<string, readonly JsonObject[]>>;
  /** Moves from earlier versions to this one: their reachable states, contexts, deadlines and work items must have a target. */
  readonly migrations?: readonly MigrationSpec[];
  /** Why a finding of severity W is meant so, by rule (`P006`) or by rule and place (`P006 waiting`). */
  readonly answers?: Readonly<Record<string, string>>;
}

const defaultStates = 30_000;
const sampled = 200;

/** Rules that `defineProcess` has checked already: a process that is there keeps them. */
const structural = ['P006', 'P018', 'P020'];

export async function verify(process: AnyProcess, options: VerifyOptions = {}): Promise<Verification> {
  const { properties = [], seed = 1, with: others = [] } = options;
  const model = processModel(process, { ...options, seed, showings: showingsOf(others) });
  const exploration = { ...explore(model, { states: defaultStates, ...options.limits }), model, wholeModel: true };
  const { graph, notExplored } = exploration;
  const whole = notExplored.length === 0;
  const isEnd = (node: number) => graph.ended.has(node);
  const leaves = places(process as Process).flatMap(({ path, leaf, config }) =>
    leaf && config.type !== 'history' && config.always === undefined ? [path] : [],
  );
  const nodes = firstByConfiguration(graph, () => true).slice(0, sampled);
  const found: readonly Found[] = [
    ...graphChecks(exploration, { leaves, isEnd, perpetual: process.spec.perpetual !== undefined, whole }),
    ...processChecks(process as Process, exploration, whole),
    ...branchChecks(process as Process, exploration),
    ...lateReminders(process as Process, exploration),
    ...impurities(
      model,
      nodes.map((node) => model.unpack(graph.packed[node]!)),
    ).map(impure),
    ...model.limits.map(
      (each): Found => ({ rule: 'RULE_THREW', at: each.slice(0, each.indexOf(' ')), text: said(`流程自身出错:${each}`, each) }),
    ),
    ...circularWaits([process, ...others]).map(
      (circle): Found => ({ rule: 'P021', at: circle, text: said(`互相等待:${circle}`, `they wait for each other: ${circle}`) }),
    ),
    ...migrationHoles(options),
  ];
  const view = (node: number) => {
    const { states, context, closed } = model.unpack(graph.packed[node]!).record;
    return { states, context, closed: closed?.outcome ?? null };
  };
  const broken = properties.flatMap((property): Found[] => {
    const against = counterExample(graph, property, view);
    return against
      ? [
          {
            rule: property.name,
            at: graph.leavesOf(against.node).join(' '),
            node: against.node,
            way: against.way,
            text: said(`${property.name}:${against.says}`, `${property.name}: ${against.says}`),
          },
        ]
      : [];
  });
  const findings: Finding[] = [];
  for (const each of [...found, ...broken]) {
    const witness = each.node === undefined ? undefined : await processWitness(process as Process, exploration, each.node, each);
    findings.push(findingOf(each, witness, options.answers));
  }
  const unasked = [
    ...(linksAreKnown(process as Process, others) ? [] : ['P021']),
    ...((options.migrations ?? []).length > 0 ? [] : ['P022']),
  ];
  return verification(process, seed, exploration, findings, properties, structural, unasked);
}

/** Whether the processes at the other end of every link are there. */
function linksAreKnown({ id, spec }: Process, others: readonly AnyProcess[]): boolean {
  const known = new Set([id, ...others.map((each) => each.id)]);
  return [...Object.values(spec.links ?? {}), ...Object.values(spec.linkedFrom ?? {})].every(({ process }) => known.has(process));
}

/** The same for a plain XState machine: what needs roles, reasons or declared limits does not apply. */
export function verifyMachine(
  machine: AnyStateMachine,
  options: MachineModelOptions & Pick<VerifyOptions, 'properties' | 'limits' | 'seed' | 'answers'> = {},
): Verification {
  const { properties = [], seed = 1 } = options;
  const model = machineModel(machine, options);
  const exploration = { ...explore(model, { refine: false, ...options.limits }), model, wholeModel: true };
  const { graph, notExplored } = exploration;
  const whole = notExplored.length === 0;
  const leaves = machineObligations(model.machine, ['states']).map(({ id }) => id.slice('state:'.length));
  const finals = new Set(leaves.filter((path) => nodeAt(model.machine, path)?.type === 'final'));
  const isEnd = (node: number) => graph.ended.has(node) || graph.leavesOf(node).every((path) => finals.has(path));
  const taken = new Set(graph.transitions.values.flat());
  const dead = whole
    ? machineObligations(model.machine, ['transitions']).filter(({ id }) => !taken.has(id.slice('transition:'.length)))
    : [];
  const nodes = firstByConfiguration(graph, () => true).slice(0, sampled);
  const found: readonly Found[] = [
    ...graphChecks(exploration, { leaves, isEnd, perpetual: finals.size === 0, whole }),
    ...dead.map(
      ({ id }): Found => ({
        rule: 'P002',
        at: id.slice('transition:'.length),
        text: said('这个转移从不发生', 'this transition can never happen'),
      }),
    ),
    ...impurities(
      model,
      nodes.map((node) => model.unpack(graph.packed[node]!)),
    ).map(impure),
  ];
  const view = (node: number) => {
    const { leaves: states, context, done } = model.unpack(graph.packed[node]!);
    return { states, context, closed: done ? states.join(' ') : null };
  };
  const broken = properties.flatMap((property): Found[] => {
    const against = counterExample(graph, property, view);
    return against
      ? [
          {
            rule: property.name,
            at: graph.leavesOf(against.node).join(' '),
            node: against.node,
            way: against.way,
            text: said(`${property.name}:${against.says}`, `${property.name}: ${against.says}`),
          },
        ]
      : [];
  });
  const findings = [...found, ...broken].map((each) =>
    findingOf(
      each,
      each.node === undefined ? undefined : machineWitness(machine.id, exploration, each.node, each.way ?? []),
      options.answers,
    ),
  );
  // Nobody is there who might have to leave a circle.
  const told = findings.map((each): Finding => (each.rule === 'P005' ? { ...each, severity: 'I' } : each));
  return verification(
    model,
    seed,
    exploration,
    told,
    properties,
    [],
    ['P006', 'P007', 'P008', 'P009', 'P010', 'P011', 'P012', 'P013', 'P014', 'P015', 'P017', 'P018', 'P019', 'P020', 'P021', 'P022'],
  );
}

const nodeAt = (machine: AnyStateMachine, path: string): { readonly type: string } | undefined =>
  path.split('.').reduce<any>((node, name) => node?.states?.[name], machine.root);

const said = (zh: string, en: string): Text => ({ zh, en });

const impure = ({ what, state }: { readonly what: string; readonly state: string }): Found => {
  const words = {
    clock: said('读取了时钟', 'reads the clock'),
    chance: said('用了随机数', 'uses chance'),
    differs: said('两次结果不同', 'comes out differently the second time'),
  }[what]!;
  return {
    rule: 'P016',
    at: state,
    text: said(`${state} 的规则、期限或赋值${words.zh}`, `a rule, deadline or assignment of ${state} ${words.en}`),
  };
};

/** P022: records of every explored state of the old version are handed to the plan. */
function migrationHoles({ migrations = [], limits, with: others = [] }: VerifyOptions): readonly Found[] {
  return migrations.flatMap((spec) => {
    const model = processModel(spec.from, { showings: showingsOf(others) });
    const { graph } = explore(model, { states: defaultStates, ...limits });
    const records = graph.packed.slice(1).map((packed) => model.unpack(packed!).record);
    return planMigration({ ...spec, records }).holes.map(
      (hole): Found => ({
        rule: 'P022',
        at: `${spec.from.version} → ${spec.to.version} ${hole.kind} ${hole.at}`,
        text: said(
          `版本 ${spec.from.version} 的 ${hole.at} 无处可迁:${hole.problem}`,
          `${hole.at} of version ${spec.from.version} has no target: ${hole.problem}`,
        ),
      }),
    );
  });
}

function findingOf({ rule, at, text }: Found, witness: Finding['witness'], answers: VerifyOptions['answers'] = {}): Finding {
  const answered = answers[`${rule} ${at}`] ?? answers[rule];
  return { rule, severity: rules[rule]?.[0] ?? 'E', at, text, ...(witness && { witness }), ...(answered !== undefined && { answered }) };
}

function verification(
  { id, version, hash }: { readonly id: string; readonly version: number | string; readonly hash: string },
  seed: number,
  { graph, notExplored }: Pick<ReturnType<typeof explore>, 'graph' | 'notExplored'>,
  findings: readonly Finding[],
  properties: readonly Property[],
  proven: readonly string[],
  inapplicable: readonly string[] = [],
): Verification {
  const whole = notExplored.length === 0;
  const named = new Set(findings.map(({ rule }) => rule));
  const standing = (rule: string): Standing =>
    inapplicable.includes(rule) ? 'not applicable' : named.has(rule) ? 'broken' : proven.includes(rule) || whole ? 'proven' : 'not found';
  const own = properties.map(({ name }): Verdict => ({ rule: name, severity: 'E', text: said(name, name), standing: standing(name) }));
  const fine = findings.every(({ severity, answered }) => severity === 'I' || (severity === 'W' && answered !== undefined));
  const sound = !fine ? 'no' : whole ? 'yes' : 'unknown';
  // What has to be put right or answered comes first.
  const weight = ({ severity }: Finding) => 'EWI'.indexOf(severity);
  return {
    process: id,
    version,
    hash,
    seed,
    sound,
    whole,
    states: graph.nodeCount - 1,
    moves: graph.edgeCount,
    verdicts: [
      ...Object.entries(rules).map(
        ([rule, [severity, zh, en]]): Verdict => ({ rule, severity, text: { zh, en }, standing: standing(rule) }),
      ),
      ...own,
    ],
    findings: [...findings].sort((one, other) => weight(one) - weight(other)),
    notExplored,
  };
}
