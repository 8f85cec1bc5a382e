import { describe, expect, test } from 'vitest';
import { fourListsOf, listGaps, type RoundItem, rankByDemand, roundFigures } from './index.ts';

const item = (id: string, change: Partial<RoundItem> = {}): RoundItem => ({
  id,
  outcome: null,
  wish: id,
  theme: '',
  demand: 1,
  state: 'collected',
  into: null,
  declinedFor: null,
  parties: [],
  route: null,
  project: null,
  undertaker: null,
  ratings: { count: 0, met: 0 },
  ...change,
  dates: { tasked: null, claimed: null, delivered: null, evaluated: null, ...change.dates },
});
const done = (id: string, outcome = 'met') =>
  item(id, { outcome, route: 'byDuty', undertaker: 'wuye', dates: { tasked: 1, claimed: null, delivered: 2, evaluated: 3 } });

describe('the four lists reconcile', () => {
  test('when every wish is tasked, merged, declined or withdrawn, and every task evaluated', () => {
    const items = [
      done('a'),
      done('b', 'unmet'),
      item('c', { outcome: 'merged', into: 'a' }),
      item('d', { outcome: 'declined', declinedFor: '超出职责' }),
    ];
    expect(listGaps(items)).toEqual([]);
    expect(fourListsOf(items).evaluations.map((row) => row.result)).toEqual(['met', 'unmet']);
  });

  test.each([
    ['a wish nobody decided on', item('x'), 'wishes'],
    ['a wish merged into one of another round', item('x', { outcome: 'merged', into: 'elsewhere' }), 'wishes'],
    ['a task nobody undertakes', item('x', { dates: { tasked: 1, claimed: null, delivered: null, evaluated: null } }), 'tasks'],
    [
      'a claim nobody evaluated',
      item('x', { route: 'microProject', undertaker: 'y', dates: { tasked: 1, claimed: 2, delivered: 3, evaluated: null } }),
      'claims',
    ],
  ] as const)('not with %s', (_, odd, list) => {
    expect(listGaps([done('a'), odd]).map((gap) => [gap.list, gap.id])).toContainEqual([list, 'x']);
  });
});

test('figures name what they count and what they leave out', () => {
  const { partition, met, claimed } = roundFigures([done('a'), done('b', 'unmet'), done('c', 'unrated'), item('d')]);
  expect(partition).toMatchObject({ total: 4, unaccounted: 0 });
  expect(met).toMatchObject({ numerator: 1, denominator: 2, percent: '50.00', excluded: { unrated: 1, notEvaluatedYet: 0 } });
  expect(claimed).toMatchObject({ denominator: 0, percent: null });
});

test('the most wanted come first, with everything that ties with the last', () => {
  const ranked = rankByDemand([{ demand: 1 }, { demand: 5 }, { demand: 3 }, { demand: 3 }], 2);
  expect(ranked.map((each) => each.demand)).toEqual([5, 3, 3]);
});
