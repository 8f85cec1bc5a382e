// What may be shown to everyone: the public fields of a case, its state in words, and nothing about people (law 18).

import { builtInOutcomes, stateText } from './branches.ts';
import type { CaseView } from './case-view.ts';
import type { JsonValue } from './json.ts';
import type { AnyProcess } from './process.ts';
import type { Text } from './text.ts';

export interface PublicView {
  readonly id: string;
  readonly process: string;
  readonly title: Text;
  readonly state: Text;
  readonly outcome: Text | null;
  readonly openedAtMs: number;
  readonly fields: { readonly [field: string]: { readonly label: Text; readonly value: JsonValue } };
}

/** The public projection of a case: for a QR page, a public ledger, Open311. Fields are internal unless the process says `public`. */
export function publicView(process: AnyProcess, { id, states, closed, openedAtMs, context }: CaseView<string, any>): PublicView {
  const { labels, visibility = {} } = process.spec;
  const shown = Object.keys(context).filter((field) => visibility[field] === 'public');
  return {
    id,
    process: process.id,
    title: labels.title,
    state: stateText(process.spec, states),
    outcome: closed && (labels.outcomes[closed.outcome] ?? builtInOutcomes[closed.outcome] ?? null),
    openedAtMs,
    fields: Object.fromEntries(shown.map((field) => [field, { label: labels.fields[field]!, value: context[field] as JsonValue }])),
  };
}
