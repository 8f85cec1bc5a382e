// Personal fields: split off a payload before anything is decided on it, and kept apart with a salt. What the case and its journal hold is a salted
// hash, so that erasing value and salt leaves replay, chain and validation true. (个人信息保护法 第四十七条: erasure.)
import { z } from 'zod';
import { toJson } from './json.ts';
import { sha256 } from './sha256.ts';
import type { PersonalRow } from './store.ts';

/** What stands for a personal value in payloads, contexts and journals. */
export interface PersonalReference {
  /** `sha256:` and the hash of salt and value. */
  readonly personal: string;
}

/** A context field that keeps the reference to a personal value. */
export const personalReference: z.ZodType<PersonalReference, PersonalReference> = z.strictObject({ personal: z.string() });

/**
 * Marks a field of an input or payload as personal: `z.object({ phone: personal(z.string()) })`. The schema checks the value; rules, updates and messages
 * are given its reference. Only whole fields of the object itself can be personal, not parts of them.
 */
export const personal = <S extends z.ZodType>(schema: S): z.ZodType<PersonalReference, z.input<S>> =>
  schema.meta({ ...schema.meta(), personal: true }) as unknown as z.ZodType<PersonalReference, z.input<S>>;

const wrapped = (schema: z.ZodType): z.ZodType | undefined => (schema._zod.def as { innerType?: z.ZodType }).innerType;

export const isPersonal = (schema: z.ZodType): boolean => {
  const inner = wrapped(schema);
  return schema.meta()?.['personal'] === true || (inner !== undefined && isPersonal(inner));
};

const known = new WeakMap<z.ZodType, readonly string[]>();

/** The personal fields of a payload schema; none for a command without one. */
export function personalFields(schema: z.ZodType | undefined): readonly string[] {
  if (schema === undefined) return [];
  const before = known.get(schema);
  if (before) return before;
  const { shape = {} } = schema._zod.def as { shape?: Readonly<Record<string, z.ZodType>> };
  const fields = Object.keys(shape).filter((field) => isPersonal(shape[field]!));
  known.set(schema, fields);
  return fields;
}

export type PersonalField = Omit<PersonalRow, 'tenant' | 'case' | 'revision'>;

const referenceTo = (salt: string, value: string): PersonalReference => ({ personal: `sha256:${sha256(`${salt}\n${value}`)}` });

/** A payload with references in place of its personal fields, and these fields. Each has a salt of its own: one can be erased without the others. */
export function splitPersonal(
  schema: z.ZodType | undefined,
  payload: unknown,
  { salt, person }: { readonly salt: string; readonly person: string },
): { readonly value: unknown; readonly personal: readonly PersonalField[] } {
  const given = (payload ?? {}) as Readonly<Record<string, unknown>>;
  const present = personalFields(schema).filter((field) => given[field] !== undefined);
  if (present.length === 0) return { value: payload, personal: [] };
  const fields = present.map((field) => ({ field, person, value: toJson(given[field]), salt: sha256(`${salt}\n${field}`) }));
  const references = fields.map(({ field, value, salt: own }) => [field, referenceTo(own, value)]);
  return { value: { ...given, ...Object.fromEntries(references) }, personal: fields };
}

/** The same payload sent again, as its entry holds it: a field that was erased meanwhile counts as the same. */
export function splitAgain(
  schema: z.ZodType | undefined,
  payload: unknown,
  entry: { readonly revision: number; readonly payload: unknown },
  kept: readonly PersonalRow[],
): unknown {
  const given = (payload ?? {}) as Readonly<Record<string, unknown>>;
  const stored = (entry.payload ?? {}) as Readonly<Record<string, unknown>>;
  const present = personalFields(schema).filter((field) => given[field] !== undefined && stored[field] !== undefined);
  if (present.length === 0) return payload;
  const references = present.map((field) => {
    const row = kept.find((each) => each.revision === entry.revision && each.field === field);
    return [field, row ? referenceTo(row.salt, toJson(given[field])) : stored[field]];
  });
  return { ...given, ...Object.fromEntries(references) };
}

/** Whether a kept field is the one that a reference stands for. */
export const isReferredTo = (row: PersonalRow, reference: PersonalReference): boolean =>
  referenceTo(row.salt, row.value).personal === reference.personal;
