// What people may do in each state of a process: commands with their branches, payloads, durations and how often they are chosen.
import { type CaseRecord, type Process, type RuleExpression, systemRole } from '@bihuan/core';
import { askRule, branchList, judge, list, parsePayload, places } from '@bihuan/core/model';
import { optionInvalid } from '../option-invalid.ts';
import { sampler } from './distribution.ts';
import { distancesTo, farthestEnds, type Node, rootOf } from './end-distances.ts';
import { payloadTemplate, type TemplateOptions } from './payload-template.ts';
import { type Draw, randomStream } from './random-stream.ts';
import type { CheckedOptions, PayloadMaker, SimulationView } from './simulation-options.ts';
import type { Person } from './staff.ts';

export interface Act {
  readonly command: string;
  /** Who may, of those who work here; empty for what linked cases bring. */
  readonly roles: readonly string[];
  /** Tried in turn: the first that the process accepts is used. */
  readonly payloads: readonly PayloadMaker[];
  readonly duration: (draw: Draw) => number;
  readonly branches: readonly (RuleExpression | undefined)[];
  readonly weight: number;
}

/** How seldom what gives a case up is chosen where nothing is said of it, and what sets it back: to a state farther from a good end, or to the same. */
const givingUp = 0.02;
const settingBack = 0.2;

export class Acts {
  readonly #process: Process;
  readonly #options: CheckedOptions;
  readonly #staffed: ReadonlySet<string>;
  readonly #places: ReturnType<typeof places>;
  readonly #goodEnds: ReadonlySet<string>;
  readonly #toEnd: ReadonlyMap<Node, number>;
  readonly #templates: Pick<TemplateOptions, 'personFields' | 'draw'>;
  readonly #known = new Map<string, readonly Act[]>();
  readonly #payloads = new Map<string, readonly PayloadMaker[]>();

  /** Throws `OPTION_INVALID` where choices name what cannot be done. */
  constructor(process: Process, options: CheckedOptions, people: readonly Person[]) {
    this.#process = process;
    this.#options = options;
    this.#staffed = new Set(people.flatMap((person) => person.roles));
    this.#places = places(process);
    this.#goodEnds = farthestEnds(process);
    this.#toEnd = distancesTo(process, this.#goodEnds);
    this.#templates = { personFields: personFields(process, this.#places), draw: randomStream(options.seed, 2, 0) };
    for (const [state, weights] of Object.entries(options.choices)) this.#checkChoices(state, weights);
  }

  /** What may be chosen for the work of a state, while a case is where `record` is. */
  for(state: string, record: CaseRecord): readonly Act[] {
    const key = `${state}|${record.states.join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const named = this.#options.choices[state] ?? this.#options.choices[record.states.find((path) => within(path, state)) ?? ''];
    const acts = this.#listening(state, record.states).filter((act) => act.weight > 0 || named !== undefined);
    const weighted = named ? acts.map((act) => ({ ...act, weight: named[act.command] ?? 0 })).filter((act) => act.weight > 0) : acts;
    this.#known.set(key, weighted);
    return weighted;
  }

  input(view: SimulationView): unknown {
    const [make] = this.#makersFor('input', this.#options.input, this.#process.spec.input);
    return make!(view);
  }

  /** Whether the process accepts it now, asked person by person, as `attempt` would find: some branch is open. */
  opens(act: Act, record: CaseRecord, payload: unknown, nowMs: number): (person: Person) => boolean {
    const { spec } = this.#process;
    const parsed = parsePayload(spec, act.command, spec.commands[act.command]!.payload, payload);
    if (!parsed.ok) return () => false;
    const facts = factsOf(record);
    return (person) => {
      const args = { context: record.context, payload: parsed.value, by: person.acting, at: nowMs, case: facts };
      const ask = (rule: string) => askRule(spec, act.command, rule, args);
      return act.branches.some((rule) => judge(rule, ask).holds === true);
    };
  }

  /** Every command that something active in or around a state listens to. */
  #listening(state: string, states: readonly string[]): readonly Act[] {
    const active = this.#places.filter(
      ({ path }) => states.some((leaf) => within(leaf, path)) && (within(path, state) || within(state, path)),
    );
    const nodes = [...active.map((place) => place.node as Node), rootOf(this.#process)];
    const configs = [...active.map((place) => place.config), this.#process.statechart as (typeof active)[number]['config']];
    return Object.keys(this.#process.spec.commands).flatMap((command) => {
      const branches = configs.flatMap((config) => branchList(config.on?.[command]));
      const targets = nodes.flatMap((node) => node.transitions.get(command) ?? []).map(({ target }) => target?.[0]);
      return branches.length === 0 ? [] : this.#act(command, branches, this.#weight(nodes, targets));
    });
  }

  #act(command: string, branches: ReturnType<typeof branchList>, weight: number): readonly Act[] {
    const { spec } = this.#process;
    const { durations, payloads } = this.#options;
    const { by, payload } = spec.commands[command]!;
    const roles = by.filter((role) => this.#staffed.has(role));
    const isNews = by.length === 1 && by[0] === systemRole;
    if (roles.length === 0 && !isNews) return [];
    const duration = sampler(durations[command] ?? durations['default']!, 'simulate', `durations.${command}`);
    const makers = payload ? this.#makersFor(command, payloads[command], payload) : [() => undefined];
    const rules = branches.map((branch) => branch.guard);
    return [{ command, roles, payloads: makers, duration, branches: rules, weight: isNews ? 0 : weight }];
  }

  /** How often, where nothing is said of it. `from` are the states where it is heard, `targets` those that it leads to. */
  #weight(from: readonly Node[], targets: readonly (Node | undefined)[]): number {
    const givesUp = (node: Node | undefined) => node?.meta?.closes !== undefined && !this.#goodEnds.has(node.meta.closes);
    if (targets.every(givesUp)) return givingUp;
    const toEnd = (node: Node) => this.#toEnd.get(node) ?? Number.POSITIVE_INFINITY;
    const here = Math.min(...from.map(toEnd));
    const leadsOn = targets.some((node) => node !== undefined && !from.includes(node) && toEnd(node) <= here);
    return leadsOn || targets.every((node) => node === undefined) ? 1 : settingBack;
  }

  #makersFor(name: string, given: PayloadMaker | undefined, schema: Parameters<typeof payloadTemplate>[0]): readonly PayloadMaker[] {
    if (given) return [given];
    const known = this.#payloads.get(name);
    if (known) return known;
    const drawn = [false, true].flatMap((optional) => drawValid(schema, { ...this.#templates, optional }) ?? []);
    if (drawn.length === 0)
      throw optionInvalid('simulate', name === 'input' ? name : `payloads.${name}`, 'needed: no value drawn from the schema was accepted');
    this.#payloads.set(name, drawn);
    return drawn;
  }

  #checkChoices(state: string, weights: Readonly<Record<string, number>>): void {
    const fail = (option: string, wanted: string) => optionInvalid('simulate', option, wanted);
    if (!this.#places.some(({ path }) => path === state)) throw fail(`choices.${state}`, `for a state of ${this.#process.id}`);
    const states = this.#places.filter(({ path, leaf }) => leaf && (within(path, state) || within(state, path))).map(({ path }) => path);
    const acts = this.#listening(state, states);
    for (const [command, weight] of Object.entries(weights)) {
      if (!(Number.isFinite(weight) && weight >= 0)) throw fail(`choices.${state}.${command}`, 'a weight from 0 on');
      if (weight > 0 && !acts.some((act) => act.command === command))
        throw fail(
          `choices.${state}.${command}`,
          `for a command that somebody of the staff may do there: ${acts.map((act) => act.command).join(', ')}`,
        );
    }
  }
}

const within = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`);

/** Fields that name people: those that say whose work a state is, and those called like a role. */
function personFields({ spec }: Process, all: ReturnType<typeof places>): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, readonly string[]>(spec.roles.map((role) => [role, [role]]));
  for (const { config } of all) {
    const { assignee, owner } = config.meta ?? {};
    if (assignee !== undefined && owner !== undefined) fields.set(assignee, list(owner));
  }
  return fields;
}

const mostDraws = 50;

function drawValid(schema: Parameters<typeof payloadTemplate>[0], options: TemplateOptions): PayloadMaker | undefined {
  const view: SimulationView = { record: null, nowMs: Date.UTC(2026, 0, 5), draw: options.draw, pick: () => 'somebody' };
  for (let tries = 0; tries < mostDraws; tries++) {
    const make = payloadTemplate(schema, options);
    if (schema.safeParse(make(view)).success) return make;
  }
  return undefined;
}

const factsOf = (record: CaseRecord) => ({
  id: record.id,
  states: record.states,
  unit: record.unit,
  subject: record.subject,
  openedBy: record.openedBy,
  openedAtMs: record.openedAtMs,
  supervisions: record.supervisions,
  extensions: record.extensions,
  evidence: Object.values(record.evidence),
  links: Object.values(record.links),
});
