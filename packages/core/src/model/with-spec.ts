// The same statechart over another declaration: for tools that watch rules, or break them on purpose.
import { buildProcess } from '../build-process.ts';
import type { Process, ProcessSpec } from '../process.ts';
import type { Statechart } from '../statechart.ts';

/** Throws what `defineProcess` throws. The id and version stay what the declaration says. */
export const withSpec = (process: Process, spec: ProcessSpec, statechart: Statechart<any> = process.statechart): Process =>
  buildProcess(spec, statechart);
