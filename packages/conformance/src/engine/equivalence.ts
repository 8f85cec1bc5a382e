// Several engines, one schedule: commands, acts, time and deliveries at random give identical journals, text and hash, wherever the cases are kept.
import fc from 'fast-check';
import { equal } from '../check.ts';
import { hourMs } from '../store/engines.ts';
import { chief, clerk, colleague, type Desk, deskAt } from './desk.ts';
import type { EngineHarness } from './engine-law.ts';

type Move =
  | { readonly move: 'open'; readonly key: string | null; readonly subject: number | null }
  | { readonly move: 'send'; readonly on: number; readonly command: string; readonly key: string | null; readonly expected: number | null }
  | { readonly move: 'note'; readonly on: number; readonly text: string; readonly key: string | null }
  | { readonly move: 'act'; readonly on: number; readonly act: 'claim' | 'suspend' | 'resume' | 'comment' | 'cancel' }
  | { readonly move: 'wait'; readonly hours: number };

const key = fc.option(fc.constantFrom('k1', 'k2', 'k3'), { freq: 3 });
const on = fc.nat({ max: 4 });

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ move: fc.constant('open' as const), key, subject: fc.option(fc.nat({ max: 1 })) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      move: fc.constant('send' as const),
      on,
      command: fc.constantFrom('begin', 'askHelp', 'finish', 'helpEnded'),
      key,
      expected: fc.option(fc.nat({ max: 4 }), { freq: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ move: fc.constant('note' as const), on, text: fc.constantFrom('x', '楼道', '🚪'), key }) },
  {
    weight: 3,
    arbitrary: fc.record({
      move: fc.constant('act' as const),
      on,
      act: fc.constantFrom('claim', 'suspend', 'resume', 'comment', 'cancel'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ move: fc.constant('wait' as const), hours: fc.constantFrom(0, 1, 23, 24, 60) }) },
);

export interface EquivalenceOptions {
  readonly seed?: number;
  /** Schedules. Default 10. */
  readonly runs?: number;
  /** Longest schedule. Default 14 moves. */
  readonly moves?: number;
}

/**
 * Throws with the shortest schedule on which two engines differ: in an outcome, in a case, or in a journal. The first engine is the reference. After
 * every move all that it brings about is waited for, so that what is compared does not depend on who was faster.
 */
export async function equivalence(
  engines: Readonly<Record<string, EngineHarness>>,
  { seed = 7, runs = 10, moves = 14 }: EquivalenceOptions = {},
): Promise<void> {
  const [reference, ...others] = Object.entries(engines);
  const same = fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: moves }), async (schedule) => {
    const expected = await played(reference![1], schedule);
    for (const [name, harness] of others) equal(await played(harness, schedule), expected, `${name} beside ${reference![0]}`);
  });
  await fc.assert(same, { seed, numRuns: runs });
}

/** Outcomes in order, and everything that is left. */
async function played(harness: EngineHarness, schedule: readonly Move[]): Promise<unknown> {
  const desk = await deskAt(harness, { subscribers: { host: {} } });
  try {
    const outcomes: unknown[] = [];
    for (const each of schedule) {
      outcomes.push(await make(desk, each));
      await desk.calm();
    }
    const { engine, arrived } = desk;
    const ids = (await engine.find({ by: clerk })).map(({ id }) => id);
    const journals = await Promise.all(ids.map((id) => engine.history(id, { by: clerk })));
    const lanes = ids.map((id) => arrived.filter((message) => message.case === id));
    return { outcomes, ids, journals, lanes, work: await engine.worklist({ by: chief }), done: await engine.done({ by: clerk }) };
  } finally {
    await desk.close();
  }
}

async function make(desk: Desk, step: Move): Promise<unknown> {
  const { engine, open, send, note, later } = desk;
  switch (step.move) {
    case 'open': {
      const subject = step.subject === null ? {} : { subject: { type: 'house', id: `${step.subject}` } };
      return open({ ...keyed(step.key), ...subject });
    }
    case 'send':
      return send(await idAt(desk, step.on), step.command, {
        ...keyed(step.key),
        ...(step.expected !== null && { expectedRevision: step.expected }),
      });
    case 'note':
      return note(await idAt(desk, step.on), step.text, { ...keyed(step.key), by: colleague });
    case 'act': {
      const id = await idAt(desk, step.on);
      switch (step.act) {
        case 'claim':
          return engine.claim(id, { by: clerk });
        case 'resume':
          return engine.resume(id, { by: chief });
        case 'comment':
          return engine.comment(id, { by: clerk, text: 'x' });
        default:
          return engine[step.act](id, { by: chief, reason: 'x' });
      }
    }
    case 'wait':
      return later(step.hours * hourMs);
  }
}

const keyed = (given: string | null) => (given === null ? {} : { key: given });

/** One of the cases there are: helpers, too. */
async function idAt({ engine }: Desk, place: number): Promise<string> {
  const found = await engine.find({ by: clerk });
  return found[place % Math.max(found.length, 1)]?.id ?? 'e1';
}
