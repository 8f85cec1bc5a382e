import { expect, it } from 'vitest';
import type { Step } from '../cases/suite.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { edgesOfStep, graphFromSuite } from './suite-graph.ts';

const step = (told: Partial<Step>, states: string[]): Step => ({
  kind: 'command',
  actor: 'a',
  label: { zh: '办', en: 'do' },
  from: [],
  transitions: [],
  ...told,
  expect: { outcome: 'applied', states },
});
const ends = (each: Step) => edgesOfStep(each).map(({ from, to }) => `${from} → ${to}`);

it('finds the states and transitions of steps, and those that only have to be come by', () => {
  const { initial, states, edges } = graphFromSuite(hazardSuite);
  expect(initial).toEqual(['reported']);
  expect(states).toEqual(['reported', 'recorded', 'rectifying', 'rectified', 'closed', 'overdue', 'escalated', 'rejected']);
  expect(edges.filter(({ to }) => to === null).map(({ id }) => id)).toEqual(['reported|reject|0']);
  expect(edges).toHaveLength(9);
});

it('draws a transition of a state around from the leaf that is left', () => {
  expect(ends(step({ from: ['work.check'], transitions: ['work|stop|0'] }, ['stopped']))).toEqual(['work.check → stopped']);
});

it('draws a chain of transitions through the states between', () => {
  expect(ends(step({ from: ['a'], transitions: ['a|go|0', 'b|always|0'] }, ['c']))).toEqual(['a → b', 'b → c']);
});

it('draws only the region that moves', () => {
  expect(ends(step({ from: ['p.x.one', 'p.y.one'], transitions: ['p.y.one|go|0'] }, ['p.x.one', 'p.y.two']))).toEqual([
    'p.y.one → p.y.two',
  ]);
});

it('draws a transition that stays as a loop, and a refusal not at all', () => {
  expect(ends(step({ from: ['a'], transitions: ['a|again|0'] }, ['a']))).toEqual(['a → a']);
  expect(ends(step({ from: ['a'], negative: true }, ['a']))).toEqual([]);
});
