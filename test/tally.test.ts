import { describe, expect, it } from 'vitest';
import { addTallies, printTally, tallyFromReport } from './tally.ts';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((each) => ({ status: each })) });

const report = (passed: number, failed: number, files: unknown[], skipped = 0) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0, testResults: files });

describe('the tally of a test run', () => {
  it('takes its numbers from the report', () => {
    const json = report(2, 1, [file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped')], 1);
    expect(tallyFromReport(json, false)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that does not load as one failure', () => {
    expect(tallyFromReport(report(1, 0, [file('failed'), file('passed', 'passed')]), false)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('fails a run that collected no test', () => {
    expect(tallyFromReport(report(0, 0, []), true).failed).toBe(1);
  });

  it('fails a run that crashed before or after its report', () => {
    expect(tallyFromReport('', true).failed).toBe(1);
    expect(tallyFromReport('{"half', true).failed).toBe(1);
    expect(tallyFromReport(report(1, 0, [file('passed', 'passed')]), false).failed).toBe(1);
  });

  it('prints skipped tests only when there are any', () => {
    const one = { passed: 1, failed: 0, skipped: 0 };
    expect(printTally(addTallies([one, one]))).toBe('2 passed, 0 failed');
    expect(printTally(addTallies([one, { passed: 0, failed: 2, skipped: 3 }]))).toBe('1 passed, 2 failed, 3 skipped');
  });
});
