// What JSON leaves out of a context, kept in it: for `JSON.stringify` and `JSON.parse`.
import { createActor, fromCallback } from 'xstate';

const silent = fromCallback(() => undefined);

/** An actor that does nothing, in the place of one that is not run. */
export const silentActor = (id: string) => createActor(silent, { id });

/** Actors without a name of their own are numbered in the order they are made, which says nothing. */
const nameless = /^x:\d+$/;

export interface PlainJson {
  readonly plain: (this: any, key: string, value: unknown) => unknown;
  readonly revived: (key: string, value: any) => unknown;
}

/**
 * Sets, maps, big numbers, dates and actors keep what they are: as text that no string looks like. Functions and objects of classes are kept aside, one of
 * each that looks alike.
 */
export function plainJson(): PlainJson {
  const kept: unknown[] = [];
  const places = new Map<string, number>();
  const aside = (sign: string, value: unknown) => {
    if (!places.has(sign)) places.set(sign, kept.push(value) - 1);
    return { '@@kept': places.get(sign) };
  };
  const json: PlainJson = {
    plain(key, value) {
      const raw = this?.[key];
      if (typeof raw?.sessionId === 'string' && typeof raw.send === 'function')
        return { '@@actor': nameless.test(String(raw.id)) ? 'x' : String(raw.id) };
      if (raw instanceof Date) return { '@@date': raw.getTime() };
      if (value instanceof Set) return { '@@set': [...value] };
      if (value instanceof Map) return { '@@map': [...value] };
      if (typeof value === 'bigint') return { '@@bigint': String(value) };
      if (typeof value === 'function') return aside(String(value), value);
      if (typeof value === 'number' && !Number.isFinite(value)) return { '@@number': String(value) };
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw) || isPlain(raw)) return value;
      return aside(`${raw.constructor?.name} ${JSON.stringify(value === raw ? { ...raw } : value, json.plain)}`, raw);
    },
    revived(_key, value) {
      if (typeof value !== 'object' || value === null) return value;
      if ('@@kept' in value) return kept[value['@@kept']];
      if ('@@actor' in value) return silentActor(value['@@actor']);
      if ('@@date' in value) return new Date(value['@@date']);
      if ('@@set' in value) return new Set(value['@@set']);
      if ('@@map' in value) return new Map(value['@@map']);
      if ('@@bigint' in value) return BigInt(value['@@bigint']);
      if ('@@number' in value) return Number(value['@@number']);
      return value;
    },
  };
  return json;
}

const isPlain = (object: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
