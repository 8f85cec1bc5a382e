import fc from 'fast-check';
import { china } from '../../calendar/src/china.ts';
import * as all from '../../processes/src/index.ts';
import { stroll } from './process/stroll.ts';
import { Walk } from './process/walk.ts';

const processes: any[] = [...Object.values(all).filter((x: any) => x?.machine && x?.spec)];
const p = processes.find((x) => x.id === process.argv[2]);
const trial = { with: processes.filter((x) => x !== p), calendar: china() as any };
await fc.assert(
  fc.asyncProperty(fc.gen(), async (gen) => {
    const w = new Walk(p, trial);
    try {
      await stroll(w, (a) => gen(() => a), trial, 40);
    } finally {
      if (process.argv[4])
        console.log(
          w.trace.join('\n').slice(0, 3000),
          (await w.cases()).map((c) => [c.record.process, c.record.states, c.record.closed]),
        );
    }
  }),
  { unbiased: true, seed: 20_261_122, numRuns: Number(process.argv[3]), endOnFailure: true },
);
