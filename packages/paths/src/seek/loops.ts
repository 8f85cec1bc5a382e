// Loops: steps that lead a case back to where it was before, taken not at all, once, and as often as may be.
import type { AnyProcess } from '@bihuan/core';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { jsonSchemaOf } from '../explore/schema.ts';
import type { Wanted } from '../generate/obligations.ts';
import { groupBy } from '../group-by.ts';
import { backSteps, type ControlGraph, type ControlStep, controlOf, kindOf } from '../tours/control-graph.ts';
import type { Tour, Walked } from '../tours/tour.ts';
import { decides } from './decisive-pairs.ts';
import { type Evaluation, evaluationsAt, type Guard } from './guards.ts';

/** A guard that every round has to pass: that of the loop itself, or of a step without which there is no way round. */
export interface Gate {
  readonly guard: Guard;
  /** The command, or `after` and the deadline. */
  readonly event: string;
  /** Its rules that read a counter. */
  readonly counting: readonly string[];
}

export interface Loop {
  /** The transitions that lead back, joined by `+`. */
  readonly kind: string;
  /** Control states it leads back from. */
  readonly sources: ReadonlySet<string>;
  /** Those with a counter. Where there is none, the limit is twice. */
  readonly gates: readonly Gate[];
}

/**
 * Over one case. `zero`: it comes to where the loop leads back from, and goes on otherwise or ends, and never took it; `once`: the same, or ends anywhere,
 * having taken it once; `limit`: it took it before, and now a rule that reads a counter alone keeps it from going round again. Without such a rule: it
 * takes it the second time.
 */
export const loopTimes = ['zero', 'once', 'limit'] as const;
export const loopId = ({ kind }: Loop, times: (typeof loopTimes)[number]): string => `loop:${kind}:${times}`;

export function loopsOf(
  { spec }: Pick<AnyProcess, 'spec'>,
  control: ControlGraph,
  guards: ReadonlyMap<string, Guard>,
  models: readonly ProcessModel[],
): readonly Loop[] {
  const { properties = {} } = jsonSchemaOf(spec.context);
  const isCounter = (field: string) => ['integer', 'number'].includes(String(properties[field]?.type));
  const counts = (rule: string) => models.some((model) => model.readBy(rule).some(isCounter));
  const gateOf = (kind: string): readonly Gate[] => {
    const [first = ''] = kind.split('+');
    const guard = guards.get(first);
    const counting = (guard?.rules ?? []).filter(counts);
    return guard && counting.length > 0 ? [{ guard, counting, event: first.split('|')[1]! }] : [];
  };
  return [...groupBy(backSteps(control), ({ kind }) => kind)].map(
    ([kind, steps]): Loop => ({
      kind,
      sources: new Set(steps.map(({ from }) => from)),
      gates: [...gateOf(kind), ...unavoidable(control, steps).flatMap(gateOf)],
    }),
  );
}

/** Kinds of step without which no way leads from where these arrive to where they leave. */
function unavoidable({ steps }: ControlGraph, back: readonly ControlStep[]): readonly string[] {
  const reaches = (avoiding: string | undefined): boolean => {
    const next = groupBy(
      steps.filter(({ kind }) => kind !== avoiding),
      ({ from }) => from,
    );
    return back.some(({ from, to }) => {
      const reached = new Set([to]);
      for (const each of reached) for (const step of next.get(each) ?? []) reached.add(step.to);
      return reached.has(from);
    });
  };
  const kinds = new Set(steps.map(({ kind }) => kind));
  return [...kinds].filter((kind) => !back.some((step) => step.kind === kind) && !reaches(kind));
}

export function loopObligations(loops: readonly Loop[]): readonly Wanted[] {
  const words = { zero: ['零次', 'not at all'], once: ['一次', 'once'], limit: ['到上限', 'at its limit'] } as const;
  return loops.flatMap((loop) =>
    loopTimes.map((times): Wanted => {
      const [zh, en] = words[times];
      const name = loop.kind.replaceAll('|', ' ');
      return { id: loopId(loop, times), criterion: 'loops', label: { zh: `回路 ${name}:${zh}`, en: `loop ${name}: ${en}` } };
    }),
  );
}

/** What a case shows of loops. */
export function loopsMet(model: ProcessModel, loops: readonly Loop[], { steps }: Pick<Tour<Place>, 'steps'>): ReadonlySet<string> {
  const met = new Set<string>();
  for (const loop of loops) {
    let count = 0;
    let came = false;
    for (const step of steps) {
      const { before, transitions, label, offsetMs, manner } = step;
      if (!before || offsetMs !== 0 || manner === 'again') continue;
      const kind = kindOf(transitions);
      const isAtSource = loop.sources.has(controlOf(before.record.states));
      if (isAtSource) came = true;
      if (kind === loop.kind) {
        count += 1;
        if (count === 2 && loop.gates.length === 0) met.add(loopId(loop, 'limit'));
        continue;
      }
      if (isAtSource && kind !== '' && count <= 1) met.add(loopId(loop, count === 0 ? 'zero' : 'once'));
      const event = label.kind === 'time' ? `after ${label.name}` : label.name;
      const tried = step.refused === undefined || step.refused === 'refused';
      if (count > 0 && tried && loop.gates.some((gate) => gate.event === event && isShut(model, gate, step)))
        met.add(loopId(loop, 'limit'));
    }
    const last = steps.at(-1);
    const end = last?.after ?? last?.before;
    if (end && loop.sources.has(controlOf(end.record.states))) came = true;
    if (came && count <= 1) met.add(loopId(loop, count === 0 ? 'zero' : 'once'));
  }
  return met;
}

function isShut(model: ProcessModel, { guard, counting }: Gate, { before, label }: Walked<Place>): boolean {
  return evaluationsAt(model, new Map([[guard.id, guard]]), before!, label).some((each) => turnedBy(each, counting));
}

/** Whether a guard does not hold on account of one of these rules alone. */
export const turnedBy = (evaluation: Evaluation, rules: readonly string[]): boolean =>
  !evaluation.holds && rules.some((rule) => decides(evaluation.guard, rule, evaluation));
