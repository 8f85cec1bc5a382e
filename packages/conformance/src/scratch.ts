import { china } from '../../calendar/src/china.ts';
import { parcel } from '../../core/src/parcel.fixture.ts';
import * as all from '../../processes/src/index.ts';
import { labelFaults, structureFaults, walkProcess } from './index.ts';

const processes: any[] = [parcel, ...Object.values(all).filter((x: any) => x?.machine && x?.spec)];
for (const p of processes) {
  const t = performance.now();
  console.log(p.id, structureFaults(p), labelFaults(p));
  try {
    const c = await walkProcess(p, {
      with: processes.filter((x) => x !== p && x !== parcel),
      calendar: china() as any,
      walks: Number(process.argv[2] ?? 30),
      stepsPerWalk: 40,
    });
    console.log(
      p.id,
      (performance.now() - t).toFixed(0),
      'ms',
      c.walks,
      c.steps,
      'missed',
      c.states.missed,
      c.commands.missed,
      c.deadlines.missed,
    );
  } catch (e: any) {
    console.log(
      p.id,
      (performance.now() - t).toFixed(0),
      'FAILED',
      e.message.slice(0, 600),
      '\n',
      String(e.cause?.message).slice(0, 3000),
      String(e.cause?.cause?.stack).slice(0, 800),
    );
  }
}
