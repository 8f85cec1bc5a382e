// A plan walked once on the engine: what comes otherwise there than it was planned covers nothing, and is not handed out.
import type { AnyProcess, Calendar, Process } from '@bihuan/core';
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import type { Place } from '../explore/place-key.ts';
import { engineDriver } from '../run/engine-driver.ts';
import { modelSteps } from '../run/model-path.ts';
import type { Walked } from '../tours/tour.ts';
import { distinct, pathOf, sketchesOf } from './path-of.ts';
import type { Plan } from './plan.ts';
import { withRequirements } from './requirements.ts';

export interface WalkedPlan {
  readonly cast: Suite['cast'];
  readonly paths: TestPath[];
  /** Ids of what the paths cover. */
  readonly met: ReadonlySet<string>;
  /** How many obligations were lost with what could not be walked. */
  readonly lost: number;
  readonly stepsPerSecond: number;
}

/** `everyTour` keeps those that cover nothing new, too. */
export async function walkOnEngine(process: AnyProcess, plan: Plan, calendar: Calendar, everyTour: boolean): Promise<WalkedPlan> {
  const { model, tours, targets, requirements, isAsked, worth } = plan;
  const cast = model.cast.people.map(({ id, roles }) => ({ id, roles: [...roles] }));
  const driver = engineDriver(process, { calendar });
  const paths: TestPath[] = [];
  const lost: string[] = [];
  const shown = new Set<string>();
  let count = 0;
  const startedMs = performance.now();
  for (const { steps: walk, covers: all } of tours) {
    const covers = all.filter((id) => targets.wanted.has(id) && isAsked(targets.wanted.get(id)!));
    // Walked to show something that nobody asked for.
    if (covers.length === 0 && !everyTour) continue;
    const steps = await modelSteps(driver, { process: process.id, cast, startMs: modelNowMs }, sketchesOf(process as Process, walk));
    if (!steps || !isAsPlanned(walk, steps)) {
      lost.push(...covers);
      continue;
    }
    count += steps.length;
    paths.push(withRequirements(pathOf(process as Process, steps, covers), requirements));
    for (const id of walk.flatMap(({ meets = [] }) => meets)) shown.add(id);
  }
  const stepsPerSecond = (count / (performance.now() - startedMs)) * 1000;
  const met = new Set(plan.met);
  for (const id of lost) if (!shown.has(id)) met.delete(id);
  return { cast, paths: distinct(paths, worth !== undefined), met, lost: lost.length, stepsPerSecond };
}

/** A real calendar, or a linked process, may lead a case elsewhere than the model: then it shows nothing of what was planned. */
const isAsPlanned = (walk: readonly Walked<Place>[], steps: readonly Step[]): boolean =>
  walk.every(({ before, after }, index) => {
    const planned = (after ?? before)?.record.states;
    return planned === undefined || `${planned}` === `${steps[index]!.expect.states}`;
  });
