// Proves what can never go wrong with a process, over every state it has, or shows the shortest case in which it does.
import type { AnyProcess, Process } from '@bihuan/core';
import { places } from '@bihuan/core/model';
import { factSlots } from '../explore/codec.ts';
import { processModel } from '../explore/process-model.ts';
import { linkedWith, showingsOf } from '../explore/showings.ts';
import { exploreThoroughly } from '../explore/thorough.ts';
import { branchChecks } from './branch-checks.ts';
import { checkAbstraction, withoutAbsences } from './check-abstraction.ts';
import { impuritiesOf } from './determinism.ts';
import type { Finding, Verification } from './finding.ts';
import { type Found, graphChecks } from './graph-checks.ts';
import { migrationHoles } from './migration-holes.ts';
import { processChecks } from './process-checks.ts';
import { brokenProperties, viewOf } from './properties.ts';
import { lateReminders } from './reminders.ts';
import { timelyVerdicts } from './timely.ts';
import { findingOf, impure, said, verification } from './verdicts.ts';
import { defaultStates, type VerifyOptions } from './verify-options.ts';
import { circularWaits } from './waiting.ts';
import { processWitness } from './witness.ts';

/** Rules that `defineProcess` has checked already: a process that is there keeps them. */
const structural = ['P006', 'P018', 'P020'];

export async function verify(process: AnyProcess, options: VerifyOptions = {}): Promise<Verification> {
  const { properties = [], seed = 1, with: others = [] } = options;
  const showings = showingsOf(linkedWith(process, others));
  const model = processModel(process, { ...options, seed, showings });
  const mostStates = options.limits?.states ?? defaultStates;
  const explored = exploreThoroughly(model, { ...options.limits, states: mostStates }, seed);
  const named = [...Object.keys(process.spec.context.shape), ...factSlots.map((fact) => `case.${fact}`)];
  const check = checkAbstraction(explored, options.abstraction ?? {}, named, seed);
  const notExplored = [...explored.notExplored, ...check.against];
  const exploration = { ...explored, notExplored, model, wholeModel: true };
  const { graph } = exploration;
  const whole = notExplored.length === 0;
  const isEnd = (node: number) => graph.ended.has(node);
  const leaves = places(process as Process).flatMap(({ path, leaf, config }) =>
    leaf && config.type !== 'history' && config.always === undefined ? [path] : [],
  );
  const migrated = migrationHoles(process, options);
  const found: readonly Found[] = [
    ...graphChecks(exploration, { leaves, isEnd, perpetual: process.spec.perpetual !== undefined, unreached: () => whole }),
    ...processChecks(process as Process, exploration, whole),
    ...branchChecks(process as Process, exploration),
    ...lateReminders(process as Process, exploration),
    ...impuritiesOf(process as Process, { ...options, seed, showings }, exploration).map(impure),
    ...model.limits.map(
      (each): Found => ({ rule: 'RULE_THREW', at: each.slice(0, each.indexOf(' ')), text: said(`流程自身出错:${each}`, each) }),
    ),
    ...circularWaits([process, ...others]).map(
      (circle): Found => ({ rule: 'P021', at: circle, text: said(`互相等待:${circle}`, `they wait for each other: ${circle}`) }),
    ),
    ...migrated.found,
  ];
  const view = (node: number) => viewOf(model.unpack(graph.packed[node]!).record);
  const sure = check.against.length === 0;
  const untimed = properties.filter(({ leadsTo }) => leadsTo === undefined || (sure && leadsTo.within === undefined));
  const findings: Finding[] = [];
  for (const each of withoutAbsences([...found, ...brokenProperties(graph, untimed, view)], check)) {
    const witness = each.node === undefined ? undefined : await processWitness(process as Process, exploration, each.node, each);
    findings.push(findingOf(each, witness, options.answers));
  }
  const timed = await timelyVerdicts(process as Process, properties, { ...options, seed, showings }, { named, kept: explored.kept });
  for (const { finding, witness } of timed) if (finding) findings.push(findingOf(finding, witness, options.answers));
  const asksMigrations = (options.migrations ?? []).length > 0;
  const unasked = [...(linksAreKnown(process as Process, others) ? [] : ['P021']), ...(asksMigrations ? [] : ['P022'])];
  return verification({
    of: process,
    seed,
    exploration,
    findings,
    properties,
    structural,
    unasked,
    // Earlier versions are explored by themselves.
    unsure: [...timed, ...(asksMigrations ? [{ rule: 'P022', ...(migrated.because !== undefined && { because: migrated.because }) }] : [])],
    mostStates,
    assumptions: [...restsOn(options), ...check.assumptions, ...migrated.assumptions],
  });
}

function restsOn({ people = {}, directory, payloads = {}, with: others = [] }: VerifyOptions): readonly string[] {
  const several = Object.entries(people).map(([role, count]) => `${count} of ${role}`);
  const given = Object.keys(payloads);
  return [
    ...(directory ? [`exactly these people take part: ${Object.keys(directory).join(', ')}`] : []),
    ...(several.length > 0 ? [`people: ${several.join(', ')}, of every other role one, and one who holds them all`] : []),
    ...(given.length > 0 ? [`contents were given for ${given.join(', ')}`] : []),
    ...(others.length > 0 ? [`cases of ${others.map(({ id }) => id).join(', ')} tell what they told when they were explored`] : []),
  ];
}

/** Whether the processes at the other end of every link are there. */
function linksAreKnown({ id, spec }: Process, others: readonly AnyProcess[]): boolean {
  const known = new Set([id, ...others.map((each) => each.id)]);
  return [...Object.values(spec.links ?? {}), ...Object.values(spec.linkedFrom ?? {})].every(({ process }) => known.has(process));
}
