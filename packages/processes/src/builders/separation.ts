// Separation of duties: who checks is not who fixed, under any of their hats (监督 and 指挥 are two centres).
import type { ActingPerson } from '@bihuan/core';

/** Whether one of the persons acting is among those named. `persons` covers several accounts and acting on behalf. */
export const isAmong = (by: ActingPerson, persons: readonly (string | null)[]): boolean =>
  [by.id, by.onBehalfOf ?? null, ...by.persons].some((person) => person !== null && persons.includes(person));

/** Everybody who takes part in an act: kept in the context, so that a later rule can tell them apart. */
export const personsOf = (by: ActingPerson): string[] => [
  ...new Set([by.id, ...(by.onBehalfOf === undefined ? [] : [by.onBehalfOf]), ...by.persons]),
];

/** Persons already named and those acting now, each once. */
export const joined = (persons: readonly string[], by: ActingPerson): string[] => [...new Set([...persons, ...personsOf(by)])];
