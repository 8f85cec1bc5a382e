// How cases of one version of a process go on under another: where every old state, deadline and work item goes, and the holes where none does (law 14).
import { BihuanError } from '../errors.ts';
import { type JsonObject, jsonFault, toJson } from '../json.ts';
import type { AnyProcess, ContextOf, DeadlineOf, Process, StateOf } from '../process.ts';
import { type CaseRecord, timerKey } from '../record.ts';
import { type Configuration, configAt, reachableConfigurations } from './configurations.ts';
import { renamed, targetOf } from './targets.ts';

export interface MigrationSpec<From extends AnyProcess = AnyProcess, To extends AnyProcess = AnyProcess> {
  readonly from: From;
  readonly to: To;
  /** Old state → new state, by path. One that keeps its path needs no line; states inside a renamed one follow it. */
  readonly states?: Readonly<Record<string, string>>;
  /** Old deadline → new. Null ends it; one that keeps its name needs no line. */
  readonly deadlines?: { readonly [D in DeadlineOf<From>]?: DeadlineOf<To> | null };
  /** Old states whose work item, and whoever claimed it, ends. */
  readonly endsWork?: readonly string[];
  /** The new context. Left out, the old one has to fit. */
  readonly context?: (args: { readonly context: ContextOf<From>; readonly states: readonly StateOf<From>[] }) => ContextOf<To>;
  /** Records of old cases to try the contexts of, found by exploring the old process. */
  readonly records?: Iterable<CaseRecord>;
}

/** What has no target. */
export interface Hole {
  readonly kind: 'state' | 'context' | 'timer' | 'work-item';
  /** The old configuration, deadline or work item. */
  readonly at: string;
  readonly problem: string;
}

/** Where the cases of one old configuration go. */
export interface Move {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly timers: readonly { readonly from: string; readonly to: string | null }[];
  /** Deadlines that begin with the migration, because the old version had none like them. */
  readonly begins: readonly string[];
}

export interface MigrationPlan<From extends AnyProcess = AnyProcess, To extends AnyProcess = AnyProcess> extends MigrationSpec<From, To> {
  /** One for every configuration the old version can come to: proven by exploring it with every rule both ways. */
  readonly moves: readonly Move[];
  /** Empty when every reachable old case can go on. */
  readonly holes: readonly Hole[];
  /** How many contexts were tried. */
  readonly contextsTried: number;
}

/** Plans a migration. What `repair` may do by hand is not explored: a case it left elsewhere is named by `dryRun`. Throws `OPTION_INVALID`. */
export function planMigration<From extends AnyProcess, To extends AnyProcess>(spec: MigrationSpec<From, To>): MigrationPlan<From, To> {
  const { from, to, records = [] } = spec;
  checkSpec(spec);
  const moves: Move[] = [];
  const holes: Hole[] = [];
  for (const configuration of reachableConfigurations(from)) {
    // An end that is final has nothing to go on with.
    if (configuration.states.some((path) => configAt(from.statechart, path)?.type === 'final' && !path.includes('.'))) continue;
    const move = moveOf(spec, configuration);
    if ('holes' in move) holes.push(...move.holes);
    else moves.push(move);
  }
  let contextsTried = 0;
  for (const record of records) {
    contextsTried += 1;
    const context = contextFor(spec, record);
    if (context instanceof Error)
      holes.push({ kind: 'context', at: `${record.id} in ${record.states.join(' ')}`, problem: context.message });
  }
  const distinct = [...new Map(holes.map((hole) => [JSON.stringify(hole), hole])).values()];
  return { ...spec, from, to, moves, holes: distinct, contextsTried };
}

function checkSpec({ from, to, states = {}, deadlines = {}, endsWork = [] }: MigrationSpec): void {
  const check = (option: string, holds: boolean, en: string) => {
    if (!holds)
      throw new BihuanError('OPTION_INVALID', { zh: `迁移计划的 ${option} 不合法`, en: `planMigration: ${option} ${en}` }, { option });
  };
  check('to', from.id === to.id && from.version !== to.version, 'is another version of the same process');
  for (const path of [...Object.keys(states), ...endsWork])
    check('states', configAt(from.statechart, path) !== undefined, `names ${path}, which the old version has not`);
  for (const path of Object.values(states))
    check('states', configAt(to.statechart, path) !== undefined, `names ${path}, which the new version has not`);
  for (const [old, name] of Object.entries(deadlines)) {
    check('deadlines', Object.hasOwn(from.spec.deadlines ?? {}, old), `names ${old}, which the old version has not`);
    check(
      'deadlines',
      name === null || Object.hasOwn(to.spec.deadlines ?? {}, name as string),
      `names ${String(name)}, which the new version has not`,
    );
  }
}

/** The new name of an old deadline of a state, or null where it ends. */
export function timerTarget({ states = {}, deadlines = {} }: MigrationSpec, state: string, deadline: string) {
  const names = deadlines as Readonly<Record<string, string | null>>;
  const name = Object.hasOwn(names, deadline) ? names[deadline]! : deadline;
  return name === null ? null : { state: state === '' ? '' : renamed(states, state), deadline: name };
}

function moveOf(spec: MigrationSpec, { states: old, active, timers }: Configuration): Move | { readonly holes: readonly Hole[] } {
  const { to, states = {}, endsWork = [] } = spec;
  const target = targetOf(
    to,
    old.map((path) => renamed(states, path)),
  );
  const at = old.join(' ');
  if ('problem' in target) return { holes: [{ kind: 'state', at, problem: target.problem }] };
  const now = activePaths(to, target.value);
  const holes: Hole[] = [];
  const moved = timers.map(({ state, deadline }) => {
    const next = timerTarget(spec, state, deadline);
    const key = timerKey(state, deadline);
    if (next === null) return { from: key, to: null };
    if (!isDeclared(to, now, next))
      holes.push({ kind: 'timer', at: key, problem: `${timerKey(next.state, next.deadline)} is no deadline of the new version` });
    return { from: key, to: timerKey(next.state, next.deadline) };
  });
  for (const path of active) {
    if (configAt(spec.from.statechart, path)?.meta?.owner === undefined || endsWork.includes(path)) continue;
    const next = renamed(states, path);
    if (!now.includes(next) || configAt(to.statechart, next)?.meta?.owner === undefined)
      holes.push({ kind: 'work-item', at: path, problem: `nobody has work in ${next}: say so with endsWork` });
  }
  if (holes.length > 0) return { holes };
  const kept = new Set(moved.map((timer) => timer.to));
  const declared = now.flatMap((path) =>
    Object.keys(configAt(to.statechart, path)?.after ?? {}).map((deadline) => timerKey(path, deadline)),
  );
  const leaves = now.filter((path) => path !== '' && !now.some((other) => other.startsWith(`${path}.`)));
  return { from: old, to: leaves, timers: moved, begins: declared.filter((key) => !kept.has(key)) };
}

export const isDeclared = (
  { statechart }: Process,
  active: readonly string[],
  { state, deadline }: { readonly state: string; readonly deadline: string },
): boolean => active.includes(state) && Object.hasOwn(configAt(statechart, state)?.after ?? {}, deadline);

/** The paths that are active in a state value, the root among them. */
export function activePaths(process: Process, value: unknown): readonly string[] {
  const walk = (part: unknown, place: string): string[] => {
    const children = typeof part === 'string' ? [[part, {}] as const] : Object.entries(part as object);
    return children.flatMap(([name, rest]) => {
      const path = place === '' ? name : `${place}.${name}`;
      return [path, ...walk(rest, path)];
    });
  };
  const order = new Map([...walkAll(process.statechart)].map((path, index) => [path, index]));
  return ['', ...walk(value, '')].sort((a, b) => order.get(a)! - order.get(b)!);
}

function* walkAll(statechart: Process['statechart'], place = ''): Generator<string> {
  yield place;
  for (const name of Object.keys(configAt(statechart, place)?.states ?? {}))
    yield* walkAll(statechart, place === '' ? name : `${place}.${name}`);
}

/** The new context of a record, or what is wrong with it. */
export function contextFor({ context, to }: MigrationSpec, record: CaseRecord): JsonObject | Error {
  let given: unknown;
  try {
    given = context ? context({ context: JSON.parse(toJson(record.context)), states: record.states as never }) : record.context;
  } catch (cause) {
    return cause instanceof Error ? cause : new Error(String(cause));
  }
  const fault = jsonFault(given);
  if (fault) return new Error(`${fault.path} ${fault.problem}`);
  const { data, error } = to.spec.context.safeParse(given);
  return error ? new Error(error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')) : (data as JsonObject);
}
