// From findings to what verification says: every rule and property with its standing, and whether the whole is sound.
import type { Text } from '@bihuan/core';
import type { Exploration } from '../explore/explore.ts';
import { type Impurity, impureWords } from './determinism.ts';
import { type Finding, rules, type Standing, type Verdict, type Verification } from './finding.ts';
import type { Found } from './graph-checks.ts';
import type { Property } from './properties.ts';

export const said = (zh: string, en: string): Text => ({ zh, en });

export const impure = ({ what, state, by }: Impurity): Found => {
  const words = impureWords[what];
  const at = by === undefined ? state : `${state}: ${by}`;
  const who = by === undefined ? said(`${state} 的规则、期限或赋值`, `a rule, deadline or assignment of ${state}`) : said(by, by);
  return { rule: 'P016', at, text: said(`${who.zh} ${words.zh}`, `${who.en} ${words.en}`) };
};

export function findingOf({ rule, at, text }: Found, witness: Finding['witness'], answers: Readonly<Record<string, string>> = {}): Finding {
  const answered = answers[`${rule} ${at}`] ?? answers[rule];
  return { rule, severity: rules[rule]?.[0] ?? 'E', at, text, ...(witness && { witness }), ...(answered !== undefined && { answered }) };
}

export interface Proof {
  readonly of: { readonly id: string; readonly version: number | string; readonly hash: string };
  readonly seed: number;
  readonly mostStates: number;
  readonly exploration: Pick<Exploration<unknown>, 'graph' | 'notExplored'>;
  readonly findings: readonly Finding[];
  readonly properties: readonly Property[];
  /** Rules that hold by construction. */
  readonly structural: readonly string[];
  readonly unasked: readonly string[];
  /** Properties that were neither proven nor shown false, and why. */
  readonly unsure?: readonly { readonly rule: string; readonly because?: string }[];
  readonly assumptions?: readonly string[];
}

export function verification({
  of,
  seed,
  mostStates,
  exploration,
  findings,
  properties,
  structural,
  unasked,
  unsure = [],
  assumptions = [],
}: Proof): Verification {
  const { graph, notExplored } = exploration;
  const whole = notExplored.length === 0;
  const named = new Set(findings.map(({ rule }) => rule));
  const becauses = new Map(unsure.map(({ rule, because }) => [rule, because]));
  const standing = (rule: string): Standing => {
    if (unasked.includes(rule)) return 'not applicable';
    if (named.has(rule)) return 'broken';
    // Looked for in an exploration of its own, it does not rest on the other one.
    const proven = becauses.has(rule) ? becauses.get(rule) === undefined : whole || structural.includes(rule);
    return proven ? 'proven' : 'not found';
  };
  const own = properties.map(({ name }): Verdict => {
    const because = becauses.get(name);
    return { rule: name, severity: 'E', text: said(name, name), standing: standing(name), ...(because !== undefined && { because }) };
  });
  const fine = findings.every(({ severity, answered }) => severity === 'I' || (severity === 'W' && answered !== undefined));
  const sure = whole && own.every((each) => each.standing !== 'not found');
  // What has to be put right or answered comes first.
  const weight = ({ severity }: Finding) => 'EWI'.indexOf(severity);
  return {
    process: of.id,
    version: of.version,
    hash: of.hash,
    seed,
    sound: !fine ? 'no' : sure ? 'yes' : 'unknown',
    whole,
    states: graph.nodeCount - 1,
    moves: graph.edgeCount,
    mostStates,
    verdicts: [
      ...Object.entries(rules).map(
        ([rule, [severity, zh, en]]): Verdict => ({ rule, severity, text: { zh, en }, standing: standing(rule) }),
      ),
      ...own,
    ],
    findings: [...findings].sort((one, other) => weight(one) - weight(other)),
    notExplored,
    assumptions,
  };
}
