// What linked cases may tell: that they registered, refused, ended, came back or changed. Their own processes are not run beside.
import type { CaseRecord, JsonObject, Link, Process } from '@bihuan/core';
import type { LinkNews } from '@bihuan/core/model';
import type { Label } from './label.ts';

/** What a linked case may show of itself, by process. */
export type Showings = Readonly<Record<string, readonly { readonly outcome: string | null; readonly data: JsonObject }[]>>;

/** How many cases may come to be linked with one, by type. */
const mostIncoming = 2;

/** All that could be heard in a state. */
export function newsOf({ spec }: Process, record: CaseRecord, showings: Showings, incoming: boolean): readonly Label[] {
  const heard = Object.values(record.links).flatMap((link) => newsOfLink({ spec }, link, showings));
  if (!incoming) return heard;
  const arriving = Object.entries(spec.linkedFrom ?? {}).flatMap(([type, { process }]) => {
    const count = Object.values(record.links).filter((link) => link.type === type && link.direction === 'from').length;
    if (count >= mostIncoming) return [];
    return showingsOf(showings, process)
      .filter(({ outcome }) => outcome === null)
      .slice(0, 1)
      .map((shown) =>
        label({
          event: 'register',
          type,
          direction: 'to',
          from: `${type}-${count + 1}`,
          process,
          hops: 0,
          rollUp: { revision: 1, ...shown },
        }),
      );
  });
  return [...heard, ...arriving];
}

const showingsOf = (showings: Showings, process: string) => showings[process] ?? [{ outcome: null, data: {} }];

function newsOfLink({ spec }: Pick<Process, 'spec'>, link: Link, showings: Showings): readonly Label[] {
  const declared = (link.direction === 'to' ? spec.links : spec.linkedFrom)?.[link.type];
  if (!declared || link.status === 'refused') return [];
  const base = {
    type: link.type,
    direction: link.direction === 'to' ? ('from' as const) : ('to' as const),
    from: link.case,
    process: link.process,
    hops: 0,
  };
  const tell = (event: LinkNews['event'], outcome: string | null, data: JsonObject) =>
    label({ ...base, event, rollUp: { revision: 2, outcome, data } });
  if (link.status === 'pending') return [tell('registered', null, {}), ...(declared.refused ? [tell('refused', null, {})] : [])];
  const ended = link.rollUp?.outcome ?? null;
  const known = showingsOf(showings, link.process);
  const results = declared.closed === undefined ? [] : typeof declared.closed === 'string' ? ['closed'] : Object.keys(declared.closed);
  const outcomes = known.some(({ outcome }) => outcome !== null)
    ? known.filter(({ outcome }) => outcome !== null)
    : results.map((outcome) => ({ outcome, data: known[0]?.data ?? {} }));
  const open = known.filter(({ outcome }) => outcome === null);
  return [
    ...(ended === null ? outcomes.map(({ outcome, data }) => tell('changed', outcome, data)) : []),
    ...(ended !== null && declared.reopened ? open.slice(0, 1).map(({ data }) => tell('changed', null, data)) : []),
    ...(ended === null ? open.slice(1).map(({ data }) => tell('changed', null, data)) : []),
  ];
}

interface News extends Omit<LinkNews, 'rollUp'> {
  readonly rollUp: { readonly revision: number; readonly outcome: string | null; readonly data: JsonObject };
}

const label = (news: News): Label => ({ kind: 'news', name: news.event, actor: null, payload: news as unknown as JsonObject });
