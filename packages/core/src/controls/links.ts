// Ties between cases. A link counts once the other end has registered it, so that opening and closing serialise there.
import { z } from 'zod';
import { askRule } from '../ask-rule.ts';
import { BihuanError } from '../errors.ts';
import { nextStep } from '../kernel.ts';
import type { IncomingLinkSpec, LinkSpec, ProcessSpec } from '../process.ts';
import { type Link, linkKey, type RollUp } from '../record.ts';
import { argsOf, linkNews, pendingLink, type Turn, takeStep, without } from '../turn.ts';
import { control, refuse, withRecord } from './control.ts';

export const link = control({
  label: { zh: '关联', en: 'Link' },
  payload: z.strictObject({ type: z.string().min(1).max(64), to: z.string().min(1).max(190), process: z.string() }),
  roles: (process) => process.spec.controls?.link ?? 'anyone',
  whileSuspended: true,
  whenClosed: true,
  apply(turn, { type, to, process }) {
    const spec = turn.process.spec.links?.[type];
    if (!spec || spec.process !== process)
      return refuse('link', `本流程没有到 ${process} 的“${type}”关联`, `This process has no link ${type} to ${process}`, { type, process });
    if (to === turn.record.id) return refuse('link', '案件不能关联自己', 'A case cannot be linked with itself');
    const key = linkKey(type, 'to', to);
    if (turn.record.links[key]?.status === 'active') return refuse('link', '已有此关联', 'They are linked already');
    return send(withLink(turn, pendingLink(type, to, process)), 'register', pendingLink(type, to, process));
  },
});

export const unlink = control({
  label: { zh: '取消关联', en: 'Unlink' },
  payload: z.strictObject({ type: z.string(), to: z.string(), reason: z.string().min(1) }),
  roles: (process) => process.spec.controls?.link ?? 'anyone',
  whileSuspended: true,
  whenClosed: true,
  apply(turn, { type, to }) {
    const key = linkKey(type, 'to', to);
    const old = turn.record.links[key];
    if (!old) return refuse('link', '没有这个关联', 'There is no such link', { type, to });
    return send(withRecord(turn, { links: without(turn.record.links, key) }), 'unlinked', old);
  },
});

/** News from a linked case, as it travels through the outbox. `direction` is the sender's. */
const linkNewsSchema = z.object({
  event: z.enum(['register', 'registered', 'refused', 'changed', 'unlinked']),
  type: z.string(),
  direction: z.enum(['to', 'from']),
  from: z.string(),
  process: z.string(),
  /** How many cases it went through. */
  hops: z.int().nonnegative().default(0),
  rollUp: z.object({ revision: z.number(), outcome: z.string().nullable(), data: z.record(z.string(), z.json()) }),
});
export type LinkNews = z.infer<typeof linkNewsSchema>;

/** The news in the body of a delivery. */
export const hearableNews = (body: unknown): LinkNews => linkNewsSchema.parse(body);

/** What a command open to `system` is given when a linked case changes. */
export const linkedCase = z.strictObject({ case: z.string(), outcome: z.string().nullable(), data: z.record(z.string(), z.json()) });

/** News that went through more cases than this runs in a circle. */
const mostHops = 100;

/** The turn that takes the news in: the link's state and roll-up, and the process's own reaction where one is declared and possible now. */
export function hearNews(turn: Turn, news: LinkNews): Turn {
  if (news.hops > mostHops) {
    throw new BihuanError(
      'LINK_LOOP',
      {
        zh: `案件 ${turn.record.id} 与 ${news.from} 互相触发超过${mostHops}次`,
        en: `Cases ${turn.record.id} and ${news.from} keep changing each other`,
      },
      { case: turn.record.id, from: news.from, link: news.type },
    );
  }
  const direction = news.direction === 'to' ? 'from' : 'to';
  const key = linkKey(news.type, direction, news.from);
  const old = turn.record.links[key];
  const heard: Link = {
    type: news.type,
    direction,
    case: news.from,
    process: news.process,
    status: 'active',
    rollUp: news.rollUp as RollUp,
  };
  if (news.event === 'register') {
    if (!accepts(turn, news)) return send(turn, 'refused', heard);
    return send(withLink(turn, heard), 'registered', heard);
  }
  if (!old) return turn;
  if (news.event === 'unlinked') return withRecord(turn, { links: without(turn.record.links, key) });
  if (news.event === 'refused') return react(withLink(turn, { ...old, status: 'refused' }), specOf(turn.process.spec, old)?.refused, news);
  if (old.rollUp !== null && old.rollUp.revision >= news.rollUp.revision) return turn;
  return react(withLink(turn, heard), reaction(specOf(turn.process.spec, old), old.rollUp, heard.rollUp!), news);
}

function accepts(turn: Turn, news: LinkNews): boolean {
  const spec: IncomingLinkSpec | undefined = turn.process.spec.linkedFrom?.[news.type];
  if (!spec || spec.process !== news.process || news.from === turn.record.id) return false;
  return (
    spec.accepts === undefined ||
    askRule(turn.process.spec, null, spec.accepts, { ...argsOf(turn), context: turn.record.context }).holds === true
  );
}

const specOf = (spec: ProcessSpec, { type, direction }: Link): LinkSpec | undefined =>
  (direction === 'to' ? spec.links : spec.linkedFrom)?.[type];

function reaction(spec: LinkSpec | undefined, before: RollUp | null, after: RollUp): string | undefined {
  const ended = before?.outcome ?? null;
  if (after.outcome !== null && after.outcome !== ended) {
    if (typeof spec?.closed === 'object') return spec.closed[after.outcome] ?? spec.closed['otherwise'];
    return spec?.closed;
  }
  if (before === null) return spec?.registered;
  return after.outcome === null && ended !== null ? spec?.reopened : spec?.changed;
}

function react(turn: Turn, command: string | undefined, news: LinkNews): Turn {
  if (command === undefined || turn.record.closed?.final) return turn;
  const told = { case: news.from, outcome: news.rollUp.outcome, data: news.rollUp.data };
  const parsed = turn.process.spec.commands[command]!.payload?.safeParse(told);
  const reacting: Turn = { ...turn, payload: parsed?.data };
  const step = parsed && !parsed.success ? null : nextStep(turn.process, turn.record, command, argsOf(reacting));
  return step ? takeStep(reacting, step) : turn;
}

const withLink = (turn: Turn, tied: Link): Turn =>
  withRecord(turn, { links: { ...turn.record.links, [linkKey(tied.type, tied.direction, tied.case)]: tied } });

const send = (turn: Turn, event: Parameters<typeof linkNews>[2], to: Link): Turn => ({
  ...turn,
  emissions: [...turn.emissions, linkNews(turn.process, turn.record, event, to)],
});
