// The cases that the source documents name. What is said of them is theirs, word for word in `quote`; how they are played here is ours.
import { readFileSync } from 'node:fs';

const read = (file: string) => JSON.parse(readFileSync(new URL(`./input/${file}`, import.meta.url), 'utf8'));

export interface HazardRecord {
  readonly id: string;
  readonly source: string;
  readonly unit: string;
  readonly place: string;
  readonly category: string;
  readonly description: string;
  readonly grade?: 'general' | 'major';
  readonly from: 'patrol' | 'nightCheck' | 'resident' | 'post' | 'inspection' | 'campaign';
  /** The premises a demand was made of: the host's own record, which several cases are about. */
  readonly premises?: string;
  readonly order?: 'shutOff';
  readonly duplicateOf?: string;
  readonly quote: string;
}

export interface ResponseRecord {
  readonly id: string;
  readonly source: string;
  readonly unit: string;
  readonly kind: 'safety' | 'urban';
  readonly level: 1 | 2 | 3;
  readonly matter: string;
  readonly quote: string;
}

export interface WishRecord {
  readonly id: string;
  readonly source: string;
  readonly theme: string;
  readonly wish: string;
  readonly demand: number;
  readonly route?: 'byDuty' | 'microProject';
  readonly mergedInto?: string;
  readonly quote: string;
}

export const sources: Readonly<Record<string, string>> = read('sources.json');
export const hazards: readonly HazardRecord[] = read('hazards.json');
export const responses: readonly ResponseRecord[] = read('responses.json');
export const wishes: {
  readonly round: { readonly title: string; readonly period: string; readonly unit: string };
  readonly demandNote: string;
  readonly wishes: readonly WishRecord[];
} = read('wishes.json');
export const published: {
  readonly campaign: { readonly found: number; readonly resolved: number; readonly toResolve: number };
  readonly responses: { readonly safety: string; readonly urban: string; readonly fire: string };
} = read('published-figures.json');
