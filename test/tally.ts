// Counts of passed, failed and skipped tests. A run that looks green without having run anything is a failure here.

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/**
 * The tally of a Vitest JSON report (empty text when Vitest died before writing it). A file that fails without a failed test (it does not
 * load, a hook throws) counts as one failure; so does a run that ends badly for no reason in its report, or that collected no test.
 */
export function tallyFromReport(json: string, succeeded: boolean): Tally {
  const report = parsed(json);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + brokenFiles;
  const collected = passed + skipped + failed > 0;
  return { passed, failed: failed === 0 && !(succeeded && collected) ? 1 : failed, skipped };
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  return { passed: sum((tally) => tally.passed), failed: sum((tally) => tally.failed), skipped: sum((tally) => tally.skipped) };
}

/** `12 passed, 0 failed`, and `, 3 skipped` only when there are any. */
export function printTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function parsed(json: string): VitestReport | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
