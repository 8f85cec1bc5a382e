// Guards, and what each of their rules answers where a case is: what MC/DC compares.
import { type ActingPerson, type AnyProcess, type CaseRecord, type Process, systemActor, systemRole } from '@bihuan/core';
import { askRule, candidates, factsOf, judge, parsePayload, ruleNames, standingAt, timerEvent, transitionId } from '@bihuan/core/model';
import { tenant } from '../explore/cast.ts';
import { modelNowMs } from '../explore/codec.ts';
import { absolute, type Label } from '../explore/label.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Wanted } from '../generate/obligations.ts';

export interface Guard {
  /** Of the transition it guards. */
  readonly id: string;
  readonly source: string;
  readonly expression: NonNullable<Parameters<typeof judge>[0]>;
  readonly rules: readonly string[];
}

/** One time a guard was asked: what each of its rules answered, and what that came to. */
export interface Evaluation {
  readonly guard: Guard;
  readonly values: Readonly<Record<string, boolean>>;
  readonly holds: boolean;
}

/** Every guard, by the id of its transition. */
export function guardsOf({ machine }: Pick<AnyProcess, 'machine'>): ReadonlyMap<string, Guard> {
  const walk = (node: any): Guard[] => [
    ...[...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap((transition: any) => {
      const expression = transition.meta?.rule;
      if (expression === undefined) return [];
      const id = transitionId(transition);
      return [{ id, source: node.path.join('.'), expression, rules: [...new Set(ruleNames(expression))] }];
    }),
    ...Object.values(node.states ?? {}).flatMap(walk),
  ];
  return new Map(walk(machine.root).map((guard) => [guard.id, guard]));
}

/** Those made with `all`, `any` or `not`. */
export const compoundGuards = (process: Pick<AnyProcess, 'machine'>): ReadonlyMap<string, Guard> =>
  new Map([...guardsOf(process)].filter(([, { expression }]) => typeof expression === 'object'));

/** For each rule of each compound guard: it decides by holding, and by not holding. */
export function reasonObligations(process: Process): readonly Wanted[] {
  const { labels } = process.spec;
  return [...compoundGuards(process).values()].flatMap(({ id, rules }) =>
    rules.flatMap((rule) => {
      const text = labels.rules[rule] ?? { zh: rule, en: rule };
      return [true, false].map(
        (holds): Wanted => ({
          id: `mcdc:${id}:${rule}=${holds}`,
          criterion: 'reasons',
          label: {
            zh: `${id.replaceAll('|', ' ')} 只因“${text.zh}”${holds ? '成立' : '不成立'}而定`,
            en: `${id.replaceAll('|', ' ')} is decided by ${rule} alone, which ${holds ? 'holds' : 'does not hold'}: ${text.en}`,
          },
        }),
      );
    }),
  );
}

/**
 * Asks the guards that a request, or the deadline that is next, comes by, in the order they are tried, up to the one that holds. Nothing where the actor
 * may not, the content does not fit, or the case is suspended. Guards of eventless transitions are not asked: what they see is between two states.
 */
export function evaluationsAt(
  model: ProcessModel,
  guards: ReadonlyMap<string, Guard>,
  { record }: Place,
  label: Label,
): readonly Evaluation[] {
  const process = model.process as Process;
  const asked =
    label.kind === 'time'
      ? whenDue(record, label)
      : label.kind === 'command' && !isDue(record)
        ? requested(model, record, label)
        : undefined;
  if (!asked || record.suspended || record.closed?.final) return [];
  const command = label.kind === 'time' ? null : label.name;
  const event = command ?? timerEvent(process, label.name, label.state!);
  const name = command ?? `after ${label.name}`;
  const args = { ...asked, case: factsOf(record), context: record.context };
  const counts = new Map<string, number>();
  const found: Evaluation[] = [];
  const decided: string[] = [];
  for (const { source, rule } of candidates(process, record, event)) {
    const index = counts.get(source) ?? 0;
    counts.set(source, index + 1);
    if (decided.some((each) => each === source || source === '' || each.startsWith(`${source}.`))) continue;
    const ask = (each: string) => askRule(process.spec, command, each, args);
    const holds = judge(rule, ask).holds === true;
    if (holds) decided.push(source);
    const guard = guards.get(`${source}|${name}|${index}`);
    if (guard) found.push({ guard, holds, values: Object.fromEntries(guard.rules.map((each) => [each, ask(each).holds === true])) });
  }
  return found;
}

type Asked = { readonly payload: unknown; readonly by: ActingPerson; readonly at: number };

function requested(model: ProcessModel, { unit }: CaseRecord, { name, actor, payload: given }: Label): Asked | undefined {
  const { spec } = model.process;
  const { by } = standingAt(model.cast.standing(actor ?? ''), spec.id, unit, modelNowMs);
  if (!spec.commands[name]!.by.some((role: string) => by.roles.includes(role))) return undefined;
  const parsed = parsePayload(spec, name, spec.commands[name]!.payload, given === undefined ? undefined : absolute(given, modelNowMs));
  return parsed.ok ? { payload: parsed.value, by, at: modelNowMs } : undefined;
}

function whenDue({ timers }: CaseRecord, { state, name }: Label): Asked | undefined {
  const timer = timers[`${state}#${name}`];
  const by = { ...systemActor(tenant), persons: ['bihuan:system'], roles: [systemRole] as const };
  return timer && { payload: undefined, by, at: Math.max(timer.dueAtMs, modelNowMs) };
}
