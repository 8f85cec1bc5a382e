// What walks through a process have come by, and what they have not.
import type { CaseRecord, JournalEntry, Process } from '@bihuan/core';
import { placesOf } from './places-of.ts';

export interface Coverage {
  /** Walks made, and requests decided on them. */
  readonly walks: number;
  readonly steps: number;
  readonly states: Visits;
  readonly commands: Visits;
  readonly deadlines: Visits;
}

export interface Visits {
  /** How often, by name. */
  readonly visited: Readonly<Record<string, number>>;
  readonly missed: readonly string[];
}

export class CoverageCount {
  readonly #process: Process;
  readonly #states = new Map<string, number>();
  readonly #commands = new Map<string, number>();
  readonly #deadlines = new Map<string, number>();
  walks = 0;
  steps = 0;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Takes note of one step: the record it led to, and the entries it wrote. */
  note(record: CaseRecord, entries: readonly JournalEntry[]): void {
    if (record.process !== this.#process.id) return;
    for (const state of record.states) count(this.#states, state);
    for (const { kind, type, patch } of entries) {
      const passed = patch.set.states;
      if (Array.isArray(passed)) for (const state of passed) count(this.#states, state as string);
      if (kind === 'command') count(this.#commands, type);
      if (kind === 'timer') count(this.#deadlines, type);
    }
  }

  result(): Coverage {
    const { spec } = this.#process;
    const leaves = placesOf(this.#process).filter((place) => place.leaf);
    return {
      walks: this.walks,
      steps: this.steps,
      states: visits(
        this.#states,
        leaves.map((place) => place.path),
      ),
      commands: visits(this.#commands, Object.keys(spec.commands)),
      deadlines: visits(this.#deadlines, Object.keys(spec.deadlines ?? {})),
    };
  }
}

const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

const visits = (counts: ReadonlyMap<string, number>, all: readonly string[]): Visits => ({
  visited: Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
  missed: all.filter((name) => !counts.has(name)),
});
