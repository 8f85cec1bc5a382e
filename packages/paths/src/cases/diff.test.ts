import { describe, expect, it } from 'vitest';
import { hazardSuite } from '../suite.fixture.ts';
import { diffSuites } from './diff.ts';
import { printDiff } from './print-diff.ts';
import type { Suite } from './suite.ts';

const changed = (change: (suite: any) => void): Suite => {
  const suite = JSON.parse(JSON.stringify(hazardSuite));
  suite.hash = 'changed';
  change(suite);
  return suite;
};
const idsOf = (paths: readonly { readonly id: string }[]) => paths.map(({ id }) => id);

describe('the difference between two suites', () => {
  it('is none between a suite and itself, also under other labels and in another order', () => {
    const again: Suite = JSON.parse(JSON.stringify(hazardSuite));
    again.paths.reverse();
    again.paths[0]!.title = { zh: '另名', en: 'renamed' };
    again.paths[0]!.steps[0]!.label = { zh: '另名', en: 'renamed' };
    const diff = diffSuites(hazardSuite, again);
    expect(diff).toMatchObject({ stale: false, unexplained: false, added: [], gone: [], changed: [], repeat: [] });
    expect(diff.same).toHaveLength(3);
    expect(printDiff(diff, 'en')).toContain('no differences');
  });

  it('tells new and gone paths', () => {
    const after = changed((suite) => {
      const [path] = suite.paths.splice(2, 1);
      suite.paths.push({
        ...path,
        id: 'p-new',
        steps: [path.steps[0], { ...path.steps[1], command: 'reject', transitions: ['reported|reject|0'] }],
      });
    });
    const diff = diffSuites(hazardSuite, after);
    expect([idsOf(diff.added), idsOf(diff.gone)]).toEqual([['p-new'], ['p-c4d801']]);
  });

  it('tells a path that does the same and has to see something else, and repeats the paths that pass there', () => {
    const after = changed((suite) => {
      suite.paths[0].id = 'p-other';
      suite.paths[0].steps[4].expect.messages = [];
    });
    const diff = diffSuites(hazardSuite, after);
    expect(diff.changed).toMatchObject([
      { id: 'p-other', was: 'p-1f0c9a', by: 'expectations', changes: [{ step: 5, what: ['messages'] }] },
    ]);
    expect(diff.repeat).toMatchObject([{ id: 'p-52be77', because: ['transition:recorded|assign|0'] }]);
  });

  it('tells the nearest path of one whose steps changed, and where they part', () => {
    const after = changed((suite) => {
      suite.paths[1].id = 'p-longer';
      suite.paths[1].steps.splice(6, 1, { ...suite.paths[1].steps[6], command: 'fail' });
    });
    expect(diffSuites(hazardSuite, after).changed).toMatchObject([
      { id: 'p-longer', was: 'p-52be77', by: 'steps', changes: [{ step: 7, what: ['request'] }] },
    ]);
  });

  it('repeats the paths that wait for a deadline of another length', () => {
    const after = changed((suite) => {
      suite.paths[0].steps[6].time.waitMs += 86_400_000;
    });
    const diff = diffSuites(hazardSuite, after);
    expect(diff.changed).toMatchObject([{ id: 'p-1f0c9a', by: 'expectations', changes: [{ step: 7, what: ['waitMs'] }] }]);
    expect(diff.repeat[0]).toMatchObject({ id: 'p-52be77', because: ['deadline:rectifying#rectify', 'state:rectifying'] });
  });

  it('repeats the paths through a state that gained a way out, and those that meet a rule that went', () => {
    const after = changed((suite) => {
      suite.obligations.push({ ...suite.obligations[8], id: 'transition:overdue|refuse|0' });
      suite.obligations = suite.obligations.filter(({ id }: { id: string }) => id !== 'rule:isOwner=false');
    });
    const diff = diffSuites(hazardSuite, after);
    expect(diff.repeat.map(({ id, because }) => [id, because])).toEqual([
      ['p-1f0c9a', ['rule:isOwner']],
      ['p-52be77', ['state:overdue']],
    ]);
    expect([idsOf(diff.obligations.added), idsOf(diff.obligations.dropped)]).toEqual([
      ['transition:overdue|refuse|0'],
      ['rule:isOwner=false'],
    ]);
  });

  it('says so when nothing shows what changed', () => {
    const diff = diffSuites(
      hazardSuite,
      changed(() => {}),
    );
    expect(diff).toMatchObject({ stale: true, unexplained: true });
    expect(printDiff(diff, 'zh')).toContain('定义的改动未在用例中显现:全部用例须重做');
  });
});

it('is printed as what to add, drop, change and repeat', () => {
  const after = changed((suite) => {
    suite.paths.splice(2, 1);
    suite.paths[0].steps[4].expect.messages = [];
    suite.obligations[7].excluded = undefined;
    suite.obligations[7].label = { zh: '坏\n名', en: 'bad\nname' };
  });
  expect(
    printDiff(diffSuites(hazardSuite, after), 'en'),
  ).toBe(`hazard 1 6b1f0e2c → hazard 1 changed: the definition changed: earlier results no longer count

cases to drop (1)
  - p-c4d801 No owner found: it goes up

cases that changed (1)
  ~ p-1f0c9a Rectified in time, and passed
      step 5: expected: messages

cases to repeat (1)
  ↻ p-52be77 Rectified after it was overdue — because of transition:recorded|assign|0

obligations excluded otherwise (1)
  ~ state:rejected bad\\nname

cases as before: 1
`);
});
