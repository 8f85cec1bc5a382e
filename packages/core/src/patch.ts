// The difference between two records, and its application. `applyPatch(old, recordPatch(old, next))` is the next record, bit for bit.
import { type JsonObject, type JsonValue, sameJson } from './json.ts';
import type { CaseRecord, RecordPatch } from './record.ts';

const mapFields = ['context', 'history', 'timers', 'workItems', 'links', 'evidence'] as const;
const isMap = new Set<string>(mapFields);

/** What changed; `before` is null for the entry that opens a case. */
export function recordPatch(before: CaseRecord | null, after: CaseRecord): RecordPatch {
  const set: Record<string, JsonValue> = {};
  const maps: Record<string, RecordPatch['maps'][string]> = {};
  const old = (before ?? {}) as Record<string, JsonValue>;
  for (const [field, value] of Object.entries(after) as [string, JsonValue][]) {
    if (value === old[field]) continue;
    if (before && isMap.has(field)) {
      const change = mapChange(old[field] as JsonObject, value as JsonObject);
      if (change) maps[field] = change;
    } else if (!sameJson(old[field], value)) set[field] = value;
  }
  return { set, maps };
}

function mapChange(before: JsonObject, after: JsonObject): RecordPatch['maps'][string] | undefined {
  const set: Record<string, JsonValue> = {};
  const drop: string[] = [];
  for (const key in after) {
    const value = after[key] as JsonValue;
    if (before[key] === undefined || !sameJson(before[key], value)) set[key] = value;
  }
  for (const key in before) if (!Object.hasOwn(after, key)) drop.push(key);
  const changed = Object.keys(set).length > 0;
  if (!changed && drop.length === 0) return undefined;
  return { ...(changed && { set }), ...(drop.length > 0 && { drop }) };
}

/** The record after a patch. Unknown fields of newer writers are kept. */
export function applyPatch(before: CaseRecord | null, patch: RecordPatch): CaseRecord {
  const after: Record<string, JsonValue> = { ...(before as unknown as Record<string, JsonValue> | null), ...patch.set };
  for (const field in patch.maps) {
    const { set, drop } = patch.maps[field]!;
    after[field] = { ...(drop ? kept(after[field] as JsonObject, drop) : (after[field] as JsonObject)), ...set };
  }
  return after as unknown as CaseRecord;
}

/** Built anew rather than deleted from: an object that lost a key is slow to write ever after. */
const kept = (map: JsonObject, drop: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !drop.includes(key)));
