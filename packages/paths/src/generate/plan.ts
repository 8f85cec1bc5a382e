// What a suite of a process will be made of: explored, walked by whichever way was asked for, and completed by what that left open.
import type { AnyProcess, Process } from '@bihuan/core';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import { linkedWith, showingsOf } from '../explore/showings.ts';
import { seek } from '../seek/seek.ts';
import { counting, everybody, explorations, shortest, wholeModel } from '../tours/explorations.ts';
import { guideFor } from '../tours/guide.ts';
import type { Tour } from '../tours/tour.ts';
import { switchesIn } from '../tours/words.ts';
import { impuritiesOf, otherwise } from '../verify/determinism.ts';
import { isByItself, type Walks, walksBy } from '../walks/walks-by.ts';
import { checkCover } from './check-cover.ts';
import type { GenerateOptions } from './generate.ts';
import { type Criterion, criteria, obligationsOf, type Wanted } from './obligations.ts';
import { checkRequirements, criteriaOf, type Requirements } from './requirements.ts';
import { type Targets, targetsOf } from './targets.ts';

export interface Plan extends Omit<Walks<Place>, 'walked'> {
  readonly model: ProcessModel;
  readonly targets: Targets;
  /** Criteria that were asked for, and whether an obligation is one of theirs: reasons, say, are found on loops nobody asked for. */
  readonly asked: readonly Criterion[];
  readonly isAsked: (wanted: Wanted) => boolean;
  readonly requirements: Requirements;
  readonly excluded: ReadonlyMap<string, string>;
  readonly tours: readonly Tour<Place>[];
  /** Nothing was left out of the last exploration: what it does not show cannot happen. */
  readonly whole: boolean;
  /** In words: where the process itself failed, or did not answer alike twice. */
  readonly faults: readonly string[];
}

/** Throws `OPTION_INVALID` for a criterion there is none of, and for requirements that ask for what there is not. */
export function planOf(process: AnyProcess, options: GenerateOptions): Plan {
  const asked = options.cover ?? ['transitions'];
  checkCover(asked, criteria, { zh: '流程', en: 'A process' });
  const { by = 'tours', seed = 1, resetCost = 1, limits = {} } = options;
  const requirements = asked.includes('requirements') ? (options.requirements ?? {}) : undefined;
  const cover = [...new Set([...asked, ...(requirements ? criteriaOf(requirements) : [])])];
  const modelOptions = { ...options, seed, showings: showingsOf(linkedWith(process, options.with ?? [])) };
  const probing = cover.some((each) => ['rules', 'reasons', 'roles', 'negatives', 'payloads'].includes(each));
  const small = explorations(process, modelOptions, probing ? 'apart' : 'one', limits, by === 'shortest' ? shortest : undefined);
  // Whether rows of steps can happen is only known of the whole model: it is explored where somebody says how far.
  const inARow = cover.includes('roundTrips') || switchesIn(cover).length > 0;
  const lacksWhole = inARow && limits.states !== undefined && !small.at(-1)!.wholeModel;
  const targets = targetsOf(process, cover, lacksWhole ? [...small, wholeModel(process, modelOptions, limits)] : small);
  const { explored, plain, wanted } = targets;
  if (requirements) checkRequirements(requirements, wanted);
  const { model } = explored[0]!;
  const excluded = new Map(Object.entries(options.exclude ?? {}));
  const { walked, met, ...walks } = walksBy(by, {
    ...{ explored, plain, wanted, excluded, resetCost, seed, clock: limits.clock ?? (() => performance.now()) },
    guideFor: (each, found, met) => guideFor(each, new Set(cover), found, excluded, met),
    named: obligationsOf(process as Process, ['states', 'transitions']).map(({ id }) => id),
  });
  const tours = isByItself(by)
    ? walked
    : seek(process, walked, {
        ...{ ...targets, cover, excluded, met, mayGrow: by === 'tours' },
        everybody: () => everybody(process, modelOptions),
        counting: () => counting(process, modelOptions, model),
      });
  const last = explored.at(-1)!;
  const impure = impuritiesOf(process as Process, modelOptions, last).map(otherwise);
  const parts = new Set(Object.values(requirements ?? {}).flat());
  return {
    ...{ model, targets, asked, excluded, tours, met, ...walks },
    requirements: requirements ?? {},
    isAsked: ({ id, criterion }) => asked.includes(criterion) || parts.has(id),
    whole: last.wholeModel && last.notExplored.length === 0 && impure.length === 0,
    faults: [...explored.flatMap((each) => each.model.limits), ...impure],
  };
}
