// A path as a process itself walks it: its expectations are what the engine does, or there is no such path.
import type { Expectation, Step, Suite } from '../cases/suite.ts';
import type { Answer, Observation } from './driver.ts';
import type { EngineDriver } from './engine-driver.ts';
import type { EngineSession } from './engine-session.ts';

/** Steps with what is expected of them left open, but for the outcome where it is known: then another outcome makes the path impossible. */
export type StepSketch = Omit<Step, 'expect' | 'from' | 'transitions'> &
  Partial<Pick<Step, 'from' | 'transitions'>> & {
    readonly expect?: Partial<Expectation>;
  };

/**
 * Walks steps on an engine and fills in what is seen; waiting times are those of the deadlines there. Undefined when they are no path: an outcome is
 * another, or a deadline does not run.
 */
export async function modelSteps(
  model: EngineDriver,
  suite: Pick<Suite, 'process' | 'cast' | 'startMs'>,
  sketches: readonly StepSketch[],
): Promise<Step[] | undefined> {
  const session = await model.session(suite, 0);
  const steps: Step[] = [];
  let before: Observation = { states: [] };
  try {
    for (const sketch of sketches) {
      const time = sketch.time && (await waiting(session, sketch.time));
      if (sketch.time && !time) return undefined;
      const step = { transitions: [], ...sketch, from: [...(before.states ?? [])], ...(time && { time }) } as unknown as Step;
      if (time) await session.advanceTime(time.waitMs);
      const answer = time ? { outcome: 'applied' } : await session.apply(step);
      if (sketch.expect?.outcome !== undefined && answer.outcome !== sketch.expect.outcome) return undefined;
      const seen = await session.observe();
      steps.push({ ...step, expect: expectationOf(answer, before, seen, sketch.expect) });
      before = seen;
    }
    return steps;
  } finally {
    await session.close();
  }
}

async function waiting(session: EngineSession, time: NonNullable<Step['time']>): Promise<Step['time']> {
  const timer = (await session.record())?.timers[`${time.state}#${time.deadline}`];
  const untilMs = timer && timer.dueAtMs + time.offsetMs - session.clock.nowMs();
  // A clock that ran on from before may have run out already: it fires at once.
  const waitMs = untilMs !== undefined && time.offsetMs === 0 ? Math.max(0, untilMs) : untilMs;
  return waitMs !== undefined && waitMs >= 0 ? { ...time, waitMs } : undefined;
}

/** All that is seen; of the context what changed, instants left out. Where the sketch expects something, only of its kinds. */
function expectationOf(answer: Answer, before: Observation, seen: Observation, wanted: StepSketch['expect']): Expectation {
  const context = Object.fromEntries(
    Object.entries(seen.context ?? {}).filter(([name, value]) => {
      const isInstant = /(Ms|At|Until)$/.test(name) && typeof value === 'number';
      return !isInstant && JSON.stringify(value) !== JSON.stringify(before.context?.[name]);
    }),
  );
  const all = {
    outcome: answer.outcome,
    states: seen.states,
    ...(answer.reasons && { reasons: answer.reasons }),
    ...(answer.issues && { issues: answer.issues }),
    context,
    timers: seen.timers,
    workItems: seen.workItems,
    messages: seen.messages,
    closed: seen.closed,
  } as unknown as Expectation;
  if (wanted === undefined || Object.keys(wanted).length <= 1) return all;
  const kept = Object.entries(all).filter(([kind]) => kind === 'outcome' || kind === 'states' || Object.hasOwn(wanted, kind));
  return Object.fromEntries(kept) as Expectation;
}
