// What JSON leaves out of a context, kept in it: for `JSON.stringify` and `JSON.parse`.

/** Sets, maps, big numbers and dates keep what they are: as text that no string looks like. */
export function plain(this: any, key: string, value: unknown): unknown {
  const raw = this?.[key];
  if (raw instanceof Date) return { '@@date': raw.getTime() };
  if (value instanceof Set) return { '@@set': [...value] };
  if (value instanceof Map) return { '@@map': [...value] };
  if (typeof value === 'bigint') return { '@@bigint': String(value) };
  if (typeof value === 'function') return `@@${value.toString()}`;
  return value;
}

export function revived(_key: string, value: any): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('@@date' in value) return new Date(value['@@date']);
  if ('@@set' in value) return new Set(value['@@set']);
  if ('@@map' in value) return new Map(value['@@map']);
  if ('@@bigint' in value) return BigInt(value['@@bigint']);
  return value;
}
