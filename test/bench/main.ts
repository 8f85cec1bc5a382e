// npm run bench [-- --only decide|sqlite|stores|growth|restate|simulate|paths] [--cases 1000000]: ratios against floors written by hand, in one run. Not part of the tests.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchDecide } from './decide.bench.ts';
import { benchGrowth } from './growth.bench.ts';
import { benchPaths } from './paths.bench.ts';
import { benchRestate } from './restate.bench.ts';
import { benchSimulate } from './simulate.bench.ts';
import { benchSqlite } from './sqlite.bench.ts';
import { benchStores } from './stores.bench.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, cases: { type: 'string', default: '1000000' } } });
const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  decide: benchDecide,
  sqlite: benchSqlite,
  restate: benchRestate,
  simulate: benchSimulate,
  paths: benchPaths,
  stores: () => benchStores(Number(values.cases)),
  growth: () => benchGrowth(Number(values.cases)),
};

if (values.only !== undefined && !Object.hasOwn(parts, values.only)) {
  console.error(`--only takes one of ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
console.log(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
for (const [name, run] of Object.entries(parts)) {
  if (values.only !== undefined && values.only !== name) continue;
  console.log(`\n${name}`);
  await run();
}
