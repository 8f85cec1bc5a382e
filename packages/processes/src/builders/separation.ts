// Separation of duties: who checks is not who fixed, under any of their hats (监督 and 指挥 are two centres).
import type { ActingPerson } from '@bihuan/core';

export { isAmong } from '@bihuan/core';

/** Everybody who takes part in an act: kept in the context, so that a later rule can tell them apart. */
export const personsOf = (by: ActingPerson): string[] => [
  ...new Set([by.id, ...(by.onBehalfOf === undefined ? [] : [by.onBehalfOf]), ...by.persons]),
];

/** Persons already named and those acting now, each once. */
export const joined = (persons: readonly string[], by: ActingPerson): string[] => [...new Set([...persons, ...personsOf(by)])];
