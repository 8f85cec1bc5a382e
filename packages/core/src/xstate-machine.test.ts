// A process stays a real XState v5 machine: the tools made for them work on it.
import { getAdjacencyMap, getShortestPaths } from '@xstate/graph';
import { expect, test } from 'vitest';
import { initialTransition, transition } from 'xstate';
import { parcel } from './parcel.fixture.ts';

const events = [{ type: 'lose' }, { type: 'searchEnded', payload: {} }, { type: 'xstate.after.search.parcel.lost' }] as never[];

test('@xstate/graph walks it', () => {
  const options = { events, input: { weight: 1 }, limit: 1_000 };
  const found = Object.values(getAdjacencyMap(parcel.machine, options as never)).map(({ state }) => state.value);
  expect(new Set(found)).toEqual(new Set(['received', 'lost', 'gone']));
  const paths = getShortestPaths(parcel.machine, options as never);
  expect(paths.find((path) => path.state.value === 'gone')?.steps).toHaveLength(3); // init, lose, the search deadline
});

test('its rules are guards by name, its assignments run, its deadlines are delays by name', () => {
  const [start, actions] = initialTransition(parcel.machine, { weight: 2 } as never);
  expect(start.context).toMatchObject({ weight: 2, checks: 0 });
  expect(actions.map((action) => action.type)).toContain('xstate.raise');
  const [weighed] = transition(parcel.machine, start, { type: 'weigh', payload: { weight: 2.5 } } as never);
  expect(weighed.context).toMatchObject({ weight: 2.5 });
  const [refused] = transition(parcel.machine, start, { type: 'weigh', payload: { weight: 9 } } as never);
  expect(refused.context).toMatchObject({ weight: 2 });
  expect(JSON.stringify(parcel.machine.definition)).toContain('notReceiver');
});
