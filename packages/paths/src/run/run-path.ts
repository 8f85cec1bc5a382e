// One path run against one system: step by step, until something is not as expected.
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import type { RunResult } from '../report/run-report.ts';
import { answerFault, changeOf, compareStep, type Mismatch, observationFault } from './compare-step.ts';
import type { Driver, Observation, Session } from './driver.ts';
import { inTime } from './in-time.ts';

export interface RunPathOptions {
  /** How long the driver may take for one call. Default 10,000 ms. */
  readonly stepTimeoutMs?: number;
  /** Number of the parallel worker. */
  readonly worker?: number;
}

const nothingSeen: Observation = {};

/** Runs a path. What the driver throws, hangs at or answers in another form is a failure named as such; nothing is thrown. */
export async function runPath(
  suite: Pick<Suite, 'process' | 'cast' | 'startMs'>,
  path: Pick<TestPath, 'id' | 'title' | 'steps'>,
  driver: Driver,
  { stepTimeoutMs = 10_000, worker = 0 }: RunPathOptions = {},
): Promise<RunResult> {
  const started = performance.now();
  const call = <Result>(what: string, run: () => Promise<Result>) => inTime(run, stepTimeoutMs, what);
  const result = (failure?: RunResult['failure']): RunResult => ({
    path: path.id,
    title: path.title,
    outcome: failure ? 'failed' : 'passed',
    durationMs: performance.now() - started,
    ...(failure && { failure }),
  });
  let session: Session | undefined;
  let at = 0;
  let failure: RunResult['failure'];
  try {
    session = await call('session', () => driver.session(suite, worker));
    let before = nothingSeen;
    for (; at < path.steps.length && !failure; at++) {
      const checked = await runStep(session, path.steps[at]!, before, call);
      if (checked.wrong) failure = { step: at + 1, ...checked.wrong };
      before = checked.seen;
    }
  } catch (cause) {
    failure = { step: at + 1, ...thrown(cause) };
  }
  try {
    await call('close', async () => session?.close?.());
  } catch (cause) {
    failure ??= { step: path.steps.length, ...thrown(cause) };
  }
  return result(failure);
}

async function runStep(
  session: Session,
  step: Step,
  before: Observation,
  call: <Result>(what: string, run: () => Promise<Result>) => Promise<Result>,
): Promise<{ readonly seen: Observation; readonly wrong?: Mismatch | undefined }> {
  const { time } = step;
  const answer = time
    ? await call('advanceTime', async () => void (await session.advanceTime(time.waitMs, time)))
    : await call('apply', () => session.apply(step));
  const unclear = time ? undefined : answerFault(answer);
  if (unclear) return { seen: before, wrong: unclear };
  const seen = await call('observe', () => session.observe());
  const wrong =
    observationFault(seen) ??
    compareStep(step.expect, answer ?? undefined, seen, before) ??
    (step.negative ? changeOf(before, seen) : undefined);
  return { seen, wrong };
}

const thrown = (cause: unknown): Mismatch => {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Error && cause.name === 'Hangs') return { message: `驱动没有响应:${message}` };
  return { message: `驱动出错 | the driver failed: ${message}` };
};
