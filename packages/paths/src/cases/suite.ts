// The neutral form of test cases: JSON that people read, tools convert and drivers run. Nothing in it needs the process it came from.
import { z } from 'zod';

const text = z.strictObject({ zh: z.string(), en: z.string() });
const json = z.json();

/** What has to be seen after a step. What is left out is not compared. */
export const expectation = z.strictObject({
  /** `applied`, or the refusal: `refused`, `forbidden`, `invalid`, `suspended`, `replayed`, `key-reused`, `conflict`. A plain machine `ignores` what it does not accept. */
  outcome: z.string(),
  /** Paths of the active leaf states. */
  states: z.array(z.string()),
  /** Why not: the code of each reason, and the rule where it is one. */
  reasons: z.array(z.strictObject({ code: z.string(), rule: z.string().optional() })).optional(),
  /** Paths of what is wrong in the payload: `payload/days`. */
  issues: z.array(z.string()).optional(),
  /** Context fields that this step changed. Instants are left out: they depend on when the case is run. */
  context: z.record(z.string(), json).optional(),
  /** Context fields that this step sets to another instant: only that they change is compared. */
  instants: z.array(z.string()).optional(),
  /** Deadlines that run afterwards, as `state#deadline`. */
  timers: z.array(z.string()).optional(),
  workItems: z.array(z.strictObject({ state: z.string(), roles: z.array(z.string()), assignee: z.string().nullable() })).optional(),
  /** Names of the messages this step sends, in order. */
  messages: z.array(z.string()).optional(),
  /** The result the case has ended with, or null while it is open. */
  closed: z.string().nullable().optional(),
});
export type Expectation = z.infer<typeof expectation>;

export const step = z.strictObject({
  /**
   * `open` begins the case; `command` and `control` (a built-in act: extend, suspend …) are requests; `time` passes until a deadline; `news` comes from a
   * linked case; `retry` sends the last applied request again with its key; `together` sends this request twice at once, on the same revision.
   */
  kind: z.enum(['open', 'command', 'control', 'time', 'news', 'retry', 'together']),
  /** The command, built-in act or event; for `open` the word `open`, for `news` what happened to the link; absent for `time`. */
  command: z.string().optional(),
  /** `offsetMs` from the due time of a running deadline: -1 just before, 0 at, 1 just after; null stands for natural time that no deadline names. */
  time: z
    .strictObject({
      state: z.string(),
      deadline: z.string(),
      offsetMs: z.number(),
      /** How long that is here, in ms. */ waitMs: z.number(),
    })
    .optional(),
  /** Id of a person of the cast; null for the clock, for linked cases and for plain machines. */
  actor: z.string().nullable(),
  payload: json.optional(),
  /** Labels of what is done, for people. */
  label: text,
  /** Where the case is before, so that a reader finds the step on the diagram. */
  from: z.array(z.string()),
  /** Transitions it takes, by id. */
  transitions: z.array(z.string()),
  /** True where the step has to change nothing. */
  negative: z.boolean().optional(),
  expect: expectation,
});
export type Step = z.infer<typeof step>;

export const testPath = z.strictObject({
  /** From the content: the same steps have the same id in every run and version. */
  id: z.string(),
  title: text,
  steps: z.array(step).min(1),
  /** Ids of the obligations that this path is the first to meet. */
  covers: z.array(z.string()),
  /** Requirements that this path has a part in: it covers something that they ask for. */
  requirements: z.array(z.string()).optional(),
});
export type TestPath = z.infer<typeof testPath>;

/** Something that a suite has to come by, or the reason why none can. */
export const obligation = z.strictObject({
  id: z.string(),
  criterion: z.string(),
  label: text,
  /** Why it is left out or cannot be met; absent while it counts. */
  excluded: z.string().optional(),
  covered: z.boolean(),
  /** Ids of obligations that this one is made of: it is covered when all of them are. */
  parts: z.array(z.string()).optional(),
});
export type Obligation = z.infer<typeof obligation>;

export const suite = z.strictObject({
  format: z.literal('bihuan-paths/1'),
  process: z.string(),
  version: z.union([z.number(), z.string()]),
  /** Of the definition the cases were made from: another hash is a stale file. */
  hash: z.string(),
  title: text,
  /** What things are called, for people: `state:rectifying`, `role:owner`, `deadline:rectify`, `rule:isOwner`, `message:…`, `field:…`, `result:…`. */
  names: z.record(z.string(), text).optional(),
  cover: z.array(z.string()),
  seed: z.number(),
  /** Who takes part, and what they may act as. */
  cast: z.array(z.strictObject({ id: z.string(), roles: z.array(z.string()) })),
  /** When the cases begin (epoch ms) and what counts the time. */
  startMs: z.number(),
  calendar: z.string(),
  paths: z.array(testPath),
  obligations: z.array(obligation),
  totals: z.strictObject({
    paths: z.number(),
    /** Every step, openings and refusals among them. */
    steps: z.number(),
    /** The least any suite could take that covers the same, guards ignored; null where the criterion has no such bound. */
    lowerBound: z.number().nullable(),
    covered: z.number(),
    coverable: z.number(),
    /** In words: limits that stopped the exploration, and what they left. Empty when all was explored. */
    notExplored: z.array(z.string()),
    /** Why steps exceed the bound, where they do. */
    gap: z.string().optional(),
  }),
});
export type Suite = z.infer<typeof suite>;
