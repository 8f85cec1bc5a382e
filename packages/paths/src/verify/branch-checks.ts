// P011 and P012: what the branches of one event answer together, in every place a case was found at: none of them, or more than one.
import { BihuanError, type Process, type Reason, type StateNodeConfig, systemRole, type Text } from '@bihuan/core';
import { askRule, type Candidate, candidates, factsOf, judge, standingAt, timerEvent } from '@bihuan/core/model';
import { modelNowMs } from '../explore/codec.ts';
import { absolute, type Label } from '../explore/label.ts';
import { isDue, type Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Explored } from '../tours/tour.ts';
import type { Found } from './graph-checks.ts';

const text = (zh: string, en: string): Text => ({ zh, en });

/** Each once for every set of active states, where it shows first. The witness ends with the request that is refused, or the event that is decided by order. */
export function branchChecks(process: Process, { graph, model }: Explored<Place, ProcessModel>): readonly Found[] {
  const settled = new Set<string>();
  const heard = new Map<string, readonly Candidate[]>();
  const found: Found[] = [];
  for (let node = 1; node < graph.exploredCount; node++) {
    const place = model.unpack(graph.packed[node]!);
    if (place.record.closed?.final || isDue(place.record)) continue;
    const states = graph.leavesOf(node).join(' ');
    for (const label of events(process, place)) {
      const about = `${states}: ${label.name}`;
      const branches = heard.get(about) ?? candidates(process, place.record, eventOf(process, label));
      heard.set(about, branches);
      if (branches.length === 0) continue;
      const guarded = branches.every(({ rule }) => rule !== undefined);
      const seek = {
        refused: guarded && label.kind === 'command' && !settled.has(`P011 ${about}`),
        together: mayOverlap(branches) && !settled.has(`P012 ${about}`),
      };
      if (!seek.refused && !seek.together) continue;
      for (const request of requests(model, place, label)) {
        if (seek.refused) {
          const reasons = refusals(model, place, request);
          if (reasons) {
            seek.refused = false;
            settled.add(`P011 ${about}`);
            found.push(unaccepted(about, node, request, reasons));
          }
        }
        if (seek.together) {
          const open = attentive(() => openTogether(process, model, place, request, branches));
          if (open) {
            seek.together = false;
            settled.add(`P012 ${about}`);
            found.push(decidedByOrder(about, node, request, open));
          }
        }
        if (!seek.refused && !seek.together) break;
      }
    }
  }
  return found.sort((one, other) => one.rule.localeCompare(other.rule));
}

/** What people may ask for here and what may run out, without its content. */
function events({ spec, statechart }: Process, { record }: Place): readonly Label[] {
  const heard = new Set(Object.keys(statechart.on ?? {}));
  for (const path of record.states) {
    let config = statechart as StateNodeConfig<any>;
    for (const name of path.split('.')) {
      config = config.states![name]!;
      for (const command of Object.keys(config.on ?? {})) heard.add(command);
    }
  }
  const commands = [...heard].filter((command) => spec.commands[command]?.by.some((role) => role !== systemRole));
  const running = Object.values(record.timers).filter(({ stoppedAtMs }) => stoppedAtMs === null);
  return [
    ...commands.map((name): Label => ({ kind: 'command', name, actor: null })),
    ...running.map(({ deadline, state }): Label => ({ kind: 'time', name: deadline, state, actor: null })),
  ];
}

const eventOf = (process: Process, { kind, name, state }: Label): string => (kind === 'time' ? timerEvent(process, name, state!) : name);

/** The same event by everybody who has the role, with every content it is tried with. */
function requests(model: ProcessModel, { world }: Place, label: Label): readonly Label[] {
  if (label.kind === 'time') return [label];
  const { by, payload } = model.process.spec.commands[label.name]!;
  const actors = model.cast.worlds[world]!.filter(({ roles }) => roles.some((role) => by.includes(role)));
  const contents = payload === undefined ? [{}] : model.variants(label.name).map(({ value }) => ({ payload: value }));
  return contents.flatMap((content) => actors.map(({ id }): Label => ({ ...label, actor: id, ...content })));
}

/** Why the rules leave no branch open; undefined when one is, or something else is in the way. */
function refusals(model: ProcessModel, place: Place, request: Label): readonly Reason[] | undefined {
  const answer = model.refusal(place, request);
  return answer?.outcome === 'refused' && answer.reasons.every(({ code }) => code === 'rule') ? answer.reasons : undefined;
}

/** Two branches of one state of which the last is not simply what is left over. */
const mayOverlap = (branches: readonly Candidate[]): boolean =>
  [...bySource(branches).values()].some((own) => withoutFallback(own).length > 1);

function bySource(branches: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const map = new Map<string, Candidate[]>();
  for (const branch of branches) map.set(branch.source, [...(map.get(branch.source) ?? []), branch]);
  return map;
}

const withoutFallback = (own: readonly Candidate[]): readonly Candidate[] => (own.at(-1)!.rule === undefined ? own.slice(0, -1) : own);

/** The branches of one state that are open at once, apart from a last one without a rule. A state inside another comes first: that is no matter of order. */
function openTogether(
  process: Process,
  model: ProcessModel,
  { record }: Place,
  request: Label,
  branches: readonly Candidate[],
): readonly Candidate[] | undefined {
  const timer = request.kind === 'time' ? record.timers[`${request.state}#${request.name}`]! : undefined;
  const at = timer?.dueAtMs ?? modelNowMs;
  const { by } = standingAt(model.cast.standing(request.actor ?? ''), process.id, record.unit, at);
  const payload = request.payload === undefined ? undefined : absolute(request.payload, modelNowMs);
  const args = { context: record.context, payload, by, at, case: factsOf(record) };
  const command = timer ? null : request.name;
  const holds = ({ rule }: Candidate) => judge(rule, (name) => askRule(process.spec, command, name, args)).holds === true;
  for (const own of bySource(branches).values()) {
    const open = withoutFallback(own).filter(holds);
    if (open.length > 1) return open;
  }
  return undefined;
}

/** Undefined where the process itself fails: exploration says so. */
function attentive<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof BihuanError) return undefined;
    throw cause;
  }
}

function unaccepted(at: string, node: number, then: Label, reasons: readonly Reason[]): Found {
  const told = (language: 'zh' | 'en') => reasons.map(({ rule, text: says }) => `${rule}(${says[language]})`);
  return {
    rule: 'P011',
    at,
    node,
    then,
    text: text(`没有分支接受:${told('zh').join('、')}`, `no branch accepts it: ${told('en').join(', ')}`),
  };
}

function decidedByOrder(at: string, node: number, then: Label, open: readonly Candidate[]): Found {
  const targets = open.map(({ source, target }) => target ?? source);
  return {
    rule: 'P012',
    at,
    node,
    then,
    text: text(`同时可走 ${targets.join('、')},由先后次序决定`, `${targets.join(' and ')} are open at once: order decides`),
  };
}
