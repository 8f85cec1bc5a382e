// What has to hold when the dust has settled: checked on journals, messages and the projection, against what clients were told.
import { isDeepStrictEqual } from 'node:util';
import type { Message, Store } from '@bihuan/core';
import type { RestateEngine } from '@bihuan/restate';
import { by, type Told } from './load.ts';
import { ringMs } from './rounds.ts';

export interface Finding {
  readonly law: string;
  readonly broken: readonly string[];
}

export async function lawsKept(
  engine: RestateEngine,
  projection: Store<any>,
  told: Told,
  arrived: readonly Message[],
): Promise<readonly Finding[]> {
  const findings = new Map<string, string[]>();
  const check = (law: string, holds: boolean, what: string) => {
    const broken = findings.get(law) ?? [];
    findings.set(law, holds ? broken : [...broken, what]);
  };
  const ids = [...new Set(told.acknowledged.map((each) => each.case))];
  const byCase = new Map(ids.map((id) => [id, told.acknowledged.filter((each) => each.case === id)]));
  const lanes = new Map(ids.map((id) => [id, arrived.filter((message) => message.case === id)]));
  for (const id of ids) {
    const [entries, report, record] = await Promise.all([
      engine.history(id, { by }),
      engine.verifyJournal(id, { by }),
      engine.get(id, { by }),
    ]);
    const keyed = new Map(entries.filter(({ key }) => key !== null).map((entry) => [entry.key, entry]));
    for (const { key, revision, text } of byCase.get(id)!) {
      const entry = keyed.get(key);
      check('no acknowledged command is lost', entry?.revision === revision, `${id} ${key} at ${revision}`);
      const isSame = text === null || (entry?.payload as { text?: string } | null)?.text === text;
      check('no acknowledged command is lost', isSame, `${id} ${key}: another payload`);
    }
    const sent = entries.filter(({ kind }) => kind === 'open' || kind === 'command').length;
    check(
      'no command is applied twice',
      sent === byCase.get(id)!.length && keyed.size === sent,
      `${id}: ${sent} entries, ${keyed.size} keys`,
    );
    check('every journal verifies', report?.faults.length === 0, `${id}: ${JSON.stringify(report?.faults)}`);
    const rings = entries.filter(({ kind }) => kind === 'timer');
    const isOnce = rings.length === 1 && rings[0]!.atMs === entries[0]!.atMs + ringMs;
    check('each timer takes effect once, at its time', isOnce, `${id}: ${rings.length} times`);
    const expected = entries.flatMap(({ revision, messages }) => messages.map((_, index) => `${id}:${revision}:${index}`));
    const ownIds = (lanes.get(id) ?? []).map((message) => message.id);
    check(
      'each message is delivered, in order, once after dedupe',
      isDeepStrictEqual([...new Set(ownIds)], expected),
      `${id}: ${ownIds.length} of ${expected.length}`,
    );
    const row = (await projection.load({ tenant: by.tenant, id })).case;
    const rows = await projection.history({ tenant: by.tenant, id });
    const isEqual = row !== undefined && row.record === JSON.stringify(record) && row.head === entries.at(-1)?.hash;
    check('the projection equals what the cases say', isEqual, `${id}: row`);
    const texts = rows.map(({ entry, hash }) => ({ ...JSON.parse(entry), hash }));
    check(
      'the projection equals what the cases say',
      isDeepStrictEqual(texts, entries),
      `${id}: ${rows.length} of ${entries.length} entries`,
    );
  }
  const listed = await engine.count({ by, limit: 1_000_000 });
  check('the projection equals what the cases say', listed === ids.length, `${listed} of ${ids.length} cases are found`);
  check('clients are answered as they should be', told.wrong.length === 0, told.wrong.slice(0, 3).join('; '));
  const boss = { tenant: by.tenant, id: 'boss' };
  const [stuck, dead] = await Promise.all([engine.stuckTimers({ by: boss }), engine.deadLetters({ by: boss })]);
  check('nothing is stuck', stuck.length + dead.length === 0, `${stuck.length} timers, ${dead.length} messages`);
  return [...findings].map(([law, broken]) => ({ law, broken }));
}
