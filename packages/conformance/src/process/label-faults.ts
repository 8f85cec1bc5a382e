// Labels in both languages, complete and in the language they claim to be.
import type { Process, Text } from '@bihuan/core';
import { placesOf } from './places-of.ts';

/** What is missing or in the wrong language, each named by its place; empty when labels are complete. */
export function labelFaults(process: Process): readonly string[] {
  const { spec } = process;
  const { labels } = spec;
  const closes = (states: object | undefined): string[] =>
    Object.values(states ?? {}).flatMap((state) => [
      ...(state.meta?.closes === undefined ? [] : [state.meta.closes]),
      ...closes(state.states),
    ]);
  const groups: readonly (readonly [string, Readonly<Record<string, Text>>, readonly string[]])[] = [
    ['states', labels.states, placesOf(process).map((place) => place.name)],
    ['commands', labels.commands, Object.keys(spec.commands)],
    ['roles', labels.roles, spec.roles],
    ['rules', labels.rules, [spec.rules ?? {}, ...Object.values(spec.payloadRules ?? {})].flatMap((rules) => Object.keys(rules))],
    ['deadlines', labels.deadlines, Object.keys(spec.deadlines ?? {})],
    ['messages', labels.messages, Object.keys(spec.messages ?? {})],
    ['fields', labels.fields, fieldsOf(process)],
    ['outcomes', labels.outcomes, closes(process.statechart.states)],
  ];
  return [
    ...textFaults('title', labels.title),
    ...groups.flatMap(([group, texts, names]) => [...new Set(names)].flatMap((name) => textFaults(`${group}.${name}`, texts[name]))),
  ];
}

function fieldsOf({ spec }: Process): readonly string[] {
  const payloads = Object.values(spec.commands).map((command) => command.payload);
  return [spec.input, spec.context, ...payloads].flatMap((schema) => Object.keys(schema?.shape ?? {}));
}

const places = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name)
    .sort()
    .join(' ');

/** A Chinese term may stand in brackets. */
const isEnglish = (text: string) => /\p{Script=Latin}/u.test(text) && !/\p{Script=Han}/u.test(text.replaceAll(/[((][^()()]*[))]/g, ''));

function textFaults(at: string, text: Text | undefined): readonly string[] {
  if (!text) return [`${at} has no label`];
  const { zh, en } = text;
  return [
    ...(/\p{Script=Han}/u.test(zh ?? '') ? [] : [`${at} has no Chinese text`]),
    ...(isEnglish(en ?? '') ? [] : [`${at} has no English text`]),
    ...(places(zh ?? '') === places(en ?? '') ? [] : [`${at} fills in other data in one language than in the other`]),
  ];
}
