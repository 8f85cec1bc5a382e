// What may be wrong in a statechart: guards, targets, order, whole transitions, actions.
import { any, not, type Process, type RuleExpression, type Text } from '@bihuan/core';
import { type Branch, list, places } from '@bihuan/core/model';
import type { Draw } from '../simulate/random-stream.ts';
import type { MutantKind, Mutation } from './mutation.ts';
import { actionPlaces, type BranchPlace, branchPlaces, withActions, withBranches, without } from './statechart-edit.ts';

/** `draw` chooses new targets. */
export function statechartMutations(process: Process, draw: Draw): readonly Mutation[] {
  return [...branchPlaces(process).flatMap((place) => placeMutations(process, place, draw)), ...entryMutations(process)];
}

function placeMutations(process: Process, place: BranchPlace, draw: Draw): readonly Mutation[] {
  const { branches } = place;
  const what = textOf(process, place);
  const at = `${place.state || process.id}.${place.key}${place.name && `.${place.name}`}`;
  const mutation = (kind: MutantKind, index: number, detail: string, said: Text, changed: readonly Branch<any, string>[]): Mutation => {
    const spot = `${at}.${index}`;
    return {
      id: `${kind}:${spot}${detail && `:${detail}`}`,
      kind,
      place: spot,
      description: { zh: `${what.zh}:${said.zh}`, en: `${what.en}: ${said.en}` },
      spec: process.spec,
      statechart: withBranches(process.statechart, place, changed),
    };
  };
  const replaced = (index: number, branch: Branch<any, string>) => branches.map((each, other) => (other === index ? branch : each));
  return branches.flatMap((branch, index): Mutation[] => {
    const { guard, target } = branch;
    const parts = guard === undefined ? [] : guardParts(guard);
    const other = target === undefined ? undefined : otherTarget(process, place, target, draw);
    const actions = list(branch.actions);
    return [
      ...parts.flatMap(([rule, put]): Mutation[] => [
        mutation(
          'guard-dropped',
          index,
          rule,
          quoted('不再检查', 'no longer asks', rule),
          replaced(index, { ...branch, guard: put(any(rule, not(rule))) }),
        ),
        mutation(
          'guard-negated',
          index,
          rule,
          quoted('反着检查', 'asks for the opposite of', rule),
          replaced(index, { ...branch, guard: put(not(rule)) }),
        ),
      ]),
      ...(index + 1 < branches.length
        ? [
            mutation('branches-swapped', index, '', { zh: '两个分支次序颠倒', en: 'two branches the other way round' }, [
              ...branches.slice(0, index),
              branches[index + 1]!,
              branch,
              ...branches.slice(index + 2),
            ]),
          ]
        : []),
      ...(other === undefined
        ? []
        : [mutation('retargeted', index, '', quoted('转到', 'leads to', other), replaced(index, { ...branch, target: other }))]),
      mutation(
        'transition-dropped',
        index,
        '',
        { zh: '没有这个转移', en: 'the transition is missing' },
        branches.filter((_, each) => each !== index),
      ),
      ...actions.map((action) => {
        const left = actions.filter((each) => each !== action);
        const changed = left.length > 0 ? { ...branch, actions: left } : without(branch, 'actions');
        return mutation('action-dropped', index, action, quoted('缺少动作', 'lacks the action', action), replaced(index, changed));
      }),
    ];
  });
}

function entryMutations(process: Process): readonly Mutation[] {
  return actionPlaces(process).flatMap((place) =>
    place.actions.map((action): Mutation => {
      const state = stateText(process, place.state);
      const spot = `${place.state || process.id}.${place.key}`;
      return {
        id: `action-dropped:${spot}:${action}`,
        kind: 'action-dropped',
        place: spot,
        description: { zh: `“${state.zh}”缺少动作 ${action}`, en: `“${state.en}” lacks the action ${action}` },
        spec: process.spec,
        statechart: withActions(
          process.statechart,
          place,
          place.actions.filter((each) => each !== action),
        ),
      };
    }),
  );
}

/** Every rule of a guard, with the guard that has another expression in its place. */
function guardParts(guard: RuleExpression): readonly (readonly [string, (part: RuleExpression) => RuleExpression])[] {
  if (typeof guard === 'string') return [[guard, (part) => part]];
  if ('not' in guard) return guardParts(guard.not).map(([rule, put]) => [rule, (part) => ({ not: put(part) })]);
  const key = 'all' in guard ? 'all' : 'any';
  const parts = 'all' in guard ? guard.all : guard.any;
  return parts.flatMap((inner, index) =>
    guardParts(inner).map(([rule, put]) => {
      const placed = (part: RuleExpression) => parts.map((each, other) => (other === index ? put(part) : each));
      return [rule, (part: RuleExpression) => ({ [key]: placed(part) }) as unknown as RuleExpression] as const;
    }),
  );
}

/** Another state beside the target. */
function otherTarget(process: Process, { state }: BranchPlace, target: string, draw: Draw): string | undefined {
  const parent = state.includes('.') ? `${state.slice(0, state.lastIndexOf('.'))}.` : '';
  const all = places(process).filter(
    ({ path, config }) => path.startsWith(parent) && !path.slice(parent.length).includes('.') && config.type !== 'history',
  );
  const names = all.map(({ path }) => path.slice(parent.length)).filter((name) => name !== target);
  return names[Math.floor(draw() * names.length)];
}

const quoted = (zh: string, en: string, name: string): Text => ({ zh: `${zh} ${name}`, en: `${en} ${name}` });

function textOf(process: Process, { state, key, name }: BranchPlace): Text {
  const { labels } = process.spec;
  const from = stateText(process, state);
  const what = (key === 'on' ? labels.commands[name] : labels.deadlines[name]) ?? { zh: name || key, en: name || key };
  return { zh: `“${from.zh}”的“${what.zh}”`, en: `“${what.en}” in “${from.en}”` };
}

const stateText = (process: Process, path: string): Text =>
  process.spec.labels.states[path.slice(path.lastIndexOf('.') + 1)] ?? (path === '' ? process.spec.labels.title : { zh: path, en: path });
