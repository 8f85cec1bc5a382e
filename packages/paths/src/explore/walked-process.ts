// A process of ours as a model, walked: what its people, its clock and its linked cases can do, decided by core itself, one step at a time.
import type { Process, Text } from '@bihuan/core';
import { type AttemptEnv, attempt, attemptOpening, type LinkNews, type Moved } from '@bihuan/core/model';
import { type Cast, castOf } from './cast.ts';
import { Codec, modelNowMs } from './codec.ts';
import { everyDayCalendar } from './every-day-calendar.ts';
import { Faults } from './faults.ts';
import { absolute, type Label } from './label.ts';
import type { Move, Packed } from './model.ts';
import { newsOf } from './news.ts';
import { passToNextDue } from './pass-time.ts';
import { isDue, type KeyParts, overlaps, type Place, placeKey } from './place-key.ts';
import type { ProcessModel, ProcessModelOptions } from './process-model.ts';
import { RequestCandidates } from './request-candidates.ts';
import { watched } from './watch.ts';

const caseId = 'case';
const dayMs = 86_400_000;
export class WalkedProcess implements ProcessModel {
  readonly process: Process;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly title: Text;
  readonly cast: Cast;
  readonly #watched: ReturnType<typeof watched>;
  readonly #options: ProcessModelOptions;
  readonly #candidates: RequestCandidates;
  readonly #faults = new Faults();
  #comparing = false;
  readonly #compared = new Set<string>();
  #masked: ReadonlySet<string> | undefined;
  #exactTime: boolean;
  readonly #reacting: ReadonlySet<string>;
  readonly #supervised: boolean;
  #horizonMs = dayMs;
  #codec: Codec | undefined;
  #starts: { readonly generation: number; readonly moves: readonly Move<Place>[] } | undefined;

  constructor(process: Process, options: ProcessModelOptions, learned?: WalkedProcess) {
    this.process = process;
    ({ id: this.id, version: this.version, hash: this.hash } = process);
    this.title = process.spec.labels.title;
    this.#options = options;
    this.#watched = learned ? learned.#watched : watched(process);
    this.cast = castOf(process.spec, options.people ?? {}, options.directory, options.hats);
    this.#candidates = new RequestCandidates(
      process,
      this.cast,
      { seed: options.seed ?? 1, payloads: options.payloads ?? {} },
      learned === undefined ? undefined : learned.#candidates,
    );
    this.#exactTime = options.exactTime ?? (learned ? learned.#exactTime : overlaps(process));
    const { links = {}, linkedFrom = {} } = process.spec;
    this.#reacting = new Set(
      [...Object.entries(links), ...Object.entries(linkedFrom)]
        .filter(([, spec]) => spec.closed ?? spec.reopened ?? spec.changed ?? spec.registered ?? spec.refused)
        .map(([type]) => type),
    );
    this.#supervised = JSON.stringify(process.statechart).includes('"supervise"');
  }

  /** What could not be stepped, because the process itself fails there. */
  get limits(): readonly string[] {
    return this.#faults.all;
  }

  starts(): readonly Move<Place>[] {
    const generation = this.generation();
    if (this.#starts?.generation === generation) return this.#starts.moves;
    const { spec } = this.process;
    const found = new Map<string, Move<Place>>();
    this.cast.worlds.forEach((people, world) => {
      const openers = people.filter(({ roles }) => roles.some((role) => spec.opener.includes(role)));
      const ids = openers.length > 0 ? openers.map(({ id }) => id) : [null];
      for (const { value } of this.#candidates.variantsOf('open', world)) {
        for (const actor of ids) {
          const move = this.#open(world, { kind: 'open', name: 'open', actor, payload: value });
          if (!move) continue;
          const sign = `${move.transitions.join(' ')} ${this.key(move.to)}`;
          if (!found.has(sign)) found.set(sign, move);
        }
      }
    });
    // Told apart more finely by now, they are looked for again.
    this.#starts = { generation, moves: [...found.values()] };
    return this.#starts.moves;
  }

  moves(place: Place): readonly Move<Place>[] {
    const { record, world } = place;
    const due = this.#time(place);
    if (record.closed?.final) return [];
    if (due && isDue(record)) return [due];
    const found = new Map<string, Move<Place>>();
    const note = (move: Move<Place> | undefined, compare = false, telling = false): boolean => {
      if (!move) return false;
      const sign = `${move.transitions.join(' ')} ${this.key(move.to)}`;
      const twin = found.get(sign);
      if (!twin && compare && !telling && !this.#comparing) {
        const base = [...found.values()].find(
          ({ label, transitions }) => label.name === move.label.name && `${transitions}` === `${move.transitions}`,
        );
        if (base && this.#followAlike(base.to, move.to)) return false;
      }
      if (!twin) found.set(sign, move);
      // Two payloads that seem to do the same: what follows may differ all the same.
      else if (compare && !this.#comparing && !this.#options.counters) this.#compare(move.label.name, twin.to, move.to);
      return !twin;
    };
    for (const command of this.#candidates.commandsAt(record))
      this.#candidates.tryAll(world, record, command, this.#comparing ? 'comparing' : this.generation(), (label, full, telling) =>
        note(this.step(place, label), full, telling),
      );
    // Where a plan is all that is wanted, a later due time is no news.
    if (this.#supervised && (!this.#options.counters || this.#candidates.supervisionMoves(record)))
      for (const label of this.#candidates.supervisions(world, record)) if (note(this.step(place, label))) break;
    for (const label of newsOf(this.process, record, this.#options.showings ?? {}, this.#watched.reads.facts.has('links'))) {
      const move = this.step(place, label);
      if (move && this.key(move.to) !== this.key(place)) note(move);
    }
    note(due);
    return [...found.values()];
  }

  step(place: Place, label: Label): Move<Place> | undefined {
    const { record, world } = place;
    if (label.kind === 'open') return this.#open(world, label);
    if (label.kind === 'time') {
      const move = this.#time(place);
      return move && move.label.name === label.name && move.label.state === label.state ? move : undefined;
    }
    // What is due comes before anything else.
    if (isDue(record)) return undefined;
    const payload = label.payload === undefined ? undefined : absolute(label.payload, modelNowMs);
    const request =
      label.kind === 'news'
        ? { kind: 'link' as const, news: payload as unknown as LinkNews, key: '@' }
        : { kind: label.kind as 'command', type: label.name, ...(payload !== undefined && { payload }) };
    const moved = this.#faults.guard(label.name, () => attempt(this.#watched.process, record, request as never, this.#env(label.actor)));
    return moved?.outcome === 'applied' ? this.#arrive(world, label, moved, modelNowMs) : undefined;
  }

  refusal(place: Place, label: Label): ReturnType<typeof attempt> | undefined {
    const payload = label.payload === undefined ? undefined : absolute(label.payload, modelNowMs);
    const request = { kind: label.kind as 'command', type: label.name, ...(payload !== undefined && { payload }) };
    return this.#faults.guard(label.name, () => attempt(this.#watched.process, place.record, request as never, this.#env(label.actor)));
  }

  key({ world, record }: Place): string {
    return `${world}${placeKey(record, this.#keyParts())}`;
  }

  pack({ world, record }: Place): Packed {
    const row = this.#codec!.encode(record, modelNowMs);
    const packed = new Int32Array(row.length + 1);
    packed.set(row);
    packed[row.length] = world;
    return packed;
  }

  unpack(packed: Packed): Place {
    const row = packed as Int32Array;
    return { world: row[row.length - 1]!, record: this.#codec!.decode(row) };
  }

  leaves({ record }: Place): readonly string[] {
    return record.states;
  }

  ended({ record }: Place): string | null {
    return record.closed?.outcome ?? null;
  }

  generation(): number {
    const { fields, facts } = this.#watched.reads;
    return fields.size + facts.size + (this.#exactTime ? 1 : 0);
  }

  refine(one: Place, other: Place): boolean {
    const { fields } = this.#watched.reads;
    const differing = Object.keys(one.record.context).filter(
      (field) => !fields.has(field) && JSON.stringify(one.record.context[field]) !== JSON.stringify(other.record.context[field]),
    );
    const before = this.#signature(one);
    const causes = differing.filter((field) => {
      const context = { ...one.record.context, [field]: other.record.context[field]! };
      return this.#signature({ ...one, record: { ...one.record, context } }) !== before;
    });
    for (const field of causes) fields.add(field);
    if (causes.length > 0) return true;
    // What is left is time: where instants matter, so does how long each deadline has left.
    const exact = this.#exactTime;
    this.#exactTime = true;
    return !exact;
  }

  answers = () => {
    const given = [...this.#watched.reads.answers];
    this.#watched.reads.answers.clear();
    return given;
  };
  later = ({ world, record }: Place, waitMs: number): Place => {
    const shifted = this.#codec!.decode(this.#codec!.encode(record, modelNowMs + waitMs));
    return { world, record: { ...shifted, workItems: {} } };
  };
  askWho = () => this.#watched.reads.people;
  askWhen = () => this.#watched.reads.clock;
  variants = (command: string) => this.#candidates.variantsOf(command, 0);
  keep = (world: number, label: Label) => this.#candidates.keep(world, label);
  begin = (label: Label) => this.#open(0, label);
  plainPayload = (command: string) => this.#candidates.variantsOf(command, 0)[0]?.value;
  readBy = (rule: string) => [...(this.#watched.reads.byRule.get(rule) ?? [])];
  counts = () => this.#codec?.counts() ?? new Map<string, number>();
  relevant = () => [...this.#watched.reads.fields, ...[...this.#watched.reads.facts].map((fact) => `case.${fact}`)].sort();

  #signature(place: Place): string {
    const outer = this.#comparing;
    this.#comparing = true;
    const moves = this.moves(place);
    this.#comparing = outer;
    return moves.map(({ transitions, to }) => `${transitions.join(' ')} ${this.key(to)}`).join('\n');
  }

  /** Two payloads make no difference when all that can be done next is the same, apart from the very fields they left different. */
  #followAlike(one: Place, other: Place): boolean {
    const masked = new Set(
      [...this.#watched.reads.fields].filter(
        (field) => JSON.stringify(one.record.context[field]) !== JSON.stringify(other.record.context[field]),
      ),
    );
    if (masked.size === 0) return false;
    this.#masked = masked;
    const alike = this.key(one) === this.key(other) && this.#signature(one) === this.#signature(other);
    this.#masked = undefined;
    return alike;
  }

  /** Once for every set of fields that two twins of a request differ in. */
  #compare(request: string, one: Place, other: Place): void {
    const differing = Object.keys(one.record.context).filter(
      (field) =>
        !this.#watched.reads.fields.has(field) && JSON.stringify(one.record.context[field]) !== JSON.stringify(other.record.context[field]),
    );
    const kind = `${this.generation()} ${request} ${one.record.states.join(' ')} ${differing.join(' ')}`;
    if (differing.length === 0 || this.#compared.has(kind)) return;
    this.#compared.add(kind);
    if (this.#signature(one) !== this.#signature(other)) this.refine(one, other);
  }

  #keyParts(): KeyParts {
    const { reads } = this.#watched;
    return {
      reads,
      exactTime: this.#exactTime,
      supervised: this.#supervised && !this.#options.counters,
      reacting: this.#reacting,
      horizonMs: this.#horizonMs,
      masked: this.#masked,
      abstraction: this.#options.abstraction ?? {},
      counters: this.#options.counters,
      listening: (record) => this.#candidates.listensToNews(record),
    };
  }

  #env(actor: string | null): AttemptEnv {
    return { nowMs: modelNowMs, calendar: everyDayCalendar, standing: this.cast.standing(actor ?? '') };
  }

  #open(world: number, label: Label): Move<Place> | undefined {
    const input = absolute(label.payload ?? {}, modelNowMs);
    const moved = attemptOpening(this.#watched.process, { id: caseId, unit: '', input }, this.#env(label.actor));
    return moved.outcome === 'applied' ? this.#arrive(world, label, moved, modelNowMs) : undefined;
  }

  #time({ world, record }: Place): Move<Place> | undefined {
    return this.#faults.guard('time', () => {
      const passed = passToNextDue(this.#watched.process, record);
      return passed && this.#arrive(world, passed.label, passed.moved, passed.nowMs);
    });
  }

  #arrive(world: number, label: Label, { record, transitions }: Moved, nowMs: number): Move<Place> {
    this.#codec ??= new Codec(record, Object.keys(this.process.spec.context.shape));
    for (const { dueAtMs, startedAtMs, limit } of Object.values(record.timers))
      this.#horizonMs = Math.max(this.#horizonMs, dueAtMs - (limit.fromMs ?? startedAtMs));
    const shifted = this.#codec.decode(this.#codec.encode(record, nowMs));
    return { label, to: { world, record: { ...shifted, workItems: {} } }, transitions };
  }
}
