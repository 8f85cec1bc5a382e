// What a machine reads of an event or of its input that nobody gave: what it does with it cannot be known.

/** Asked of anything by those who print, compare or await it. */
const askedOfAll = new Set([
  'toJSON',
  'then',
  'constructor',
  'toString',
  'valueOf',
  'asymmetricMatch',
  'nodeType',
  '$$typeof',
  'xstate$$type',
]);

/** The same object; `missing` is told the fields that are read of it and that it has not. */
export function watchedFields<Of extends object>(object: Of, missing: (field: string) => void): Of {
  const note = (field: string | symbol) => {
    if (typeof field === 'string' && !(field in object) && !askedOfAll.has(field)) missing(field);
  };
  return new Proxy(object, {
    get(target, field) {
      note(field);
      return Reflect.get(target, field);
    },
    has(target, field) {
      note(field);
      return Reflect.has(target, field);
    },
  });
}

/** What was missing, by what it was missing of. */
export class MissingData {
  readonly #fields = new Map<string, Set<string>>();
  readonly #thrown = new Map<string, string>();
  #now: string[] = [];

  /** Since `begin`. */
  get missedNow(): boolean {
    return this.#now.length > 0;
  }

  begin(): void {
    this.#now = [];
  }

  watch<Of extends object>(name: string, object: Of): Of {
    return watchedFields(object, (field) => {
      this.#now.push(field);
      this.#fields.set(name, (this.#fields.get(name) ?? new Set()).add(field));
    });
  }

  /** What it came to where it was missing, if that was an error. */
  threw(name: string, message: string): void {
    this.#thrown.set(name, message);
  }

  /** In words. */
  get all(): readonly string[] {
    const later = [...this.#thrown].flatMap(([name, message]) =>
      this.#fields.has(name) ? [] : [`${name} could not be tried everywhere, perhaps for want of data that was read before: ${message}`],
    );
    const read = [...this.#fields].map(([name, fields]) => {
      const thrown = this.#thrown.get(name);
      const came = thrown === undefined ? '' : `, and fails without it (${thrown})`;
      const where = name === 'xstate.init' ? '`input`' : `\`events\`, as ${JSON.stringify(name)}`;
      return `${name} was tried without data, of which the machine reads ${[...fields].join(', ')}${came}: give it in ${where}`;
    });
    return [...read, ...later];
  }
}
