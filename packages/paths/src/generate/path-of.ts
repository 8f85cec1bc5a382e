// From what was walked to a test case: sketches for the engine to fill in, then a title and an id made of the content.
import { createHash } from 'node:crypto';
import type { JsonObject, Process, Text } from '@bihuan/core';
import type { Step, TestPath } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { absolute, type Label } from '../explore/label.ts';
import { groupBy } from '../group-by.ts';
import type { StepSketch } from '../run/model-path.ts';
import type { Walked } from '../tours/tour.ts';

/** Steps with their payloads at the times they happen, from `modelNowMs` on. */
export function sketchesOf(process: Process, steps: readonly Walked[]): readonly StepSketch[] {
  let nowMs = modelNowMs;
  return steps.map(({ label, transitions, waitMs, offsetMs, refused, manner }): StepSketch => {
    const payload = label.payload === undefined || label.payload === null ? undefined : absolute(label.payload, nowMs);
    nowMs += waitMs;
    const named = { actor: label.actor, label: labelOf(process, label), transitions: [...transitions] };
    if (manner === 'again') return { kind: 'retry', ...named, actor: null, negative: true, expect: { outcome: 'replayed' } };
    if (label.kind === 'time') return { kind: 'time', ...named, time: { state: label.state!, deadline: label.name, offsetMs, waitMs } };
    const told = label.kind === 'news' ? newsPayload(payload as JsonObject) : payload;
    return {
      ...{ kind: manner === 'twice' ? ('together' as const) : label.kind, command: label.name, ...named },
      ...(told !== undefined && { payload: told as Step['payload'] & object }),
      ...(refused === undefined ? { expect: { outcome: 'applied' } } : { negative: true, expect: { outcome: refused } }),
    };
  });
}

function newsPayload({ event, type, direction, process, from, rollUp }: JsonObject): JsonObject {
  const { outcome, data } = rollUp as JsonObject;
  return { event: event!, type: type!, direction: direction!, process: process!, from: from!, outcome: outcome!, data: data! };
}

function labelOf({ spec: { labels } }: Process, { kind, name }: Label): Text {
  if (kind === 'open') return { zh: `新建:${labels.title.zh}`, en: `Open: ${labels.title.en}` };
  if (kind === 'time') return labels.deadlines[name] ?? { zh: name, en: name };
  if (kind === 'news') return { zh: `关联案件:${name}`, en: `Linked case: ${name}` };
  if (kind === 'control') return name === 'supervise' ? { zh: '督办', en: 'Supervise' } : { zh: name, en: name };
  return labels.commands[name] ?? { zh: name, en: name };
}

/** An id made of the content: the same steps have the same id in every run. */
export function idOf(process: string, steps: readonly Step[]): string {
  const content = steps.map(({ kind, command, actor, payload, time }) => [
    kind,
    command,
    actor,
    payload,
    time && [time.state, time.deadline, time.offsetMs],
  ]);
  return `p-${createHash('sha256')
    .update(JSON.stringify([process, content]))
    .digest('hex')
    .slice(0, 10)}`;
}

/** No two paths of one id: what was walked again is kept once, or as a repetition with a number behind its id. */
export function distinct(paths: readonly TestPath[], repeated: boolean): TestPath[] {
  const byId = groupBy(paths, ({ id }) => id);
  return [...byId].flatMap(([id, alike]) =>
    repeated
      ? alike.map((path, index) => (index === 0 ? path : { ...path, id: `${id}-${index + 1}` }))
      : [{ ...alike[0]!, covers: [...new Set(alike.flatMap(({ covers }) => covers))] }],
  );
}

export function pathOf(process: Process, steps: readonly Step[], covers: readonly string[]): TestPath {
  const { labels } = process.spec;
  const last = steps.at(-1)!.expect.states.map((path) => labels.states[path.slice(path.lastIndexOf('.') + 1)] ?? { zh: path, en: path });
  const done = steps.filter(({ negative, kind }) => !negative && kind !== 'open');
  const way = (language: 'zh' | 'en') =>
    done
      .slice(0, 4)
      .map(({ label }) => label[language])
      .join(language === 'zh' ? '、' : ', ');
  const more = done.length > 4;
  return {
    id: idOf(process.id, steps),
    title: {
      zh: `${way('zh')}${more ? '…' : ''},到“${last.map(({ zh }) => zh).join('、')}”`,
      en: `${way('en')}${more ? ', …' : ''}: ends in ${last.map(({ en }) => en).join(', ')}`,
    },
    steps: [...steps],
    covers: [...covers],
  };
}
