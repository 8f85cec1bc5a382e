import { BihuanError } from '@bihuan/core';
import { describe, expect, it } from 'vitest';
import { suiteJson } from '../export/suite-json.ts';
import { hazardSuite } from '../suite.fixture.ts';
import { readSuite, suiteSchema } from './read-suite.ts';
import { staleness } from './stale.ts';
import type { Suite } from './suite.ts';

function faultsOf(json: unknown): unknown {
  try {
    readSuite(json);
  } catch (error) {
    if (error instanceof BihuanError && error.code === 'SUITE_INVALID') return error.details['faults'];
    throw error;
  }
  return [];
}
const broken = (change: (suite: any) => void): Suite => {
  const suite = JSON.parse(JSON.stringify(hazardSuite));
  change(suite);
  return suite;
};

describe('reading a suite', () => {
  it('gives back what was written, from text, with a byte order mark, or parsed', () => {
    const json = suiteJson(hazardSuite);
    expect(readSuite(json)).toEqual(hazardSuite);
    expect(readSuite(`\ufeff${json}`)).toEqual(hazardSuite);
    expect(readSuite(JSON.parse(json))).toEqual(hazardSuite);
  });

  it.each([
    ['what is no JSON', '{', ''],
    ['nothing', null, ''],
    ['another format', broken((suite) => (suite.format = 'bihuan-paths/2')), 'format'],
    ['a field it does not know', broken((suite) => (suite.extra = 1)), ''],
    ['a step of no known kind', broken((suite) => (suite.paths[0].steps[0].kind = 'jump')), 'paths/0/steps/0/kind'],
    ['a person who is not of the cast', broken((suite) => (suite.paths[1].steps[0].actor = 'nobody')), 'paths/1/steps/0/actor'],
    ['two paths of one id', broken((suite) => (suite.paths[1].id = suite.paths[0].id)), 'paths'],
    ['a wait of no length', broken((suite) => delete suite.paths[1].steps[3].time), 'paths/1/steps/3/time'],
    ['totals that do not add up', broken((suite) => (suite.totals.steps = 1)), 'totals/steps'],
    ['time that runs backwards', broken((suite) => (suite.paths[1].steps[3].time.waitMs = -1)), 'paths/1/steps/3/time/waitMs'],
  ])('refuses %s, and says where', (_, json, path) => {
    expect(faultsOf(json)).toContainEqual(expect.objectContaining({ path }));
  });

  it('says the first faults in both languages, and counts the rest', () => {
    const bad = broken((suite) => {
      for (const path of suite.paths) path.id = 1;
      suite.seed = 'x';
    });
    expect(() => readSuite(bad)).toThrow(/SUITE_INVALID: this is no suite of test cases: .*\(\+1\)/);
  });
});

it('is published as a JSON Schema (vitest -u writes it anew)', async () => {
  await expect(`${JSON.stringify(suiteSchema(), null, 2)}\n`).toMatchFileSnapshot('../../suite.schema.json');
  expect(suiteSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
  });
});

it('is stale once its process has another version or hash', () => {
  const definition = { id: 'hazard', version: 1, hash: hazardSuite.hash };
  expect(staleness(hazardSuite, definition)).toBeUndefined();
  expect(staleness(hazardSuite, { ...definition, hash: 'other' })?.en).toContain('the cases are stale');
  expect(staleness(hazardSuite, { ...definition, version: 2 })?.zh).toBe('用例属于 hazard 1,不是 hazard 2');
});
