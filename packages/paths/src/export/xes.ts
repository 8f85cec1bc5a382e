// A suite as an event log (IEEE 1849, XES), for process mining: a trace a path. What a system really did is in its own journal.
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { type Language, type Teller, teller } from '../cases/teller.ts';
import { attributes } from '../xml.ts';

const extensions = ['Concept', 'Lifecycle', 'Organizational', 'Time'] as const;
const prefixes = { Concept: 'concept', Lifecycle: 'lifecycle', Organizational: 'org', Time: 'time' } as const;

/** Events bear the times they would have if the first case began at `startMs`; refused requests are there as aborted activities. */
export function xes(suite: Suite, { language = 'zh' }: { readonly language?: Language } = {}): string {
  const say = teller(suite, language);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">',
    ...extensions.map(
      (name) =>
        `  <extension${attributes({ name, prefix: prefixes[name], uri: `http://www.xes-standard.org/${prefixes[name]}.xesext` })}/>`,
    ),
    '  <global scope="trace">',
    `    ${string('concept:name', '-')}`,
    '  </global>',
    '  <global scope="event">',
    `    ${string('concept:name', '-')}`,
    `    ${string('lifecycle:transition', 'complete')}`,
    `    ${date(suite.startMs)}`,
    '  </global>',
    '  <classifier name="activity" keys="concept:name lifecycle:transition"/>',
    `  ${string('concept:name', `${suite.process} ${suite.version}`)}`,
    `  ${string('lifecycle:model', 'standard')}`,
    `  ${string('bihuan:hash', suite.hash)}`,
    ...suite.paths.flatMap((path) => trace(path, suite.startMs, say)),
    '</log>',
    '',
  ].join('\n');
}

function trace({ id, title, steps }: TestPath, startMs: number, say: Teller): string[] {
  let atMs = startMs;
  const events = steps.flatMap((step) => {
    atMs += step.time?.waitMs ?? 0;
    return event(step, atMs, say);
  });
  return ['  <trace>', `    ${string('concept:name', id)}`, `    ${string('bihuan:title', say.text(title))}`, ...events, '  </trace>'];
}

function event(step: Step, atMs: number, say: Teller): string[] {
  return [
    '    <event>',
    ...[
      string('concept:name', step.kind === 'time' ? say.act(step) : say.text(step.label)),
      string('lifecycle:transition', lifecycle(step)),
      date(atMs),
      ...(step.actor === null ? [] : [string('org:resource', step.actor), string('org:role', say.role(step.actor))]),
      ...(step.command === undefined ? [] : [string('bihuan:command', step.command)]),
      string('bihuan:outcome', step.expect.outcome),
      string('bihuan:states', step.expect.states.join(' ')),
    ].map((line) => `      ${line}`),
    '    </event>',
  ];
}

/** In the words of the standard's transactional model. */
function lifecycle({ kind, command, expect, negative }: Step): string {
  if (negative || expect.outcome !== 'applied') return 'ate_abort';
  if (kind === 'control' && (command === 'suspend' || command === 'resume')) return command;
  return 'complete';
}

const string = (key: string, value: string): string => `<string${attributes({ key, value })}/>`;
const date = (ms: number): string => `<date${attributes({ key: 'time:timestamp', value: new Date(ms).toISOString() })}/>`;
