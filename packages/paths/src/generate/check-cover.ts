// Whether there is what a reader wants covered.
import { BihuanError } from '@bihuan/core';

/** Throws `OPTION_INVALID` for a criterion that is not among those there are, and for none at all. */
export function checkCover(cover: readonly string[], criteria: readonly string[], of: { readonly zh: string; readonly en: string }): void {
  const unknown = cover.find((each) => !criteria.includes(each));
  if (unknown === undefined && cover.length > 0) return;
  const known = criteria.join(', ');
  throw new BihuanError(
    'OPTION_INVALID',
    { zh: `${of.zh}没有覆盖准则 ${unknown ?? ''};有 ${known}`, en: `${of.en} has no criterion ${unknown ?? ''}; it has ${known}` },
    { option: 'cover', criterion: unknown ?? null },
  );
}
