// `npm run test:faults`: longer fault runs with seeds of their own. Prints a line for each; ends with exit code 1 when a law is broken.
//   npm run test:faults -- --only postgres --seeds 5 --requests 2000
import { parseArgs } from 'node:util';
import { simulate } from '@bihuan/conformance';
import { suites } from './suites.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    requests: { type: 'string', default: '1500' },
    every: { type: 'string', default: '20' },
    simulations: { type: 'string', default: '100000' },
  },
});
const first = values.seed === undefined ? Math.floor(Date.now() / 1000) : Number(values.seed);
let broken = 0;

const tell = async (name: string, seed: number, run: () => Promise<object>) => {
  try {
    console.log(`${name}: ${JSON.stringify(await run())}`);
  } catch (error) {
    broken += 1;
    console.error(`${name}, seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

for (const [name, suite] of Object.entries(suites)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (let seed = first; seed < first + Number(values.seeds); seed++)
    await tell(name, seed, () => suite({ seed, requests: Number(values.requests), every: Number(values.every) }));
}
if (values.only === undefined || values.only === 'simulation') {
  const totals = { seeds: 0, steps: 0, crashes: 0, acknowledged: 0 };
  for (let seed = first; seed < first + Number(values.simulations) && broken === 0; seed++) {
    const report = await simulate(seed).catch((error: Error) => {
      broken += 1;
      console.error(`simulation, seed ${seed}: ${error.message}`);
      return undefined;
    });
    if (!report) break;
    totals.seeds += 1;
    totals.steps += report.steps;
    totals.crashes += report.crashes;
    totals.acknowledged += report.acknowledged;
  }
  console.log(`simulation: ${JSON.stringify(totals)}`);
}
console.log(broken === 0 ? 'every law held' : `${broken} runs broke a law`);
process.exitCode = broken === 0 ? 0 : 1;
