// Drivers over the engine: in memory, thousands of steps a second; or over any store.
import { type AnyProcess, type Calendar, memoryStore, naturalCalendar, type Store } from '@bihuan/core';
import type { Suite } from '../cases/suite.ts';
import type { Driver } from './driver.ts';
import { EngineSession } from './engine-session.ts';

export interface EngineDriverOptions {
  /** What counts deadlines. Default: natural time. */
  readonly calendar?: Calendar;
  /** Processes at the other end of links. With them, linked cases are opened and told for real; without, only `news` steps tell of them. */
  readonly with?: readonly AnyProcess[];
}

export interface EngineDriver extends Driver {
  /** What is run. A suite that was made from another definition is stale. */
  readonly process: AnyProcess;
  session(suite: Pick<Suite, 'process' | 'cast' | 'startMs'>, worker: number): Promise<EngineSession>;
}

/** A driver over an engine in memory, every case in one of its own. */
export function engineDriver(process: AnyProcess, options: EngineDriverOptions = {}): EngineDriver {
  return driverOver('engine in memory', process, async () => memoryStore(), options);
}

/** The same over a store of your own: `store` makes one for every session, which closes it. Sessions of one worker come one after the other. */
export function storeDriver(
  process: AnyProcess,
  store: (worker: number) => Promise<Store<any>> | Store<any>,
  options: EngineDriverOptions & { readonly name?: string } = {},
): EngineDriver {
  return driverOver(options.name ?? 'engine over a store', process, async (worker) => store(worker), options);
}

function driverOver(
  name: string,
  process: AnyProcess,
  storeFor: (worker: number) => Promise<Store<any>>,
  { calendar = naturalCalendar, with: others = [] }: EngineDriverOptions,
): EngineDriver {
  return {
    name: `${name}: ${process.id} ${process.version}`,
    process,
    async session(suite, worker) {
      return new EngineSession({ process, with: others, calendar, store: await storeFor(worker) }, suite);
    },
  };
}
