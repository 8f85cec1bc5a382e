// What a case can be found by beside its columns: its states, tags, links and words, each an index term (law 2: computed here, once for all stores).
import { callProcess } from './ask-rule.ts';
import type { ProcessSpec } from './process.ts';
import { type CaseRecord, type Link, linkKey } from './record.ts';
import { sha256 } from './sha256.ts';

/** Longest term; every database can index it. */
const longestTerm = 190;
/** Characters of a search text that are indexed. */
const longestText = 500;

const termOf = (kind: string, value: string): string => {
  const term = `${kind}:${value}`;
  return term.length <= longestTerm ? term : `${kind}:#${sha256(value)}`;
};

export const stateTerm = (path: string): string => termOf('state', path);
export const tagTerm = (tag: string): string => termOf('tag', tag);
export const linkTerm = (type: string, direction: Link['direction'], other: string): string =>
  termOf('link', linkKey(type, direction, other));

/** Pairs of neighbouring characters, spaces left out and letters folded: Chinese has no words to split at. */
export function textTerms(text: string): readonly string[] {
  const characters = [...text.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')].slice(0, longestText);
  const pairs = characters.slice(1).map((character, index) => characters[index]! + character);
  return [...new Set(pairs)].map((pair) => termOf('text', pair));
}

/** Every term of a record. A state is found by its own path and by those of the states around it. */
export function termsOf(spec: ProcessSpec, record: CaseRecord): readonly string[] {
  const states = record.states.flatMap((path) => {
    const names = path.split('.');
    return names.map((_, index) => stateTerm(names.slice(0, index + 1).join('.')));
  });
  const links = Object.values(record.links).filter((link) => link.status !== 'refused');
  const text = spec.searchText && callProcess(spec, 'searchText', () => String(spec.searchText!({ context: record.context })));
  return [
    ...new Set([
      ...states,
      ...record.tags.map(tagTerm),
      ...links.map((link) => linkTerm(link.type, link.direction, link.case)),
      ...(text === undefined ? [] : textTerms(text)),
    ]),
  ];
}

const indexed = ({ searchText }: ProcessSpec) => ['states', 'tags', 'links', ...(searchText ? (['context'] as const) : [])] as const;

/** The terms that came and went between two records. */
export function termChanges(
  [specBefore, before]: readonly [ProcessSpec, CaseRecord | null],
  [spec, after]: readonly [ProcessSpec, CaseRecord],
) {
  const isSame = before !== null && spec === specBefore && indexed(spec).every((field) => before[field] === after[field]);
  if (isSame) return { put: [], drop: [] };
  const [old, now] = [new Set(before ? termsOf(specBefore, before) : []), new Set(termsOf(spec, after))];
  return { put: [...now].filter((term) => !old.has(term)), drop: [...old].filter((term) => !now.has(term)) };
}
