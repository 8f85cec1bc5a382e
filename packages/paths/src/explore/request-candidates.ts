// Requests that are worth trying in a state: by whom and with what. Those that made a difference somewhere are tried everywhere, all others now and then.
import { BihuanError, type CaseRecord, type JsonObject, type Process, systemRole } from '@bihuan/core';
import type { Cast, Person } from './cast.ts';
import { modelNowMs } from './codec.ts';
import { constantsIn } from './constants.ts';
import { absolute, type Label, relative } from './label.ts';
import { type Variant, variantsOf } from './payload-values.ts';
import { jsonSchemaOf } from './schema.ts';

const dayMs = 86_400_000;
/** How often a state tries every payload before it keeps to those that made a difference somewhere. */
const fullTrials = 2;
const fullAgainEvery = 500;

export interface CandidateOptions {
  readonly seed: number;
  readonly payloads: Readonly<Record<string, readonly JsonObject[]>>;
}

/** Told what came of a candidate; answers whether it made a difference. */
export type Try = (label: Label, full: boolean, telling: boolean) => boolean;

export class RequestCandidates {
  readonly #process: Process;
  readonly #cast: Cast;
  readonly #options: CandidateOptions;
  readonly #variants = new Map<string, readonly Variant[]>();
  readonly #useful: Map<string, Set<number>>;
  readonly #trials: Map<string, number>;
  readonly #kept: Map<string, Set<number>>;
  readonly #heard = new Map<string, ReadonlySet<string>>();

  /** `learned` keeps what made a difference elsewhere, and adds to it. */
  constructor(process: Process, cast: Cast, options: CandidateOptions, learned?: RequestCandidates) {
    this.#process = process;
    this.#cast = cast;
    this.#options = options;
    this.#useful = learned ? learned.#useful : new Map();
    this.#trials = learned ? learned.#trials : new Map();
    this.#kept = learned ? learned.#kept : new Map();
  }

  /** Commands of people that some active state listens to. */
  commandsAt(record: CaseRecord): readonly string[] {
    const { commands } = this.#process.spec;
    const listening = this.#listening(record);
    return Object.keys(commands).filter((command) => listening.has(command) && commands[command]!.by.some((role) => role !== systemRole));
  }

  /** Whether some active state listens to a command that only the library sends. */
  listensToNews(record: CaseRecord): boolean {
    const { commands } = this.#process.spec;
    return [...this.#listening(record)].some((command) => commands[command]?.by.every((role) => role === systemRole));
  }

  #listening({ states }: CaseRecord): ReadonlySet<string> {
    return getOrMake(this.#heard, states.join(' '), () => {
      const { statechart } = this.#process;
      const listening = new Set<string>(Object.keys(statechart.on ?? {}));
      for (const path of states) {
        let config: any = statechart;
        for (const name of path.split('.')) {
          config = config.states[name];
          for (const command of Object.keys(config.on ?? {})) listening.add(command);
        }
      }
      return listening;
    });
  }

  tryAll(world: number, record: CaseRecord, command: string, generation: number | 'comparing', attempt: Try): void {
    const actors = this.actors(world, command);
    const variants = this.variantsOf(command, world);
    const useful = getOrMake(this.#useful, `${world} ${command}`, () => new Set<number>());
    const kept = this.#kept.get(`${world} ${command}`);
    const trial = `${generation} ${world} ${command} ${record.states.join(' ')}`;
    const trials = this.#trials.get(trial) ?? 0;
    if (generation !== 'comparing') this.#trials.set(trial, trials + 1);
    const full = generation !== 'comparing' && (trials < fullTrials || trials % fullAgainEvery === 0);
    if (useful.size === 0) addPlain(useful, actors.length);
    const tried = full ? Array.from({ length: actors.length * variants.length }, (_, index) => index) : [...useful].sort((a, b) => a - b);
    for (const index of tried) {
      const { id } = actors[index % actors.length]!;
      const { value, telling } = variants[Math.floor(index / actors.length)]!;
      const payload = this.#process.spec.commands[command]!.payload === undefined ? {} : { payload: value };
      if (attempt({ kind: 'command', name: command, actor: id, ...payload }, full, telling || kept?.has(index) === true)) useful.add(index);
    }
  }

  /** Tries a request everywhere from now on, also where it seems to make no difference. Whether that is new. */
  keep(world: number, { name, actor, payload }: Label): boolean {
    const actors = this.actors(world, name);
    const text = JSON.stringify(payload);
    const variant = this.variantsOf(name, world).findIndex(({ value }) => JSON.stringify(value) === text);
    const by = actors.findIndex(({ id }) => id === actor);
    const kept = getOrMake(this.#kept, `${world} ${name}`, () => new Set<number>());
    const index = variant * actors.length + by;
    if (variant < 0 || by < 0 || kept.has(index)) return false;
    kept.add(index);
    const useful = getOrMake(this.#useful, `${world} ${name}`, () => new Set<number>());
    if (useful.size === 0) addPlain(useful, actors.length);
    useful.add(index);
    return true;
  }

  actors(world: number, command: string): readonly Person[] {
    const { by } = this.#process.spec.commands[command]!;
    return this.#cast.worlds[world]!.filter(({ roles }) => roles.some((role) => by.includes(role)));
  }

  /** By whoever has the next rung: of each deadline that runs, or may run where a state has an answer of its own. */
  supervisions(world: number, record: CaseRecord): readonly Label[] {
    const { controls, deadlines = {} } = this.#process.spec;
    const roles = controls?.supervise?.[record.supervisions] ?? [];
    const people = this.#cast.worlds[world]!.filter((person) => person.roles.some((role) => roles.includes(role)));
    const moved = this.supervisionMoves(record) ? Object.keys(deadlines) : Object.values(record.timers).map(({ deadline }) => deadline);
    return moved.flatMap((deadline) =>
      people.map(
        ({ id }): Label => ({
          kind: 'control',
          name: 'supervise',
          actor: id,
          payload: { deadline, limit: { ms: dayMs }, instruction: '限期办理' },
        }),
      ),
    );
  }

  /** Whether some active state goes elsewhere when it is supervised. */
  supervisionMoves(record: CaseRecord): boolean {
    return this.#listening(record).has('supervise');
  }

  /** What a command, or the input of `open`, is tried with: what was given, then what its schema and the rules suggest. */
  variantsOf(command: string, world: number): readonly Variant[] {
    return getOrMake(this.#variants, `${world} ${command}`, () => {
      const { spec } = this.#process;
      const given = (this.#options.payloads[command] ?? []).map(
        (value): Variant => ({ value: relative(value, modelNowMs), what: '', boundary: false, telling: true }),
      );
      const schema = command === 'open' ? spec.input : spec.commands[command]!.payload;
      if (schema === undefined) return [{ value: null, what: '', boundary: false, telling: false }];
      const functions = [...Object.values(spec.payloadRules?.[command] ?? {}), ...Object.values(spec.rules ?? {})];
      const { texts, numbers } = constantsIn(functions);
      const people = this.#cast.worlds[world]!.filter(({ roles }) => roles.length > 0);
      const hints = { texts: [...people.map(({ id }) => id), ...texts], numbers, seed: this.#options.seed };
      const possible = variantsOf(jsonSchemaOf(schema), hints).filter(({ value }) => {
        try {
          return schema.safeParse(absolute(value, modelNowMs)).success;
        } catch (cause) {
          throw new BihuanError(
            'RULE_THREW',
            { zh: `${command} 的内容校验出错`, en: `The schema of ${command} failed` },
            { command },
            cause,
          );
        }
      });
      return [...given, ...possible];
    });
  }
}

/** The plain content, by everybody. */
function addPlain(useful: Set<number>, actors: number): void {
  for (let index = 0; index < actors; index++) useful.add(index);
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
