// A record as a row of small numbers: equal values share one, instants are relative to now, and what never matters is left out.
import type { CaseRecord, JsonObject } from '@bihuan/core';
import { absolute, isInstant, relative } from './label.ts';

/** The moment every state of the model is at: time passes by moving what is behind and ahead. */
export const modelNowMs = Date.UTC(2026, 0, 5, 1);

/** Values by number. A field of its own keeps its numbers small. */
class Values {
  readonly #numbers = new Map<unknown, number>();
  readonly #values: unknown[] = [];

  numberOf(value: unknown): number {
    const plain = typeof value !== 'object' || value === null ? (isInstant(value) ? `i${value}` : value) : JSON.stringify(value);
    const known = this.#numbers.get(plain);
    if (known !== undefined) return known;
    this.#numbers.set(plain, this.#values.length);
    this.#values.push(value);
    return this.#values.length - 1;
  }

  at(number: number): unknown {
    return this.#values[number];
  }

  get count(): number {
    return this.#values.length;
  }
}

export const factSlots = [
  'state',
  'history',
  'closed',
  'suspended',
  'supervisions',
  'extensions',
  'openedBy',
  'openedAtMs',
  'links',
  'evidence',
] as const;

/** What a record is at, made relative to `nowMs`. */
interface Rebased {
  readonly facts: Readonly<Record<(typeof factSlots)[number], unknown>>;
  readonly timers: CaseRecord['timers'];
  readonly context: JsonObject;
}

export class Codec {
  readonly fields: readonly string[];
  readonly #facts = factSlots.map(() => new Values());
  readonly #timers = new Values();
  readonly #fields: readonly Values[];
  readonly #blank: CaseRecord;
  readonly #stateParts = new Map<string, Pick<CaseRecord, 'state' | 'states' | 'tags'>>();

  /** `blank` is any record of the process: what it says beyond the slots is the same for all. */
  constructor(blank: CaseRecord, fields: readonly string[]) {
    this.#blank = blank;
    this.fields = fields;
    this.#fields = fields.map(() => new Values());
  }

  encode(record: CaseRecord, nowMs: number): Int32Array {
    const { facts, timers, context } = rebased(record, nowMs);
    const row = new Int32Array(factSlots.length + 1 + this.fields.length);
    factSlots.forEach((slot, index) => {
      row[index] = this.#facts[index]!.numberOf(facts[slot]);
    });
    row[factSlots.length] = this.#timers.numberOf(timers);
    this.fields.forEach((field, index) => {
      row[factSlots.length + 1 + index] = this.#fields[index]!.numberOf(context[field]);
    });
    const state = JSON.stringify(record.state);
    if (!this.#stateParts.has(state)) this.#stateParts.set(state, { state: record.state, states: record.states, tags: record.tags });
    return row;
  }

  /** The record at `modelNowMs`. Work items are left out: they follow from the rest. */
  decode(row: Int32Array): CaseRecord {
    const fact = (slot: (typeof factSlots)[number]): any => this.#facts[factSlots.indexOf(slot)]!.at(row[factSlots.indexOf(slot)]!);
    const context: Record<string, unknown> = {};
    this.fields.forEach((field, index) => {
      const value = this.#fields[index]!.at(row[factSlots.length + 1 + index]!);
      if (value !== undefined) context[field] = value;
    });
    return {
      ...this.#blank,
      ...this.#stateParts.get(JSON.stringify(fact('state')))!,
      history: fact('history'),
      closed: fact('closed'),
      suspended: fact('suspended'),
      supervisions: fact('supervisions'),
      extensions: fact('extensions'),
      openedBy: fact('openedBy'),
      openedAtMs: fact('openedAtMs'),
      links: fact('links'),
      evidence: fact('evidence'),
      timers: this.#timers.at(row[factSlots.length]!) as CaseRecord['timers'],
      context: context as JsonObject,
      workItems: {},
      revision: 1,
      stateRevision: 1,
      atMs: modelNowMs,
    };
  }

  /** How many values each context field has taken. */
  counts(): ReadonlyMap<string, number> {
    return new Map(this.fields.map((field, index) => [field, this.#fields[index]!.count]));
  }
}

const move = (value: unknown, nowMs: number): unknown => {
  if (typeof value === 'number') return isInstant(value) ? value - nowMs + modelNowMs : value;
  if (typeof value !== 'object' || value === null) return value;
  return absolute(relative(value, nowMs), modelNowMs);
};

function rebased(record: CaseRecord, nowMs: number): Rebased {
  const { state, history, supervisions, extensions, openedBy, evidence } = record;
  const shifted = nowMs !== modelNowMs;
  const at = <Value>(value: Value): Value => (shifted ? (move(value, nowMs) as Value) : value);
  return {
    facts: {
      state,
      history,
      closed: record.closed && { ...record.closed, atMs: at(record.closed.atMs) },
      suspended: at(record.suspended),
      supervisions,
      extensions,
      openedBy,
      openedAtMs: at(record.openedAtMs),
      links: Object.fromEntries(
        Object.entries(record.links).map(([key, link]) => [
          key,
          at(link.rollUp ? { ...link, rollUp: { ...link.rollUp, revision: 1 } } : link),
        ]),
      ),
      evidence: at(evidence),
    },
    timers: Object.fromEntries(Object.entries(record.timers).map(([key, timer]) => [key, at({ ...timer, generation: 1 })])),
    context: shifted
      ? (Object.fromEntries(Object.entries(record.context).map(([key, value]) => [key, at(value)])) as JsonObject)
      : record.context,
  };
}
