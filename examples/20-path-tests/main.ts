// A host that is not ours, run against the cases of its process: first as it is, then with one slip at a time.
import { runSuite } from '@bihuan/paths';
import { hostDriver } from './driver.ts';
import { startHost } from './host/app.ts';
import { faults } from './host/faults.ts';
import { streetSuite } from './suite.ts';

const suite = await streetSuite();
const negatives = suite.paths.flatMap((path) => path.steps).filter((step) => step.negative).length;
console.log(`用例 | cases: ${suite.totals.paths} paths, ${suite.totals.steps} steps, of which ${negatives} must be refused`);

const sound = await startHost();
const report = await runSuite(suite, hostDriver(sound.url));
await sound.close();
for (const { path, failure } of report.results) if (failure) console.log(`  ${path} step ${failure.step}: ${JSON.stringify(failure)}`);
console.log(
  `无错 | without a slip: ${report.results.filter((result) => result.outcome === 'passed').length} of ${suite.paths.length} passed\n`,
);

let killed = 0;
const survivors: string[] = [];
for (const fault of faults) {
  const host = await startHost(fault.id);
  const { results } = await runSuite(suite, hostDriver(host.url), { bail: true });
  await host.close();
  const failed = results.find((result) => result.failure);
  if (!failed) {
    survivors.push(`${fault.id} ${fault.what}: ${fault.unseen ?? '未知 | unknown'}`);
    continue;
  }
  killed += 1;
  const { step, message, expected, actual } = failed.failure!;
  const { kind, command = '', actor, label } = suite.paths.find((path) => path.id === failed.path)!.steps[step - 1]!;
  const what = kind === 'time' ? label.en : `${command || kind}${actor === null ? '' : ` by ${actor}`}`;
  console.log(`${fault.id} ${fault.what}`);
  console.log(`     ${failed.path} ${step}, ${what}: ${message.split(' | ')[1]} (${JSON.stringify(expected)}, ${JSON.stringify(actual)})`);
}

const seen = faults.filter((fault) => fault.unseen === undefined).length;
console.log(`\n查出 | found ${killed} of ${faults.length} slips; ${killed} of the ${seen} that can be seen from outside`);
for (const survivor of survivors) console.log(`未查出 | not found: ${survivor}`);
