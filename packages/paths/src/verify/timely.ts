// `leadsTo` within a bound: explored once more with people who take their time, and the longest way from `from` that `to` does not end.
import type { Limit, Process, Text } from '@bihuan/core';
import { duration } from '../cases/duration.ts';
import type { TestPath } from '../cases/suite.ts';
import { everyDayCalendar } from '../explore/every-day-calendar.ts';
import { explore } from '../explore/explore.ts';
import type { Graph } from '../explore/graph.ts';
import type { Place } from '../explore/place-key.ts';
import { type ProcessModelOptions, processModel } from '../explore/process-model.ts';
import type { Request } from '../explore/thorough.ts';
import { optionInvalid } from '../option-invalid.ts';
import { checkAbstraction } from './check-abstraction.ts';
import type { Found } from './graph-checks.ts';
import { lingering } from './lingering.ts';
import { type CounterExample, foundAgainst, type Property, viewOf } from './properties.ts';
import { defaultStates, type VerifyOptions } from './verify-options.ts';
import { runSideBySide, waitOf } from './waits.ts';
import { processWitness } from './witness.ts';

export interface TimelyVerdict {
  readonly rule: string;
  readonly finding?: Found;
  readonly witness?: TestPath;
  /** Why it is neither proven nor shown false. */
  readonly because?: string;
}

/**
 * Between two deadlines people are tried at once and in the last millisecond. That is the longest anything can take where all deadlines that run began
 * together and no rule reads the time; elsewhere a bound is shown broken or left open, never called proven.
 */
export async function timelyVerdicts(
  process: Process,
  properties: readonly Property[],
  options: VerifyOptions & ProcessModelOptions,
  { named, kept }: { readonly named: readonly string[]; readonly kept: readonly Request[] },
): Promise<readonly TimelyVerdict[]> {
  const bounded = properties.filter(({ leadsTo }) => leadsTo?.within !== undefined);
  if (bounded.length === 0) return [];
  const bounds = bounded.map(({ name, leadsTo }) => boundMs(name, leadsTo!.within!));
  const inner = processModel(process, { ...options, exactTime: true });
  for (const { world, label } of kept) inner.keep(world, label);
  const model = lingering(inner);
  const exploration = { ...explore(model, { states: defaultStates, ...options.limits }), model, wholeModel: true };
  const { graph } = exploration;
  const { against } = checkAbstraction(exploration, options.abstraction ?? {}, named, options.seed ?? 1);
  const places = Array.from({ length: graph.nodeCount }, (_, node) => (node === 0 ? undefined : model.unpack(graph.packed[node]!)));
  const open = openReason([...exploration.notExplored, ...against], places, inner.askWhen());
  const verdicts: TimelyVerdict[] = [];
  for (const [index, property] of bounded.entries()) {
    const late = tooLate(graph, places, property, bounds[index]!);
    const finding = late && foundAgainst(graph, property, late);
    const witness = finding && (await processWitness(process, exploration, finding.node!, finding));
    // What the engine does not walk, or walks in time, is not held against a process.
    if (witness && (late!.idle || waitedMs(witness, late!.way.length) > bounds[index]!))
      verdicts.push({ rule: property.name, finding, witness });
    else if (finding)
      verdicts.push({ rule: property.name, because: 'the case that breaks it in the model could not be walked on the engine' });
    else verdicts.push({ rule: property.name, ...(open !== undefined && { because: open }) });
  }
  return verdicts;
}

function boundMs(name: string, within: Limit): number {
  const { dueAtMs } = 'untilMs' in within ? { dueAtMs: 0 } : everyDayCalendar.due(0, within);
  if (!(dueAtMs > 0)) throw optionInvalid('verify', `${name}.within`, 'a length of time, such as workingDays(5) or hours(4)');
  return dueAtMs;
}

function openReason(
  notExplored: readonly string[],
  places: readonly (Place | undefined)[],
  clock: ReadonlySet<string>,
): string | undefined {
  if (notExplored.length > 0) return notExplored.join('; ');
  if (clock.size > 0) return `the rules ${[...clock].sort().join(', ')} read the time: between deadlines, only some moments were tried`;
  if (places.some((place) => place !== undefined && runSideBySide(place)))
    return 'deadlines that began at different moments run side by side: between them, only some moments were tried';
  return undefined;
}

const endsWithout: Text = { zh: '没有就结束了', en: 'it ends without it' };
const nobodyHasTo: Text = { zh: '没有期限在走,谁都可以不办', en: 'no deadline runs, and nobody has to move' };

interface Late extends CounterExample {
  /** Nothing makes it go on: the time runs out where it stands. */
  readonly idle: boolean;
}

const waitedMs = ({ steps }: TestPath, last: number): number =>
  steps.slice(steps.length - last).reduce((sum, { time }) => sum + (time?.waitMs ?? 0), 0);

/** One arrival at a node: how long ago `from` came to hold, and the arrival before. */
interface Arrival {
  readonly node: number;
  readonly elapsedMs: number;
  readonly edge: number;
  readonly before: Arrival | undefined;
}

/** The longest way counts: from the same place on, who has waited longer is late in every case in which the other is. Shortest cases first. */
function tooLate(graph: Graph, places: readonly (Place | undefined)[], { leadsTo }: Property, mostMs: number): Late | undefined {
  const { from, to } = leadsTo!;
  const views = places.map((place) => place && viewOf(place.record));
  const done = views.map((view) => view !== undefined && to(view));
  const longest = new Float64Array(graph.nodeCount).fill(-1);
  const layers: Arrival[][] = [];
  const arrive = (depth: number, arrival: Arrival) => {
    if (done[arrival.node] || arrival.elapsedMs <= longest[arrival.node]!) return;
    longest[arrival.node] = arrival.elapsedMs;
    const layer = layers[depth] ?? [];
    layer.push(arrival);
    layers[depth] = layer;
  };
  depthsOf(graph).forEach((depth, node) => {
    const view = views[node];
    if (view && from(view)) arrive(depth, { node, elapsedMs: 0, edge: -1, before: undefined });
  });
  for (let depth = 0; depth < layers.length; depth++) {
    for (const arrival of layers[depth] ?? []) {
      const { node, elapsedMs } = arrival;
      if (elapsedMs < longest[node]! || node >= graph.exploredCount) continue;
      const next = waitOf(places[node]!);
      if (next === undefined) return { ...wayOf(arrival), says: graph.ended.has(node) ? endsWithout : nobodyHasTo, idle: true };
      const [first, end] = graph.edgesOf(node);
      for (let edge = first; edge < end; edge++) {
        const { kind, offsetMs = 0 } = graph.labelOf(edge);
        const passed = elapsedMs + (kind === 'time' ? next.waitMs + offsetMs : 0);
        const arrived: Arrival = { node: graph.edgeTo.at(edge), elapsedMs: passed, edge, before: arrival };
        if (passed > mostMs)
          return {
            ...wayOf(arrived),
            says: { zh: `用了 ${duration(passed, 'zh')}`, en: `it takes ${duration(passed, 'en')}` },
            idle: false,
          };
        arrive(depth + 1, arrived);
      }
    }
  }
  return undefined;
}

/** Steps from an opening, by node; nodes are in the order they were first come to. */
function depthsOf(graph: Graph): Int32Array {
  const depths = new Int32Array(graph.nodeCount).fill(-1);
  depths[0] = 0;
  for (let node = 0; node < graph.exploredCount; node++) {
    const [first, end] = graph.edgesOf(node);
    for (let edge = first; edge < end; edge++) {
      const to = graph.edgeTo.at(edge);
      if (depths[to]! < 0) depths[to] = depths[node]! + 1;
    }
  }
  return depths;
}

function wayOf(arrival: Arrival): Pick<CounterExample, 'node' | 'way'> {
  const way: number[] = [];
  let at = arrival;
  for (; at.before; at = at.before) way.unshift(at.edge);
  return { node: at.node, way };
}
