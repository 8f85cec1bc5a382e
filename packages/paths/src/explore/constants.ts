// Numbers and texts that stand in the source of rules: what payloads are compared with, where it can be read.
const words = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(?<![\w.$])(\d+(?:_\d+)*(?:\.\d+)?)(?![\w.])/g;

export interface Constants {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** The literals in some functions, each once. What comes from outside a function is not seen. */
export function constantsIn(functions: readonly Function[]): Constants {
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const run of functions) {
    for (const [, single, double, number] of Function.prototype.toString.call(run).matchAll(words)) {
      const text = single ?? double;
      if (text !== undefined && text.length > 0 && text.length <= 60) texts.add(text);
      else if (number !== undefined) numbers.add(Number(number.replaceAll('_', '')));
    }
  }
  return { texts: [...texts].slice(0, 12), numbers: [...numbers].filter((value) => value !== 0 && value !== 1).slice(0, 12) };
}
