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
  /** What was looked for in an exploration of its own, and why it is neither proven nor shown false, if it is neither. */
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
  const verdict = (rule: string, severity: Verdict['severity'], text: Text): Verdict => {
    const because = becauses.get(rule);
    return { rule, severity, text, standing: standing(rule), ...(because !== undefined && { because }) };
  };
  const verdicts = [
    ...Object.entries(rules).map(([rule, [severity, zh, en]]) => verdict(rule, severity, { zh, en })),
    ...properties.map(({ name }) => verdict(name, 'E', said(name, name))),
  ];
  const fine = findings.every(({ severity, answered }) => severity === 'I' || (severity === 'W' && answered !== undefined));
  const sure = whole && verdicts.every((each) => each.standing !== 'not found');
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
    verdicts,
    findings: [...findings].sort((one, other) => weight(one) - weight(other)),
    notExplored,
    assumptions,
  };
}
