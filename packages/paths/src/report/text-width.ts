// How wide a text is drawn, without a screen to ask. Chinese takes two columns; wide Latin letters more than one.

/** In em: never less than the text takes in the usual sans-serif fonts. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += emOf(character);
  return width;
}

function emOf(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  if (
    /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef“”‘’…—]|\p{Extended_Pictographic}/u.test(
      character,
    )
  )
    return 1.05;
  if (/[\p{Lu}mw@%&]/u.test(character)) return 0.86;
  if (/[ijlI.,:;'|!]/.test(character)) return 0.36;
  return character.codePointAt(0)! < 0x250 ? 0.6 : 1.05;
}

/** The text, or as much of it as fits, with an ellipsis. */
export function fitted(text: string, em: number): string {
  if (textWidth(text) <= em) return text;
  let kept = '';
  for (const character of text) {
    if (textWidth(`${kept}${character}…`) > em) break;
    kept += character;
  }
  return `${kept}…`;
}
