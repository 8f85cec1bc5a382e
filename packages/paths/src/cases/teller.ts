// Says in words what a step does and what has to be seen after it, in Chinese or English. How the words are laid out is up to each format.
import { outcomeLabels, type Text } from '@bihuan/core';
import { duration } from './duration.ts';
import { type NameKind, nameOf } from './names.ts';
import { oneLine, valueText } from './one-line.ts';
import type { Step, Suite } from './suite.ts';

export type Language = 'zh' | 'en';

const reasonLabels: Readonly<Record<string, Text>> = {
  role: { zh: '没有这个角色', en: 'lacks the role' },
  rule: { zh: '规则不成立', en: 'a rule does not hold' },
  state: { zh: '当前状态不能办理', en: 'not in this state' },
  closed: { zh: '案件已结', en: 'the case is closed' },
  suspended: { zh: '案件已挂起', en: 'the case is suspended' },
  limit: { zh: '超出限制', en: 'over the limit' },
  link: { zh: '关联不符', en: 'the link does not fit' },
  assignee: { zh: '不是指定的办理人', en: 'assigned to another person' },
  target: { zh: '对象不符', en: 'the target does not fit' },
  subject: { zh: '所涉事项已有案件', en: 'its subject has a case already' },
  error: { zh: '流程规则出错', en: 'a rule of the process fails' },
};

export interface Teller {
  readonly language: Language;
  /** The text of this language, on one line. */
  text(text: Text): string;
  name(kind: NameKind, id: string): string;
  /** `“整改中”`, several joined. */
  states(paths: readonly string[]): string;
  /** Roles of a person of the cast; the clock and linked cases are the system. */
  role(actor: string | null): string;
  /** Who does what, or what time comes. */
  act(step: Step): string;
  /** What is done, or which deadline falls due, as briefly as a diagram needs it. */
  brief(step: Step): string;
  /** Which moment a step waits for, and how long; empty where none passes. */
  time(step: Step): string;
  /** What has to be seen, a sentence each; the first says how the request ends. */
  expected(step: Step): readonly string[];
}

/** Tells the steps of a suite. Every sentence is one line, whatever its labels hold. */
export function teller(suite: Suite, language: Language): Teller {
  const zh = language === 'zh';
  const text = (each: Text) => oneLine(each[language] || each.zh || each.en);
  const quoted = (inner: string) => `“${inner}”`;
  const colon = zh ? '：' : ': ';
  const list = (parts: readonly string[]) => parts.join(zh ? '、' : ', ');
  const names = new Map<string, string>();
  const name = (kind: NameKind, id: string) => {
    const known = names.get(`${kind}:${id}`) ?? text(nameOf(suite, kind, id));
    names.set(`${kind}:${id}`, known);
    return known;
  };
  const states = (paths: readonly string[]) => list(paths.map((path) => quoted(name('state', path))));
  const roles = new Map(suite.cast.map((person) => [person.id, person.roles]));
  const role = (actor: string | null) =>
    actor === null ? (zh ? '系统' : 'the system') : list((roles.get(actor) ?? []).map((each) => name('role', each)));

  function who(actor: string | null): string {
    const hats = role(actor);
    if (actor === null) return hats;
    if (hats === '') return oneLine(actor);
    return zh ? `${hats}（${oneLine(actor)}）` : `${hats} (${oneLine(actor)})`;
  }

  function moment({ time, label }: Step): string {
    if (!time?.deadline) return zh ? `时间过去${duration(time?.waitMs ?? 0, language)}` : `${duration(time?.waitMs ?? 0, language)} pass`;
    const known = name('deadline', time.deadline);
    const deadline = quoted(known === oneLine(time.deadline) ? text(label) : known);
    const off = duration(time.offsetMs, language);
    if (time.offsetMs === 0) return zh ? `时间到${deadline}` : `time comes to the deadline ${deadline}`;
    const before = time.offsetMs < 0;
    return zh
      ? `时间到${deadline}${before ? '前' : '后'}${off}`
      : `time comes to ${off} ${before ? 'before' : 'after'} the deadline ${deadline}`;
  }

  function brief({ kind, time, label }: Step): string {
    if (kind !== 'time' || !time?.deadline) return text(label);
    const known = name('deadline', time.deadline);
    const deadline = known === oneLine(time.deadline) ? text(label) : known;
    return zh ? `到期：${deadline}` : `due: ${deadline}`;
  }

  function act(step: Step): string {
    const what = quoted(text(step.label));
    switch (step.kind) {
      case 'time':
        return moment(step);
      case 'open':
        return zh ? `${who(step.actor)}发起案件${what}` : `${who(step.actor)} opens the case: ${what}`;
      case 'news':
        return zh ? `关联案件传来${what}` : `a linked case sends ${what}`;
      case 'retry':
        return zh ? `${who(step.actor)}以同一幂等键再次提交${what}` : `${who(step.actor)} sends ${what} again with the same key`;
      case 'together':
        return zh ? `${who(step.actor)}同时提交两次${what}` : `${who(step.actor)} sends ${what} twice at once`;
      default:
        return zh ? `${who(step.actor)}办理${what}` : `${who(step.actor)} does ${what}`;
    }
  }

  function why({ outcome, reasons, issues }: Step['expect']): string {
    const told = (reasons ?? []).map(({ code, rule }) => {
      const general = reasonLabels[code];
      return rule === undefined ? (general ? text(general) : oneLine(code)) : withoutPlaces(name('rule', rule));
    });
    const all = [...told, ...(issues ?? []).map(oneLine)].join(zh ? '；' : '; ');
    const label = outcome === 'ignored' ? { zh: '不予理会', en: 'ignored' } : outcomeLabels[outcome as keyof typeof outcomeLabels];
    const kind = outcome === 'refused' ? '' : label ? text(label) : oneLine(outcome);
    if (outcome === 'replayed') return kind;
    const refused = zh ? `被拒绝${kind && `（${kind}）`}` : `it is refused${kind && ` (${kind})`}`;
    return all === '' ? refused : `${refused}${colon}${all}`;
  }

  function expected({ kind, expect, negative }: Step): readonly string[] {
    const applied = expect.outcome === 'applied';
    const done = kind === 'together' ? (zh ? '只有一次办理成功' : 'it is done once') : zh ? '办理成功' : 'it is done';
    const said: string[] = applied ? (kind === 'time' || negative ? [] : [done]) : [why(expect)];
    const place = states(expect.states);
    if (negative || !applied) said.push(zh ? `案件不变，仍在${place}` : `the case is unchanged, in ${place}`);
    else said.push(zh ? `案件在${place}` : `the case is in ${place}`);
    const changes = Object.entries(expect.context ?? {}).map(([field, value]) => `${name('field', field)} = ${valueText(value)}`);
    if (changes.length > 0) said.push(`${zh ? '记录' : 'the record says'}${colon}${changes.join(zh ? '；' : '; ')}`);
    const instants = (expect.instants ?? []).map((field) => quoted(name('field', field)));
    if (instants.length > 0) said.push(`${zh ? '记下时间' : 'the time is written down'}${colon}${list(instants)}`);
    const sent = (expect.messages ?? []).map((message) => quoted(name('message', message)));
    if (sent.length > 0) said.push(`${zh ? '发出' : 'sent'}${colon}${list(sent)}`);
    if (expect.workItems) said.push(todo(expect.workItems));
    if (expect.timers) said.push(running(expect.timers));
    if (expect.closed)
      said.push(zh ? `案件以“${name('result', expect.closed)}”办结` : `the case ends as “${name('result', expect.closed)}”`);
    return said;
  }

  function todo(items: NonNullable<Step['expect']['workItems']>): string {
    if (items.length === 0) return zh ? '没有待办' : 'nobody has anything to do';
    const told = items.map((item) => {
      const people = list(item.roles.map((each) => name('role', each)));
      const person = item.assignee === null ? '' : zh ? `（${oneLine(item.assignee)}）` : ` (${oneLine(item.assignee)})`;
      return `${people}${person}`;
    });
    return `${zh ? '待办' : 'to do'}${colon}${list(told)}`;
  }

  function running(timers: readonly string[]): string {
    if (timers.length === 0) return zh ? '没有期限在走' : 'no deadline runs';
    return `${zh ? '期限在走' : 'running'}${colon}${list(timers.map((each) => quoted(name('deadline', each.slice(each.lastIndexOf('#') + 1)))))}`;
  }

  function time(step: Step): string {
    if (!step.time) return '';
    const wait = duration(step.time.waitMs, language);
    return step.time.deadline ? `${moment(step)}${zh ? `（等待${wait}）` : ` (a wait of ${wait})`}` : moment(step);
  }

  return { language, text, name, states, role, act, brief, time, expected };
}

/** Rules are said with places for data that a suite does not carry: `只有责任人({owner})可以办理` is said without them. */
function withoutPlaces(rule: string): string {
  return rule.replace(/\s*[(（][^()（）]*\{\w+\}[^()（）]*[)）]/g, '').replace(/\{\w+\}/g, '…');
}
