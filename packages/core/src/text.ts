// Two languages, everywhere a person reads.

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Fills `{name}` places from data: `fillText({zh: '还差{n}人', en: '{n} missing'}, {n: 2})`. Unknown places stay as they are. */
export function fillText(text: Text, data: Readonly<Record<string, unknown>>): Text {
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (place, name: string) => (Object.hasOwn(data, name) ? printed(data[name]) : place));
  return { zh: fill(text.zh), en: fill(text.en) };
}

function printed(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
