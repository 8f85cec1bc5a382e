// What must be refused where a case is: by the wrong people, at the wrong time, with the wrong content. Tried where a tour comes by anyway.
import type { AnyProcess, JsonValue } from '@bihuan/core';
import { nobody } from '../explore/cast.ts';
import type { Label } from '../explore/label.ts';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Criterion, Wanted } from '../generate/obligations.ts';
import type { Walked } from '../tours/tour.ts';
import { hostilePayloads } from './hostile-payloads.ts';

export interface Refusal {
  readonly step: Walked<Place>;
  readonly met: readonly Wanted[];
}

/** Every refusal at a place, with what each shows. `lastPayload` gives content that was accepted for a command before. */
export function refusalsAt(
  model: ProcessModel,
  place: Place,
  cover: ReadonlySet<Criterion>,
  lastPayload: (command: string) => JsonValue | undefined,
): readonly Refusal[] {
  const { spec } = model.process as AnyProcess;
  const { record } = place;
  const found: Refusal[] = [];
  const states = record.states.join(' ');
  for (const [command, { by, payload: schema }] of Object.entries(spec.commands)) {
    if (by.every((role: string) => role === 'system')) continue;
    const payload = schema === undefined ? {} : { payload: lastPayload(command) ?? {} };
    let allowed: string | undefined;
    for (const { id, roles } of model.cast.people) {
      const label: Label = { kind: 'command', name: command, actor: id, ...payload };
      model.answers();
      const answer = model.refusal(place, label);
      const asked = model.answers();
      if (answer === undefined) continue;
      if (answer.outcome === 'applied') {
        allowed ??= id;
        continue;
      }
      const met: Wanted[] = [];
      const why = 'reasons' in answer ? answer.reasons.map(({ code, rule }) => rule ?? code).join('+') : '';
      const add = (criterion: Criterion, name: string, zh: string, en: string) => {
        if (cover.has(criterion)) met.push({ id: name, criterion, label: { zh, en } });
      };
      if (answer.outcome === 'forbidden') {
        if (roles.length === 1) add('roles', `role:${roles[0]}:${command}:forbidden`, command, command);
        if (id === nobody || roles.length === 1)
          add('negatives', `negative:${states}:${command}:forbidden`, `${states} 无权${command}`, `${states}: ${command} forbidden`);
      } else if (answer.outcome === 'refused') {
        add(
          'negatives',
          `negative:${states}:${command}:${why}`,
          `${states} 拒绝${command}:${why}`,
          `${states}: ${command} refused, ${why}`,
        );
        for (const each of asked) add('rules', `rule:${each}`, each, each);
      }
      if (met.length > 0)
        found.push({ step: { label, before: place, transitions: [], waitMs: 0, offsetMs: 0, refused: answer.outcome }, met });
    }
    if (allowed === undefined || schema === undefined) continue;
    for (const { value } of cover.has('rules') ? model.variants(command) : []) {
      const label: Label = { kind: 'command', name: command, actor: allowed, payload: value };
      model.answers();
      if (model.refusal(place, label)?.outcome !== 'refused') continue;
      const met = model.answers().map((each): Wanted => ({ id: `rule:${each}`, criterion: 'rules', label: { zh: each, en: each } }));
      found.push({ step: { label, before: place, transitions: [], waitMs: 0, offsetMs: 0, refused: 'refused' }, met });
    }
    if (!cover.has('payloads')) continue;
    for (const { value, what } of hostilePayloads(schema, lastPayload(command))) {
      const label: Label = { kind: 'command', name: command, actor: allowed, payload: value };
      if (model.refusal(place, label)?.outcome !== 'invalid') continue;
      const id = `payload:${command}:${what}`;
      const met: Wanted[] = [{ id, criterion: 'payloads', label: { zh: `${command} 的 ${what}`, en: `${command}: ${what}` } }];
      found.push({ step: { label, before: place, transitions: [], waitMs: 0, offsetMs: 0, refused: 'invalid' }, met });
    }
  }
  return found;
}
