// A commit as one statement: the case is locked, the entries are written if nothing is in the way, and everything else only if they were.
import type { Names } from '../dialect.ts';
import { postgresDialect } from '../dialects.ts';
import { caseChanges, caseColumns, parts } from '../rows.ts';
import { dropText, entryColumns, entryTable, putText } from '../statements/texts.ts';

/**
 * Every part of it runs, whatever the others did, so each is gated on the one before: entries on the lock and free keys, the case on the entries,
 * the rest on the case. The answer is one row: whether it was written. A race over a key or a subject that is lost in the middle, which only a
 * commit of several entries or one with a subject can lose, throws (`lostRace`): then nothing of it is left either.
 */
export function commitText(names: Names, isNew: boolean): string {
  const [cases, journal] = [names.table('cases'), names.table('journal')];
  const columns = Object.entries(caseColumns);
  const value = ([field]: readonly [string, string]) => `cast(:${field} as ${wholeNumbers.has(field) ? 'bigint' : 'text'})`;
  const ofCase = 'tenant = :tenant and id = :id';
  const held = isNew
    ? `select 1 where not exists (select 1 from ${cases} where ${ofCase})`
    : `select 1 from ${cases} where ${ofCase} and revision = :expectedRevision for update`;
  const isWritten = 'exists (select 1 from written)';
  const isWhole = '(select count(*) from entries) = cast(:entryCount as bigint) and exists (select 1 from free)';
  const written = isNew
    ? `insert into ${cases} (${columns.map(([, column]) => column).join(', ')}) select ${columns.map(value).join(', ')} where ${isWhole}
      on conflict do nothing returning 1`
    : `update ${cases} set ${caseChanges.map((each) => `${each[1]} = ${value(each)}`).join(', ')}
      where ${ofCase} and revision = :expectedRevision and ${isWhole} returning 1`;
  // A row that is put is not dropped: the two run side by side.
  const exceptPut = ({ table, key, columns: types }: (typeof parts)[number]) => {
    const listed = key.join(', ');
    return `(${listed}) not in (select ${listed} from ${postgresDialect.table(`:put_${table}`, 'y', types)})`;
  };
  const others = parts.flatMap((part) => [
    `put_${part.table} as (${putText(part, postgresDialect, names.table, isWritten)})`,
    ...(Object.keys(part.dropColumns).length > 0
      ? [`drop_${part.table} as (${dropText(part, postgresDialect, names.table, `${isWritten} and ${exceptPut(part)}`)})`]
      : []),
  ]);
  return `with held as (${held}),
    free as (select 1 from held
      where not exists (select 1 from ${journal} where tenant = :tenant
          and "key" = any (array (select each ->> 'key' from json_array_elements(cast(cast(:entries as text) as json)) each)))
        and not exists (select 1 from ${cases} where tenant = :tenant and open_subject = :openSubject and id <> :id)),
    entries as (insert into ${journal} (tenant, case_id, ${entryColumns}) select :tenant, :id, ${entryColumns} from ${entryTable(postgresDialect)}
      where exists (select 1 from free) on conflict do nothing returning 1),
    written as (${written}),
    ${others.join(',\n    ')}
    select count(*) as "written", case when count(*) = 0 and exists (select 1 from entries)
      then cast('${lostRace} ' || count(*) as integer) end as "lost" from written`;
}

const wholeNumbers: ReadonlySet<string> = new Set(['version', 'revision', 'openedAtMs', 'atMs', 'dueAtMs']);

/** What the message of the error begins with that a lost race throws. */
export const lostRace = 'bihuan: race lost';
