// What every part of an engine shares: its processes and ports, and the steps of the one loop: load, decide, commit.
import { type Actor, checkActor, type Directory, grantsInForce, operatorRole, systemActor, systemActorId, systemRole } from '../actor.ts';
import { type Calendar, naturalCalendar } from '../calendar.ts';
import { type Clock, randomFraction, randomSalt, systemClock, timeOrderedIds } from '../clock.ts';
import type { Current, Env } from '../decide.ts';
import { BihuanError } from '../errors.ts';
import { type Digest, digestWith } from '../journal.ts';
import type { AnyProcess, Process } from '../process.ts';
import type { CaseRecord } from '../record.ts';
import { recordShape } from '../record-shape.ts';
import type { ActorStanding } from '../standing.ts';
import type { CaseRow, JournalRow, PersonalRow, Store } from '../store.ts';
import { checkOptions } from './check-options.ts';
import { type Observer, unobserved } from './observer.ts';

/** A message as a subscriber gets it. At least once, in order per case: `id` is the same every time. */
export interface Message {
  readonly id: string;
  readonly tenant: string;
  readonly case: string;
  readonly process: string;
  readonly revision: number;
  /** Orders the messages of one revision. */
  readonly index: number;
  readonly name: string;
  readonly body: unknown;
  /** Effective time of what sent it (epoch ms). */
  readonly atMs: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

export interface Subscriber {
  /** Which messages; left out, all of them. */
  readonly messages?: readonly string[];
  /** Throwing means: not delivered, try again later. */
  readonly handle: (message: Message) => Promise<void> | void;
}

export interface EngineOptions<Tx = unknown> {
  /** Every version that has live cases. */
  readonly processes: readonly AnyProcess[];
  readonly store: Store<Tx>;
  /** Who holds which role where. There is no default: an engine without one could only forbid, or allow, everything. */
  readonly directory: Directory;
  /** One for all, or by tenant and unit. Default: natural time only. */
  readonly calendar?: Calendar | ((tenant: string, unit: string) => Calendar);
  readonly clock?: Clock;
  readonly newId?: () => string;
  /** Salts of personal fields. Default: 128 bits of chance. */
  readonly newSalt?: () => string;
  /** From 0 up to 1, for the jitter of retries. Default: by chance. */
  readonly chance?: () => number;
  /** With a key the journal is sealed by HMAC: who can write to the database cannot make it anew. */
  readonly journalKey?: string;
  readonly subscribers?: Readonly<Record<string, Subscriber>>;
  /** How long a worker may keep a timer or message before another takes it; a subscriber that takes longer has failed. Default 60,000 ms. */
  readonly leaseMs?: number;
  /** Attempts before a message becomes a dead letter that holds its lane. Default 12. */
  readonly attempts?: number;
  /** How often the worker looks when nothing wakes it. Default 5,000 ms. */
  readonly pollMs?: number;
  /** Told what the worker could not do. Default: nothing; failures stay listed in the store. */
  readonly onError?: (error: unknown) => void;
  /** Told of every piece of work, for traces and metrics. */
  readonly observer?: Observer;
}

export interface EngineContext<Tx> {
  readonly options: EngineOptions<Tx>;
  readonly store: Store<Tx>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly newSalt: () => string;
  readonly chance: () => number;
  readonly observer: Observer;
  readonly digest: Digest;
  readonly calendarOf: (tenant: string, unit: string) => Calendar;
  readonly subscribersOf: (message: string) => readonly string[];
  /** The latest version of a process, if this engine was given any. */
  readonly known: (id: string) => Process | undefined;
  readonly latest: (id: string) => Process;
  readonly processOf: (record: Pick<CaseRecord, 'id' | 'process' | 'version' | 'hash'>) => Process;
  /** Called after a commit that may have work for the worker. */
  wake: () => void;
}

export function engineContext<Tx>(options: EngineOptions<Tx>): EngineContext<Tx> {
  checkOptions(options);
  const { processes, store, calendar = naturalCalendar, clock = systemClock, subscribers = {} } = options;
  const known = registry(processes);
  const latestOf = (id: string): Process | undefined => {
    const versions = known.get(id);
    return versions?.get(Math.max(...versions.keys()));
  };
  const cache = new Map<string, readonly string[]>();
  const interested = (message: string) =>
    Object.entries(subscribers).flatMap(([name, { messages }]) => (messages === undefined || messages.includes(message) ? [name] : []));
  return {
    options,
    store,
    clock,
    newId: options.newId ?? timeOrderedIds(clock),
    newSalt: options.newSalt ?? randomSalt,
    chance: options.chance ?? randomFraction,
    observer: options.observer ?? unobserved,
    digest: digestWith(options.journalKey),
    calendarOf: typeof calendar === 'function' ? calendar : () => calendar,
    subscribersOf(message) {
      const names = cache.get(message) ?? interested(message);
      cache.set(message, names);
      return names;
    },
    known: latestOf,
    latest(id) {
      const process = latestOf(id);
      if (!process) throw unknownProcess(id);
      return process;
    },
    processOf(record) {
      const process = known.get(record.process)?.get(record.version);
      if (!process) throw unknownProcess(record.process, record.version, record.id);
      if (process.hash === record.hash) return process;
      throw new BihuanError(
        'PROCESS_CHANGED',
        {
          zh: `流程 ${process.id} 第${process.version}版的结构已变,案件 ${record.id} 不能继续;请用新版本号`,
          en: `${process.id} version ${process.version} has another structure than case ${record.id} was opened with: give the changed process a new version`,
        },
        { case: record.id, process: process.id, version: process.version, stored: record.hash, given: process.hash },
      );
    },
    wake() {},
  };
}

function registry(processes: readonly AnyProcess[]): ReadonlyMap<string, ReadonlyMap<number, Process>> {
  const known = new Map<string, Map<number, Process>>();
  for (const process of processes) {
    const versions = known.get(process.id) ?? new Map<number, Process>();
    const other = versions.get(process.version);
    if (other && other !== process) {
      throw new BihuanError(
        'OPTION_INVALID',
        { zh: `流程 ${process.id} 第${process.version}版给了两次`, en: `${process.id} version ${process.version} was given twice` },
        { process: process.id },
      );
    }
    known.set(process.id, versions.set(process.version, process));
  }
  return known;
}

function unknownProcess(id: string, version?: number, caseId?: string): BihuanError {
  const what = version === undefined ? id : `${id}@${version}`;
  return new BihuanError(
    'PROCESS_UNKNOWN',
    { zh: `引擎没有流程 ${what}`, en: `This engine was not given process ${what}` },
    { process: id, version, case: caseId },
  );
}

/** What the directory says of an actor and, in `persons`, of whom they act for. */
export async function standingOf<Tx>({ options }: EngineContext<Tx>, by: Actor): Promise<ActorStanding> {
  checkActor(by);
  const ask = async (actor: Actor) => {
    const standing = await options.directory.standing(actor);
    if (
      Array.isArray(standing?.grants) &&
      standing.grants.every((grant) => typeof grant?.role === 'string' && typeof grant.unit === 'string')
    )
      return standing;
    throw new BihuanError(
      'OPTION_INVALID',
      {
        zh: `名录对 ${actor.id} 的答复不是 { grants: [{ role, unit }] }`,
        en: `The directory's answer about ${actor.id} is not { grants: [{ role, unit }] }`,
      },
      { actor },
    );
  };
  const own = await ask(by);
  const persons = [own.person ?? by.id];
  if (by.onBehalfOf !== undefined) persons.push((await ask({ tenant: by.tenant, id: by.onBehalfOf })).person ?? by.onBehalfOf);
  const actor: Actor = { tenant: by.tenant, id: by.id, ...(by.onBehalfOf !== undefined && { onBehalfOf: by.onBehalfOf }) };
  return { by: actor, persons, grants: own.grants };
}

/** Throws `ACTOR_INVALID` unless the actor is an operator of their whole tenant, or of the one named, now and in every process. */
export async function operatorOf<Tx>(context: EngineContext<Tx>, by: Actor, tenant?: string): Promise<void> {
  const { grants } = await standingOf(context, by);
  const held = grantsInForce(grants, '', '', context.clock.nowMs());
  if ((tenant ?? by.tenant) === by.tenant && held.some((grant) => grant.role === operatorRole && grant.process === undefined)) return;
  throw new BihuanError(
    'ACTOR_INVALID',
    { zh: '须由全域系统管理员操作', en: 'Only an operator of the whole tenant may do this' },
    { actor: by },
  );
}

export const systemStanding = (tenant: string): ActorStanding => ({
  by: systemActor(tenant),
  persons: [systemActorId],
  grants: [{ role: systemRole, unit: '' }],
});

export function envFor<Tx>(
  context: EngineContext<Tx>,
  standing: ActorStanding,
  unit: string,
  keyed?: JournalRow,
  kept?: readonly PersonalRow[],
): Env {
  return {
    nowMs: context.clock.nowMs(),
    calendar: context.calendarOf(standing.by.tenant, unit),
    standing,
    keyed,
    kept,
    salt: context.newSalt(),
    digest: context.digest,
    subscribersOf: context.subscribersOf,
  };
}

/** A stored row as a decision reads it. */
export function currentOf(row: CaseRow): Current {
  let record: CaseRecord;
  try {
    record = JSON.parse(row.record) as CaseRecord;
  } catch (cause) {
    throw corrupt(row, 'the record is not JSON', cause);
  }
  if (record?.format !== 1) throw corrupt(row, `format ${String(record?.format)} is not known`);
  const { error } = recordShape.safeParse(record);
  if (error) throw corrupt(row, error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  if (record.id !== row.id || record.tenant !== row.tenant || record.revision !== row.revision)
    throw corrupt(row, 'the record belongs to another row');
  return { record, head: row.head };
}

function corrupt(row: CaseRow, problem: string, cause?: unknown): BihuanError {
  return new BihuanError(
    'CASE_CORRUPT',
    { zh: `案件 ${row.id} 的存储记录已损坏`, en: `The stored record of case ${row.id} cannot be used: ${problem}` },
    { case: row.id, problem },
    cause,
  );
}
