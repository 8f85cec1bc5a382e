// The process as a suite shows it, with what a run made of it: passed, failed, never passed. Where things stand is layout.ts.
import type { Suite } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';
import { groupBy } from '../group-by.ts';
import { attributes, xmlText } from '../xml.ts';
import { coverageFromRun, type Passes } from './coverage.ts';
import { layout, type Spot } from './layout.ts';
import type { RunReport } from './run-report.ts';
import { type GraphEdge, graphFromSuite } from './suite-graph.ts';
import { fitted, textWidth } from './text-width.ts';

const [titleSize, stateSize, labelSize, countSize] = [16, 14, 12, 11];
const [lineHeight, margin, header, footer] = [16, 24, 40, 34];
/** Longest name drawn, in em; more is cut with an ellipsis, and shown whole on pointing at it. */
const longest = 22;

const words = {
  zh: { passed: '通过', failed: '失败', never: '未经过', unknown: '去向未知', states: '状态', transitions: '转移', designed: '用例设计' },
  en: {
    passed: 'passed',
    failed: 'failed',
    never: 'never passed',
    unknown: 'leads to ?',
    states: 'states',
    transitions: 'transitions',
    designed: 'as designed',
  },
} as const;

type Mark = 'passed' | 'failed' | 'never';

const marks: Readonly<
  Record<Mark, { readonly light: readonly [string, string, string]; readonly dark: readonly [string, string, string] }>
> = {
  passed: { light: ['#1a7f37', '#e3f6e8', '#116329'], dark: ['#3fb950', '#12361f', '#7ee787'] },
  failed: { light: ['#cf222e', '#ffe4e1', '#a40e26'], dark: ['#f85149', '#4a1a1c', '#ffa198'] },
  never: { light: ['#8c959f', '#f4f5f7', '#57606a'], dark: ['#6e7681', '#21262d', '#9da7b1'] },
};

export interface SvgOptions {
  readonly language?: Language;
  /** Without a report the suite is drawn as designed. */
  readonly report?: RunReport;
  /** Of ids, so that several drawings can stand in one page; `bihuan` unless told. */
  readonly prefix?: string;
}

/** One SVG that needs nothing else, for light and dark. Transitions between the same two states share a line, with a label each. */
export function svg(suite: Suite, { language = 'zh', report, prefix = 'bihuan' }: SvgOptions = {}): string {
  const say = teller(suite, language);
  const word = words[language];
  const graph = graphFromSuite(suite);
  const coverage = coverageFromRun(suite, report);
  const ends = graph.edges.map((edge) => ({ edge, to: edge.to ?? `?${edge.from}`, passes: coverage.edge(edge) }));
  const groups = [...groupBy(ends, ({ edge, to }) => JSON.stringify([edge.from, to])).values()].map((group) => ({
    from: group[0]!.edge.from,
    to: group[0]!.to,
    mark: worst(group.map(({ passes }) => passes)),
    labels: group.map(({ edge, passes }) => ({ mark: markOf(passes), text: edgeLabel(edge, passes, say), whole: edgeName(edge, say) })),
  }));
  const states = graph.states.map((id) => ({ id, name: say.name('state', id), passes: coverage.state(id), ghost: false }));
  const ghosts = [...new Set(ends.filter(({ edge }) => edge.to === null).map(({ to }) => to))].map((id) => ({
    id,
    name: word.unknown,
    passes: { passed: 0, failed: 0 },
    ghost: true,
  }));
  const boxes = [...states, ...ghosts].map((each) => {
    const text = fitted(each.name, longest);
    const count = each.ghost ? '' : countText(each.passes, word);
    const width = Math.max(textWidth(text) * (each.ghost ? countSize : stateSize), textWidth(count) * countSize) + 26;
    return { ...each, text, count, width: Math.max(width, each.ghost ? 0 : 84), height: each.ghost ? 26 : 46 };
  });
  const ties = groups.map(({ from, to, labels }) => ({
    from,
    to,
    width: Math.max(...labels.map(({ text }) => textWidth(text) * labelSize)) + 14,
    height: labels.length * lineHeight + 5,
  }));
  const drawn = layout(boxes, ties, graph.initial);
  const title = `${say.text(suite.title)} · ${report ? `${report.driver}` : word.designed}`;
  const legend = (['passed', 'failed', 'never'] as const).map((mark) => ({ mark, text: word[mark] }));
  const width = Math.max(drawn.width, textWidth(title) * titleSize, 260) + margin * 2;
  const height = drawn.height + header + footer + margin;
  return [
    `<svg${attributes({ xmlns: 'http://www.w3.org/2000/svg', class: 'bihuan-graph', viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`, width: Math.ceil(width), height: Math.ceil(height), role: 'img' })}>`,
    `<title>${xmlText(title)}</title>`,
    `<style>${style()}</style>`,
    `<defs>${Object.keys(marks)
      .map((mark) => arrow(mark, prefix))
      .join('')}</defs>`,
    `<rect class="paper"${attributes({ width: Math.ceil(width), height: Math.ceil(height) })}/>`,
    `<text class="title"${attributes({ x: margin, y: 28 })}>${xmlText(title)}</text>`,
    `<g transform="translate(${margin} ${header})">`,
    ...groups.map(
      ({ mark }, index) =>
        `<path class="line ${mark}"${attributes({ d: drawn.lines[index]!.path, 'marker-end': `url(#${prefix}-${mark})` })}/>`,
    ),
    ...groups.flatMap(({ labels }, index) => labels.map((label, at) => labelText(label, drawn.lines[index]!.label, at))),
    ...boxes.map((box, index) => boxText(box, drawn.boxes[index]!, graph.initial.includes(box.id))),
    '</g>',
    ...legendText(legend, height - 20),
    '</svg>',
    '',
  ].join('\n');
}

const markOf = ({ passed, failed }: Passes): Mark => (failed > 0 ? 'failed' : passed > 0 ? 'passed' : 'never');

function worst(all: readonly Passes[]): Mark {
  return markOf({ passed: Math.max(...all.map(({ passed }) => passed)), failed: Math.max(...all.map(({ failed }) => failed)) });
}

function edgeName({ id, step, label }: GraphEdge, say: Teller): string {
  if (step) return say.brief(step);
  return label ? say.text(label) : id;
}

function edgeLabel(edge: GraphEdge, { passed, failed }: Passes, say: Teller): string {
  const counts = `${passed > 0 ? ` ×${passed}` : ''}${failed > 0 ? ` ✗${failed}` : ''}`;
  return `${fitted(edgeName(edge, say), longest)}${counts}`;
}

function countText({ passed, failed }: Passes, word: (typeof words)[Language]): string {
  if (passed + failed === 0) return word.never;
  return [passed > 0 ? `${word.passed} ${passed}` : '', failed > 0 ? `${word.failed} ${failed}` : '']
    .filter((text) => text !== '')
    .join(' · ');
}

function labelText({ mark, text, whole }: { mark: Mark; text: string; whole: string }, { x, y }: Spot, at: number): string {
  return `<text class="label ${mark}"${attributes({ x: round(x + 7), y: round(y + 12 + at * lineHeight) })}><title>${xmlText(whole)}</title>${xmlText(text)}</text>`;
}

interface DrawnBox {
  readonly text: string;
  readonly name: string;
  readonly count: string;
  readonly passes: Passes;
  readonly ghost: boolean;
}

function boxText({ text, name, count, passes, ghost }: DrawnBox, { x, y, width, height }: Spot, initial: boolean): string {
  const mark = markOf(passes);
  const [centre, middle] = [round(x + width / 2), y + height / 2];
  const box = `<rect class="box ${mark}${ghost ? ' ghost' : ''}"${attributes({ x: round(x), y: round(y), width: round(width), height: round(height), rx: 8 })}/>`;
  const start = initial ? `<circle class="start"${attributes({ cx: round(x), cy: round(middle), r: 5 })}/>` : '';
  const title = `<title>${xmlText(name)}</title>`;
  if (ghost)
    return `<g>${title}${box}<text class="count ${mark}"${attributes({ x: centre, y: round(middle + 4) })}>${xmlText(text)}</text></g>`;
  return `<g>${title}${box}${start}<text class="state"${attributes({ x: centre, y: round(middle - 3) })}>${xmlText(text)}</text><text class="count ${mark}"${attributes({ x: centre, y: round(middle + 14) })}>${xmlText(count)}</text></g>`;
}

function legendText(entries: readonly { readonly mark: Mark; readonly text: string }[], y: number): string[] {
  let x = margin;
  return entries.map(({ mark, text }) => {
    const entry = `<g><rect class="box ${mark}"${attributes({ x, y: y - 11, width: 18, height: 13, rx: 3 })}/><text class="label ${mark}"${attributes({ x: x + 25, y })}>${xmlText(text)}</text></g>`;
    x += Math.ceil(textWidth(text) * labelSize) + 50;
    return entry;
  });
}

const arrow = (mark: string, prefix: string): string =>
  `<marker${attributes({ id: `${prefix}-${mark}` })} viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="10" markerHeight="10" orient="auto"><path class="arrow ${mark}" d="M0 0.5L8 4L0 7.5z"/></marker>`;

function style(): string {
  const font = `font-family:"Noto Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif`;
  const shared = [
    `.bihuan-graph text{${font};text-anchor:middle}.bihuan-graph .title{font-size:${titleSize}px;font-weight:600;text-anchor:start}`,
    `.bihuan-graph .state{font-size:${stateSize}px;font-weight:600}.bihuan-graph .count{font-size:${countSize}px}`,
    `.bihuan-graph .label{font-size:${labelSize}px;text-anchor:start}.bihuan-graph .line{fill:none;stroke-width:1.6}`,
    '.bihuan-graph .box{stroke-width:1.6}.bihuan-graph .line.never,.bihuan-graph .box.never{stroke-dasharray:5 3}.bihuan-graph .box.failed{stroke-width:2.6}.bihuan-graph .line.failed{stroke-width:2.4}',
  ];
  return [...shared, colours('light'), `@media (prefers-color-scheme:dark){${colours('dark')}}`].join('');
}

function colours(scheme: 'light' | 'dark'): string {
  const [paper, ink] = scheme === 'light' ? ['#ffffff', '#1f2328'] : ['#0d1117', '#e6edf3'];
  const each = Object.entries(marks).map(
    ([
      mark,
      {
        [scheme]: [line, fill, text],
      },
    ]) => {
      const at = (part: string) => `.bihuan-graph .${part}.${mark}`;
      return `${at('line')}{stroke:${line}}${at('box')}{stroke:${line};fill:${fill}}${at('arrow')}{fill:${line}}${at('label')},${at('count')}{fill:${text}}`;
    },
  );
  return `.bihuan-graph .paper{fill:${paper}}.bihuan-graph .title,.bihuan-graph .state,.bihuan-graph .start{fill:${ink}}${each.join('')}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
