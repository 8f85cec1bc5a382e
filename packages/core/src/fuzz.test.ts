// What no request may do, whoever sends it: crash, write half, or break a law. BIHUAN_FUZZ_RUNS and BIHUAN_FUZZ_SEED choose how many, and which.
import { expect, it } from 'vitest';
import { auditFaults, by, type Desk, desk, hour } from './desk.fixture.ts';
import { odd, type Random, randomFrom, spoilt } from './hostile.fixture.ts';
import { BihuanError, type ControlName } from './index.ts';
import { parcel } from './parcel.fixture.ts';
import { project, task } from './project.fixture.ts';
import { workshop } from './workshop.fixture.ts';

const { env = {} } = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process ?? {};
const runs = Number(env['BIHUAN_FUZZ_RUNS'] ?? 100_000);
const seed = Number(env['BIHUAN_FUZZ_SEED'] ?? 20260105);
const perDesk = 250;

const processes = [parcel, workshop, project, task] as const;
const everyone = ['li', 'wang', 'zhao', 'root', 'both', 's', 'p', 'lead', 'worker', 'all', 'nobody'];
const roles = ['clerk', 'checker', 'chief', 'smith', 'painter', 'lead', 'worker'];
const people = {
  s: [{ role: 'smith', unit: '' }],
  p: [{ role: 'painter', unit: '' }],
  lead: [{ role: 'lead', unit: '' }],
  worker: [{ role: 'worker', unit: 'a' }],
  all: roles.map((role) => ({ role, unit: '' })),
  ace: [...roles, 'operator'].map((role) => ({ role, unit: '' })),
};
const inputs = { parcel: { weight: 2, note: 'fragile' }, workshop: {}, project: {}, task: { size: 3 } };
const payloads: Record<string, unknown> = {
  assign: { handler: 'li', days: 2 },
  weigh: { weight: 2.3 },
  reopen: { reason: 'r' },
  strike: { strokes: 2 },
  adopt: { task: 'c-1' },
  spoil: { how: 'loop' },
};
const limit = { ms: 5 * hour };
const acts: Record<string, Record<string, unknown>> = {
  claim: { state: 'received' },
  release: {},
  delegate: { to: 'wang' },
  reassign: { to: 'li', reason: 'r' },
  suspend: { reason: 'r' },
  resume: {},
  extend: { deadline: 'search', limit, reason: 'r' },
  supervise: { deadline: 'pickUp', limit, instruction: 'now' },
  link: { type: 'task', to: 'c-2' },
  unlink: { type: 'task', to: 'c-2', reason: 'r' },
  comment: { text: 'x' },
  attach: { evidence: [{ kind: 'photo', reference: 'r', hash: 'sha256:0123456789' }] },
  cancel: { reason: 'r' },
  erase: { fields: [{ revision: 1, field: 'x' }], reason: 'r' },
  resolve: {},
  repair: { state: 'received', context: { weight: 3 }, reason: 'r' },
} satisfies Record<ControlName, Record<string, unknown>>;
const commands = [...new Set(processes.flatMap((process) => Object.keys(process.spec.commands)))].filter((command) => command !== 'spoil');
/** Acts that end or stop nothing, so that there is something left to do. */
const mild: readonly ControlName[] = [
  'claim',
  'release',
  'delegate',
  'resolve',
  'erase',
  'resume',
  'comment',
  'attach',
  'link',
  'extend',
  'supervise',
];
const commandsOf = (id: string): readonly string[] => Object.keys(processes.find((process) => process.id === id)!.spec.commands);
const outcomes = ['applied', 'replayed', 'refused', 'forbidden', 'invalid', 'conflict', 'suspended', 'key-reused', 'not-found'];

interface Attempt {
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

interface Opened {
  readonly id: string;
  readonly commands: readonly string[];
}

/** Fields around a payload: mostly good ones, at times one that is not. */
function envelope(random: Random): Record<string, unknown> {
  const by_ = by(random.chance(0.6) ? 'ace' : random.pick(everyone), random.chance(0.98) ? 't' : 'u');
  const asked: Record<string, unknown> = { by: random.chance(0.1) ? { ...by_, onBehalfOf: random.pick(everyone) } : by_ };
  if (random.chance(0.2)) asked['key'] = `k${random.below(200)}`;
  if (random.chance(0.05)) asked['expectedRevision'] = random.below(6);
  if (random.chance(0.05)) asked['occurredAtMs'] = random.below(2_000_000_000_000);
  if (!random.chance(0.08)) return asked;
  const field = random.pick(['by', 'key', 'expectedRevision', 'occurredAtMs', 'tx', 'extra']);
  return { ...asked, [field]: random.chance(0.5) ? odd(random) : spoilt(random, asked[field]) };
}

function attemptOf(random: Random, { engine, clock }: Desk, opened: readonly Opened[]): Attempt {
  const asked = envelope(random);
  const chosen = opened.length > 0 ? random.pick(opened.slice(-6)) : undefined;
  const id = chosen && random.chance(0.97) ? chosen.id : (odd(random) as string);
  const ref = random.chance(0.05) ? ({ id } as never) : id;
  const maybe = (value: unknown) => (random.chance(0.15) ? spoilt(random, value) : value);
  const kind = random.below(100);
  if (kind < 6 || !chosen) {
    const process = random.pick(processes);
    const opening = { unit: random.pick(['', 'a', 'a/b']), input: maybe(inputs[process.id as 'task']), id: `c-${opened.length}` };
    const more = random.chance(0.3) && { subject: { type: 'thing', id: '1' }, correlation: 'x', links: [{ type: 'task', to: 'c-1' }] };
    const options = random.chance(0.8) ? { ...opening, ...more } : spoilt(random, { ...opening, ...more });
    return { what: `open ${process.id}`, run: () => engine.open(process as never, { ...asked, ...(options as object) } as never) };
  }
  if (kind < 65) {
    const command = random.chance(0.97) ? random.pick(random.chance(0.9) ? chosen.commands : commands) : (odd(random) as string);
    const payload = maybe(typeof command === 'string' && Object.hasOwn(payloads, command) ? payloads[command] : undefined);
    return {
      what: `send ${typeof command === 'string' ? command : typeof command}`,
      run: () => engine.send(ref, command, { ...asked, payload } as never),
    };
  }
  if (kind < 90) {
    const act = random.pick(random.chance(0.6) ? mild : (Object.keys(acts) as ControlName[]));
    const options = maybe(acts[act]);
    return { what: act, run: () => engine[act](ref, { ...(typeof options === 'object' ? options : {}), ...asked } as never) };
  }
  const reads = [
    () => engine.get(ref, asked as never),
    () => engine.explain(ref, asked as never),
    () => engine.history(ref, asked as never),
    () => engine.verifyJournal(ref, asked as never),
    () => engine.find({ ...asked, unit: 'a' } as never),
    () => engine.worklist(asked as never),
  ];
  if (kind < 94) return { what: 'read', run: random.pick(reads) };
  const pass = async () => {
    clock.advance(random.pick([1, hour, 2 * hour, 13 * hour, 80 * hour, -hour]));
    await (random.chance(0.5) ? engine.runDue() : engine.relay());
  };
  return { what: 'pass', run: pass };
}

const tally = new Map<string, number>();

/** One desk, some hundred requests: what went wrong first, if anything. */
async function fuzzed(deskSeed: number, requests: number): Promise<string | undefined> {
  const random = randomFrom(deskSeed);
  const each = desk({
    processes,
    people,
    subscribers: { all: { handle: () => (random.chance(0.1) ? Promise.reject(new Error('lost')) : undefined) } },
  });
  const opened: Opened[] = [];
  const tried: Attempt[] = [];
  for (let step = 0; step < requests; step++) {
    const { what, run } = random.chance(0.05) && tried.length > 0 ? random.pick(tried.slice(-20)) : attemptOf(random, each, opened);
    tried.push({ what, run });
    const place = `BIHUAN_FUZZ_SEED=${deskSeed} step ${step}: ${what}`;
    const before = each.committed.length;
    let result: { readonly outcome?: string; readonly case?: { readonly id: string } } | undefined;
    try {
      result = (await run()) as typeof result;
    } catch (error) {
      if (!(error instanceof BihuanError)) return `${place} crashed: ${(error as Error)?.stack ?? String(error)}`;
      result = { outcome: error.code };
      if (!/^[A-Z_]+$/.test(error.code) || error.text.zh === '') return `${place} threw an error without a code`;
    }
    const outcome = what === 'read' || what === 'pass' ? what : result?.outcome;
    tally.set(String(outcome), (tally.get(String(outcome)) ?? 0) + 1);
    const written = each.committed.length - before;
    if (what === 'pass') continue;
    if (what !== 'read' && !outcomes.includes(outcome!) && !/^[A-Z_]+$/.test(outcome!)) return `${place} answered ${outcome}`;
    if (written !== (outcome === 'applied' ? 1 : 0)) return `${place} answered ${outcome} and committed ${written} times`;
    if (outcome === 'applied' && what.startsWith('open')) opened.push({ id: result!.case!.id, commands: commandsOf(what.slice(5)) });
  }
  const faults = await auditFaults(each.store, each.committed);
  if (({} as Record<string, unknown>)['polluted'] !== undefined) return `BIHUAN_FUZZ_SEED=${deskSeed} polluted a prototype`;
  return faults.length === 0 ? undefined : `BIHUAN_FUZZ_SEED=${deskSeed} broke a law: ${faults.join('; ')}`;
}

it(`no request crashes the engine, writes half or breaks a law (${runs} of them)`, { timeout: 600_000 }, async () => {
  for (let done = 0; done < runs; done += perDesk) {
    const failure = await fuzzed(seed + done, Math.min(perDesk, runs - done));
    if (failure !== undefined) expect.fail(failure);
  }
  if (runs >= 10_000)
    for (const outcome of [...outcomes, 'ACTOR_INVALID', 'RULE_THREW']) expect(tally.get(outcome), outcome).toBeGreaterThan(10);
});
