// How a worker shares work with others, and how long it lets what failed rest.
import { BihuanError } from '../errors.ts';
import { casesSubscriber } from '../seal.ts';
import type { Competence } from '../store.ts';
import type { EngineContext } from './context.ts';

export const pollMsOf = <Tx>({ options }: EngineContext<Tx>): number => options.pollMs ?? 5_000;
export const leaseMsOf = <Tx>({ options }: EngineContext<Tx>): number => options.leaseMs ?? 60_000;

/** What this engine was given: the rest is left to others on the same store. */
export const competenceOf = <Tx>({ options: { processes, subscribers = {} } }: EngineContext<Tx>): Required<Competence> => ({
  processes: processes.map(({ id, version }) => ({ id, version })),
  subscribers: [casesSubscriber, ...Object.keys(subscribers)],
});

/** Whether this is work for another engine on the same store, which knows the process or subscriber: left to it after a short rest, and never dead. */
export const isForeign = (error: unknown): boolean =>
  error instanceof BihuanError && (error.code === 'PROCESS_UNKNOWN' || error.code === 'SUBSCRIBER_UNKNOWN');

/** Doubles from one second, to an hour at most. */
export const backOffMs = (attempts: number): number => Math.min(1000 * 2 ** Math.min(attempts, 12), 3_600_000);

/** Between half of it and all: many messages that failed together do not come again together. `chance` is in [0, 1). */
export const jittered = (restMs: number, chance: number): number => Math.round(restMs * (1 - chance / 2));

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
