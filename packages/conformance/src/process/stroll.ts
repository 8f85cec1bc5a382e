// What a walk does next: mostly something that is possible, sometimes something that is not, and now and then nothing but wait.
import type { AnyProcess, CaseRecord, ControlName, Explanation, Opening } from '@bihuan/core';
import fc from 'fast-check';
import { LawBroken } from '../check.ts';
import { isFinal } from './places-of.ts';
import type { ProcessTrial } from './trial.ts';
import { valuesOf } from './values-of-schema.ts';
import { type Draw, type OpenCase, system, type Walk } from './walk.ts';

const kinds = ['may', 'may', 'may', 'may', 'may', 'may', 'wait', 'wait', 'control', 'join', 'may not'] as const;
const mostCases = 6;

/** Opens a case and takes up to `steps` steps with it, and with those it is linked with. */
export async function stroll(walk: Walk, draw: Draw, trial: ProcessTrial, steps: number): Promise<void> {
  await open(walk, draw, trial, walk.process, []);
  const done = new Set<string>();
  for (let step = 0; step < steps; step++) {
    const cases = await walk.cases();
    const alive = cases.filter(({ record }) => !record.closed?.final);
    if (alive.length === 0) return;
    const kind = draw(fc.constantFrom(...kinds));
    const chosen = draw(fc.boolean()) ? alive[0]! : draw(fc.constantFrom(...alive));
    if (kind === 'join' && cases.length < mostCases) await join(walk, draw, trial, chosen);
    else if (kind === 'control' || chosen.record.suspended) await useControl(walk, draw, chosen);
    else if (kind === 'wait') await wait(walk, draw, chosen.record);
    else await sendCommand(walk, draw, trial, chosen, kind !== 'may not', done);
    await walk.deliver();
  }
}

/** Opens another case of the same process, or one of another that links to it. */
async function join(walk: Walk, draw: Draw, trial: ProcessTrial, to: OpenCase): Promise<void> {
  const linked = walk.linkable(to).map(({ process, type }) => ({ process, links: [{ type, to: to.record.id }] }));
  const { process, links } = draw(fc.constantFrom(...linked, ...linked, { process: to.process, links: [] }));
  await open(walk, draw, trial, process, links);
}

async function open(walk: Walk, draw: Draw, trial: ProcessTrial, process: AnyProcess, links: NonNullable<Opening['links']>): Promise<void> {
  const { spec } = process;
  const openers = walk.cast.ids.filter((id) => walk.cast.grants[id]!.some((grant) => spec.opener.includes(grant.role)));
  const person = openers.length > 0 ? draw(fc.constantFrom(...openers)) : system;
  const own = process === walk.process ? trial.input : undefined;
  const input = valid(draw, spec.input, own ?? valuesOf(spec.input, hints(walk, [])), `input of ${process.id}`);
  const outcome = await walk.open(process, person, input, links);
  if (outcome.outcome !== 'applied') throw new LawBroken(`opening was not applied: ${JSON.stringify(outcome)}`);
}

interface Choice {
  readonly person: string;
  readonly command: string;
  readonly explanation: Explanation;
}

async function sendCommand(walk: Walk, draw: Draw, trial: ProcessTrial, to: OpenCase, may: boolean, done: Set<string>): Promise<void> {
  const choices = actors(walk, draw, to).flatMap((person): Choice[] =>
    Object.entries(walk.explanationsFor(to, person).commands).map(([command, explanation]) => ({ person, command, explanation })),
  );
  const fitting = choices.filter(({ explanation }) => (explanation.status !== 'refused') === may);
  const from = preferred(draw, fitting, [(choice) => !may || !endsCase(to, choice), ({ command }) => !done.has(command)]);
  const onlyEnds = may && from.every((choice) => endsCase(to, choice));
  if (from.length === 0 || (onlyEnds && draw(fc.nat(3)) > 0)) return wait(walk, draw, to.record);
  // First which command, then who: a command that many may send is no likelier than one that few may.
  const command = draw(fc.constantFrom(...new Set(from.map((choice) => choice.command))));
  const { person, explanation } = draw(fc.constantFrom(...from.filter((choice) => choice.command === command)));
  const payload = await payloadFor(walk, draw, trial, to, command, explanation);
  const known = explanation.status === 'allowed' && payload.drawn ? { ...explanation, status: 'needs-input' as const } : explanation;
  const outcome = await walk.send(to, person, { kind: 'command', type: command, payload: payload.value }, known);
  if (outcome.outcome === 'applied') done.add(command);
}

const endsCase = ({ process }: OpenCase, { explanation }: Choice): boolean =>
  explanation.branches.every(({ target }) => target !== null && isFinal(process, target));

/** One of the people of each role of the process, and those outside of the roles. */
function actors(walk: Walk, draw: Draw, { process }: OpenCase): readonly string[] {
  const others = walk.cast.ids.filter((id) => !/-[12]$/.test(id));
  return [...process.spec.roles.map((role) => `${role}-${draw(fc.constantFrom(1, 2))}`), ...others, system];
}

/** Three times in four, only those that have a wanted property, as long as there are some. */
function preferred<T>(draw: Draw, all: readonly T[], properties: readonly ((each: T) => boolean)[]): readonly T[] {
  return properties.reduce((left, property) => {
    const better = left.filter(property);
    return better.length > 0 && better.length < left.length && draw(fc.nat(3)) > 0 ? better : left;
  }, all);
}

async function payloadFor(walk: Walk, draw: Draw, trial: ProcessTrial, to: OpenCase, command: string, { status }: Explanation) {
  const schema = to.process.spec.commands[command]!.payload;
  if (!schema) return { value: undefined, drawn: false };
  const cases = (await walk.cases()).map(({ record }) => record.id);
  const own = to.process === walk.process ? trial.payloads?.[command] : undefined;
  if (status === 'allowed' && !own && draw(fc.boolean())) return { value: {}, drawn: false };
  const view = { case: to.record, nowMs: walk.clock.nowMs(), people: walk.cast.ids, cases };
  return { value: valid(draw, schema, own ? own(view) : valuesOf(schema, hints(walk, cases)), command), drawn: true };
}

const hints = (walk: Walk, cases: readonly string[]) => ({ names: [...walk.cast.ids, ...cases], nowMs: walk.clock.nowMs() });

const mostDraws = 200;

function valid(
  draw: Draw,
  schema: { safeParse(value: unknown): { readonly success: boolean } },
  values: fc.Arbitrary<unknown>,
  what: string,
): unknown {
  for (let attempt = 0; attempt < mostDraws; attempt++) {
    const value = draw(values);
    if (schema.safeParse(value).success) return value;
  }
  throw new LawBroken(`no random value of ${what} passed its schema: give a generator for it`);
}

async function wait(walk: Walk, draw: Draw, { timers }: CaseRecord): Promise<void> {
  const now = walk.clock.nowMs();
  const running = Object.values(timers).filter((timer) => timer.stoppedAtMs === null);
  const dueAtMs = running.length === 0 ? now + 86_400_000 : Math.min(...running.map((timer) => timer.dueAtMs));
  const shift = draw(fc.constantFrom(0, 0, 0, -1, 1, 3_600_000));
  await walk.wait(Math.max(Math.ceil(dueAtMs) + shift, now), draw(fc.nat(3)) > 0);
}

async function useControl(walk: Walk, draw: Draw, to: OpenCase): Promise<void> {
  const explained = actors(walk, draw, to)
    .filter((person) => person !== system)
    .map((person) => ({ person, controls: walk.explanationsFor(to, person).controls }));
  const payloads = controlPayloads(to.record, walk.cast.ids);
  const names = Object.keys(payloads) as ControlName[];
  const choices = names.flatMap((name) =>
    explained.flatMap(({ person, controls }) => (controls[name].status === 'refused' ? [] : [{ name, person }])),
  );
  const resuming = to.record.suspended && draw(fc.nat(2)) > 0 ? choices.filter(({ name }) => name === 'resume') : [];
  const from = resuming.length > 0 ? resuming : choices;
  if (from.length === 0) return wait(walk, draw, to.record);
  const { name, person } = draw(fc.constantFrom(...from));
  await walk.send(to, person, { kind: 'control', type: name, payload: payloads[name] }, undefined);
}

/** What the built-in acts are given. Those that end a case or set it by hand are not used. */
function controlPayloads({ timers, workItems }: CaseRecord, people: readonly string[]): Partial<Record<ControlName, object>> {
  const [timer] = Object.values(timers);
  const [item] = Object.values(workItems);
  const later = { limit: { ms: 86_400_000 } };
  return {
    comment: { text: '现场已看' },
    suspend: { reason: '等待天气' },
    resume: {},
    attach: { evidence: [{ kind: 'photo', reference: 'host:1', hash: 'sha256:0123456789abcdef' }] },
    ...(item && { claim: { state: item.state }, release: { state: item.state }, delegate: { state: item.state, to: people[0]! } }),
    ...(item && { reassign: { state: item.state, to: null, reason: '换人' } }),
    ...(timer && { extend: { deadline: timer.deadline, ...later, reason: '下雨' } }),
    ...(timer && { supervise: { deadline: timer.deadline, ...later, instruction: '尽快' } }),
  };
}
