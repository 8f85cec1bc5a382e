// Text on one line, whatever is in it, and back. Escapes that a format needs on top are the format's.

/** Characters that break a line, hide, or are none. */
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const seen = (text: string): string =>
  text.replace(hidden, (character) => short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Text as one line in which every character is seen: a line break is written `\n`, a backslash `\\`. No two texts come out the same. */
export function oneLine(text: string): string {
  return seen(text.replaceAll('\\', '\\\\'));
}

/** A value as people write it: text without its quotes where it cannot be taken for something else, all else as JSON. One line. */
export function valueText(value: unknown): string {
  const json = seen(JSON.stringify(value) ?? '');
  if (typeof value !== 'string') return json;
  const plain = value !== '' && value.trim() === value && seen(value) === value && !value.startsWith('"') && !isJson(value);
  return plain ? value : json;
}

/** The value that `valueText` wrote. */
export function valueFromText(text: string): unknown {
  return isJson(text) ? JSON.parse(text) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
