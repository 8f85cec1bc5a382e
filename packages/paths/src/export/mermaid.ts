// The states that a suite comes by as a Mermaid state diagram, one path drawn on it. What the graph holds is suite-graph.ts.
import type { Suite } from '../cases/suite.ts';
import { type Language, teller } from '../cases/teller.ts';
import { edgesOfStep, graphFromSuite } from '../report/suite-graph.ts';

/**
 * `stateDiagram-v2`; with `pathId`, the steps of that path are numbered on its edges and in notes (what is refused moves nowhere), and its states are coloured.
 * An unknown path draws the suite alone.
 */
export function mermaid(suite: Suite, pathId?: string, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const say = teller(suite, language);
  const graph = graphFromSuite(suite);
  const ids = new Map(graph.states.map((state, index) => [state, `s${index + 1}`]));
  const steps = suite.paths.find(({ id }) => id === pathId)?.steps ?? [];
  const numbers = new Map<string, number[]>();
  const notes = new Map<string, string[]>();
  const visited = new Set<string>();
  for (const [index, step] of steps.entries()) {
    for (const state of step.expect.states) visited.add(state);
    const drawn = edgesOfStep(step);
    for (const { id, from, to } of drawn) push(numbers, JSON.stringify([id, from, to]), index + 1);
    const at = step.expect.states[0];
    const why = step.negative || step.expect.outcome !== 'applied' ? ` — ${say.expected(step)[0]}` : '';
    if (drawn.length === 0 && step.kind !== 'open' && at !== undefined) push(notes, at, `${index + 1}. ${say.act(step)}${why}`);
  }
  const edges = graph.edges.flatMap(({ id, from, to, step }) => {
    if (to === null || !step) return [];
    const numbered = numbers.get(JSON.stringify([id, from, to]))?.join(', ');
    return [`  ${ids.get(from)} --> ${ids.get(to)} : ${label(`${numbered ? `${numbered}. ` : ''}${say.brief(step)}`)}`];
  });
  return [
    'stateDiagram-v2',
    '  direction LR',
    ...graph.states.map((state) => `  state "${label(say.name('state', state))}" as ${ids.get(state)}`),
    ...graph.initial.map((state) => `  [*] --> ${ids.get(state)}`),
    ...edges,
    ...[...notes].flatMap(([state, lines]) => [
      `  note right of ${ids.get(state)}`,
      ...lines.map((line) => `    ${label(line)}`),
      '  end note',
    ]),
    ...(visited.size > 0 ? ['  classDef passed fill:#d7f0dd,stroke:#1a7f37,color:#0b3d1a'] : []),
    ...[...visited].map((state) => `  class ${ids.get(state)} passed`),
    '',
  ].join('\n');
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** Mermaid has no escapes that hold everywhere: what it would read as its own is written in full width. Never empty. */
function label(text: string): string {
  const full = text.replace(/["#%&{}:;<>[\\\]`|~*]|-(?=-)|(?<=-)-/g, (mark) => String.fromCharCode(mark.charCodeAt(0) + 0xfee0));
  return full.replace(/\s+/gu, ' ').trim() || '—';
}
