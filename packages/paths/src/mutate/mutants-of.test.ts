import { fourLists, hazard, tieredResponse, wish } from '@bihuan/processes';
import { describe, expect, it } from 'vitest';
import { calendar, hazardSuite } from '../run/hazard-suite.fixture.ts';
import { judgeSuite } from './judge-suite.ts';
import { type Mutant, mutantsOf } from './mutants-of.ts';

const { mutants, stillborn } = mutantsOf(hazard);
const byId = (id: string): Mutant => {
  const found = mutants.find((mutant) => mutant.id === id);
  if (!found) throw new Error(`no ${id} among ${mutants.map((mutant) => mutant.id).join('\n')}`);
  return found;
};

describe('mutants of a process', () => {
  it('are more than two hundred of the hazard process, of every kind, each with its own id', () => {
    expect(mutants.length).toBeGreaterThan(200);
    const ids = [...mutants, ...stillborn].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...new Set(mutants.map(({ kind }) => kind))].sort()).toEqual([
      ...['action-dropped', 'bound-shifted', 'branches-swapped', 'deadline-doubled', 'deadline-removed', 'deadline-shifted'],
      ...[
        'guard-dropped',
        'guard-negated',
        'limit-shifted',
        'retargeted',
        'role-dropped',
        'role-missing',
        'transition-dropped',
        'update-dropped',
      ],
    ]);
  });

  it('are processes with one thing changed, said in both languages', () => {
    const { process, description } = byId('retargeted:reported.on.record.0');
    expect(process.statechart.states!['reported']!.on!['record']).not.toEqual([{ target: 'recorded' }]);
    expect(process.statechart.states!['recorded']).toEqual(hazard.statechart.states!['recorded']);
    expect(description.zh).toMatch(/^“已上报”的“登记”:转到 /);
    for (const mutant of mutants) expect([mutant.description.zh, mutant.description.en]).not.toContain('');
  });

  it('find the counters that rules read, though their limits are hidden', () => {
    const shifted = mutants.filter(({ kind }) => kind === 'limit-shifted').map(({ id }) => id);
    expect(shifted).toEqual(
      expect.arrayContaining(
        ['rework', 'rebound', 'declines', 'postponements', 'reminders', 'round'].map((field) => expect.stringContaining(`:${field}+1`)),
      ),
    );
  });

  it('that could not be defined are counted apart, with the reason', () => {
    expect(stillborn.length).toBeGreaterThan(0);
    for (const { why } of stillborn) expect(why).not.toBe('');
  });

  it('are the same for the same seed, and fewer where fewer are wanted', () => {
    const some = mutantsOf(hazard, { most: 20, seed: 3 });
    expect(some.mutants).toHaveLength(20);
    expect(mutantsOf(hazard, { most: 20, seed: 3 }).mutants.map(({ id }) => id)).toEqual(some.mutants.map(({ id }) => id));
    expect(mutantsOf(hazard, { most: 20, seed: 4 }).mutants.map(({ id }) => id)).not.toEqual(some.mutants.map(({ id }) => id));
    expect(() => mutantsOf(hazard, { most: 0 })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it.each([fourLists, tieredResponse, wish])('are there for every shipped process ($id)', (process) => {
    expect(mutantsOf(process).mutants.length).toBeGreaterThan(50);
  });
});

it('a suite is judged by the mutants that it tells from the process', async () => {
  const suite = await hazardSuite();
  const some = [
    'role-missing:commands.record.by',
    'retargeted:recorded.on.assign.0',
    'guard-dropped:rectifying.on.submit.0:isOwner',
    'deadline-doubled:deadlines.rectify',
    'deadline-removed:deadlines.rectify',
    'action-dropped:rectifying.after.rectify.0:overdueNotice',
    'update-dropped:updates.assign:owner',
    'bound-shifted:commands.assign.payload.days:min-1',
    'update-dropped:updates.markKey:keyMarked',
  ].map(byId);
  const { judged, killed, survived, score } = await judgeSuite(suite, some, { calendar });
  expect(judged.filter((each) => !each.killedBy).map(({ mutant }) => mutant.id)).toEqual([
    // Nobody else but the owner tries to submit, and nothing is key-marked in these few paths.
    'guard-dropped:rectifying.on.submit.0:isOwner',
    'update-dropped:updates.markKey:keyMarked',
  ]);
  expect([killed, survived, score]).toEqual([7, 2, 7 / 9]);
});
