// What is a suite and what is not: a file is read, or refused with every fault found. Whether a good one still fits its process is stale.ts.
import { BihuanError } from '@bihuan/core';
import { z } from 'zod';
import { type Suite, suite } from './suite.ts';

interface Fault {
  /** Where in the file: `paths/0/steps/2/actor`. */
  readonly path: string;
  readonly message: string;
}

/** Most faults that are listed. */
const listed = 20;

/**
 * A suite from its JSON, text or already parsed. What is of another form, or contradicts itself (a step by a person who is not of the cast, two paths of one id,
 * totals that do not add up), is refused with `SUITE_INVALID`, its faults in `details`.
 */
export function readSuite(json: unknown): Suite {
  const parsed = suite.safeParse(typeof json === 'string' ? parse(json) : json);
  const faults = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map(({ path, message }) => ({ path: path.join('/'), message }));
  if (!parsed.success || faults.length > 0) throw refusal(faults);
  return parsed.data;
}

/** JSON Schema (2020-12) of a suite, published as `@bihuan/paths/suite.schema.json`. It says the form; `readSuite` also says what contradicts itself. */
export function suiteSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(suite, { io: 'input', reused: 'ref' }), title: 'Bihuan test cases (bihuan-paths/1)' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw refusal([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}

function refusal(faults: readonly Fault[]): BihuanError {
  const first = faults.slice(0, 3).map(({ path, message }) => `${path || '/'}: ${message}`);
  const more = faults.length > 3 ? ` (+${faults.length - 3})` : '';
  return new BihuanError(
    'SUITE_INVALID',
    { zh: `不是测试用例集:${first.join(';')}${more}`, en: `this is no suite of test cases: ${first.join('; ')}${more}` },
    { faults: faults.slice(0, listed), count: faults.length },
  );
}

function contradictions({ paths, cast, totals, obligations }: Suite): Fault[] {
  const faults: Fault[] = [];
  const people = new Set(cast.map(({ id }) => id));
  if (people.size < cast.length) faults.push({ path: 'cast', message: 'two people of one id' });
  if (new Set(paths.map(({ id }) => id)).size < paths.length) faults.push({ path: 'paths', message: 'two paths of one id' });
  if (new Set(obligations.map(({ id }) => id)).size < obligations.length)
    faults.push({ path: 'obligations', message: 'two obligations of one id' });
  for (const [index, { steps }] of paths.entries()) {
    for (const [at, { kind, actor, time }] of steps.entries()) {
      const path = `paths/${index}/steps/${at}`;
      if (actor !== null && !people.has(actor)) faults.push({ path: `${path}/actor`, message: `${actor} is not of the cast` });
      if (kind === 'time' && !time) faults.push({ path: `${path}/time`, message: 'a step of time says how long' });
      if (time && !(time.waitMs >= 0)) faults.push({ path: `${path}/time/waitMs`, message: 'time does not run backwards' });
      if (kind === 'open' && at > 0) faults.push({ path: `${path}/kind`, message: 'a case is opened once, first' });
    }
  }
  const counted: readonly (readonly [keyof Suite['totals'], number])[] = [
    ['paths', paths.length],
    ['steps', paths.reduce((sum, { steps }) => sum + steps.length, 0)],
  ];
  for (const [total, count] of counted) {
    if (totals[total] !== count) faults.push({ path: `totals/${total}`, message: `says ${totals[total]}, and there are ${count}` });
  }
  return faults;
}
