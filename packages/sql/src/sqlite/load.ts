// A case and the entry that carries a key, in one statement and so from one snapshot.
import type { CaseRow, JournalRow, Loaded } from '@bihuan/core';
import type { Statements } from './statements.ts';

export function load(
  statements: Statements,
  { tenant, id, key }: { readonly tenant: string; readonly id: string; readonly key?: string | undefined },
): Loaded {
  if (key === undefined) {
    const found = statements.load.get(tenant, id);
    return { case: found && ({ ...found } as unknown as CaseRow), keyed: undefined };
  }
  const row = statements.loadKeyed.get(tenant, id, tenant, key) as Readonly<Record<string, unknown>>;
  const [found, keyed]: Record<string, unknown>[] = [{}, {}];
  for (const field in row) {
    if (field.startsWith('keyed.')) keyed![field.slice(6)] = row[field];
    else found![field] = row[field];
  }
  return {
    case: found!.id === null ? undefined : (found as unknown as CaseRow),
    keyed: keyed!.case === null ? undefined : (keyed as unknown as JournalRow),
  };
}
