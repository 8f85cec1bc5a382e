// A statement cut at the places of its values, for libraries that number or escape them by themselves.

type Part = { readonly text: string } | { readonly value: unknown };

/** `$2` is the second value, each `?` the next. Statements of the store hold neither in a literal. */
export function placesOf(text: string, values: readonly unknown[]): readonly Part[] {
  let next = 0;
  return text.split(/(\$\d+|\?)/).flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 0) return piece === '' ? [] : [{ text: piece }];
    return [{ value: values[piece === '?' ? next++ : Number(piece.slice(1)) - 1] }];
  });
}
