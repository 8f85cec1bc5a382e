// What an actor may do with a case now, and why not: every command and every built-in act, with all the reasons, branch by branch (law 5).
import { type BranchReport, branchReports, closedReason, refusalReasons, roleReason } from './branches.ts';
import { parsePayload } from './check-request.ts';
import { type Control, isRefused } from './controls/control.ts';
import { type ControlName, controls } from './controls/index.ts';
import type { Current, Env } from './decide.ts';
import { BihuanError } from './errors.ts';
import type { Reason } from './outcome.ts';
import type { Process } from './process.ts';
import type { CaseRecord } from './record.ts';
import { settle } from './settle.ts';
import { standingAt } from './standing.ts';
import type { Text } from './text.ts';
import { argsOf, type Turn, turnOn } from './turn.ts';

export interface Explanation {
  readonly status: 'allowed' | 'needs-input' | 'refused';
  readonly label: Text;
  /** Every reason against it; empty unless refused. */
  readonly reasons: readonly Reason[];
  readonly branches: readonly BranchReport[];
}

export interface Explained {
  readonly case: string;
  readonly atMs: number;
  readonly states: readonly string[];
  readonly commands: { readonly [command: string]: Explanation };
  readonly controls: { readonly [control in ControlName]: Explanation };
}

/** Judged on the case as it is once everything due by now has been applied, as `decide` would. Pure. */
export function explain(process: Process, current: Current, env: Env): Explained {
  const { record } = settle(process, current, env);
  const atMs = Math.max(env.nowMs, record.atMs);
  const here = standingAt(env.standing, process.id, record.unit, atMs);
  const turn = turnOn(process, record, here.by, atMs, env.calendar);
  const isHeld = (roles: readonly string[] | 'anyone') => here.grantsFor(roles).length > 0;
  return {
    case: record.id,
    atMs,
    states: record.states,
    commands: mapValues(process.spec.commands, (command, { by }) => explainCommand(turn, command, isHeld(by))),
    controls: mapValues(controls, (name) => explainControl(turn, name as ControlName, isHeld)) as Explained['controls'],
  };
}

const mapValues = <Value, Result>(
  map: Readonly<Record<string, Value>>,
  result: (key: string, value: Value) => Result,
): Record<string, Result> => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, result(key, value)]));

/** A rule that throws spoils its own command, not the explanation of the others; deciding that command throws. */
function explainCommand(turn: Turn, command: string, held: boolean): Explanation {
  try {
    return explainSound(turn, command, held);
  } catch (cause) {
    if (!(cause instanceof BihuanError) || cause.code !== 'RULE_THREW') throw cause;
    const reasons: readonly Reason[] = [{ code: 'error', data: { error: cause.code }, text: cause.text }];
    return { status: 'refused', label: turn.process.spec.labels.commands[command]!, reasons, branches: [] };
  }
}

function explainSound(turn: Turn, command: string, held: boolean): Explanation {
  const { process, record } = turn;
  const { by, payload } = process.spec.commands[command]!;
  const reports = (known: boolean, value?: unknown) =>
    record.closed?.final ? [] : branchReports(process, record, command, { ...argsOf(turn), payload: value }, known);
  // A payload that may be left out is left out: then rules that read it can be answered now. Where they refuse, another payload may do better.
  const empty = parsePayload(process.spec, command, payload, payload && {});
  const without = empty.ok ? reports(true, empty.value) : [];
  const isAllowed = without.some((branch) => branch.status === 'allowed');
  const branches = isAllowed || payload === undefined ? without : reports(false);
  const open = branches.filter((branch) => branch.status !== 'refused');
  const reasons = [
    ...(held ? [] : [roleReason(process.spec, by, record.unit)]),
    ...suspendedReason(record),
    ...(open.length > 0 ? [] : refusalReasons(process, record, command, branches)),
  ];
  const status = reasons.length > 0 ? 'refused' : isAllowed ? 'allowed' : 'needs-input';
  return { status, label: process.spec.labels.commands[command]!, reasons, branches };
}

function explainControl(turn: Turn, name: ControlName, isHeld: (roles: readonly string[] | 'anyone') => boolean): Explanation {
  const { process, record } = turn;
  const control: Control = controls[name];
  const roles = control.roles(process, record);
  const choices = control.choices?.(record) ?? [];
  const tried = (choices.length > 1 ? choices : [{}]).map((payload) => tryControl(turn, name, control, payload));
  const open = tried.find((each) => each.reasons.length === 0);
  const reasons = [
    ...(isHeld(roles) ? [] : [roleReason(process.spec, roles === 'anyone' ? process.spec.roles : roles, record.unit)]),
    ...(control.whileSuspended ? [] : suspendedReason(record)),
    ...(open ? [] : tried[0]!.reasons),
  ];
  const status = reasons.length > 0 ? 'refused' : open?.complete && tried.length === 1 ? 'allowed' : 'needs-input';
  return { status, label: control.label, reasons, branches: [] };
}

function tryControl(
  turn: Turn,
  name: ControlName,
  control: Control,
  payload: object,
): { readonly complete: boolean; readonly reasons: readonly Reason[] } {
  const parsed = parsePayload(turn.process.spec, name, control.payload, payload);
  const { record } = turn;
  const here = record.closed && !control.whenClosed ? [closedReason(turn.process, record)] : (control.refuses?.(turn) ?? []);
  const result = here.length === 0 && parsed.ok ? control.apply({ ...turn, payload: parsed.value }, parsed.value as never) : here;
  return { complete: parsed.ok, reasons: isRefused(result) ? result : [] };
}

function suspendedReason(record: CaseRecord): readonly Reason[] {
  if (!record.suspended) return [];
  const { reason, sinceMs } = record.suspended;
  return [{ code: 'suspended', data: { reason, sinceMs }, text: { zh: `案件已挂起:${reason}`, en: `The case is suspended: ${reason}` } }];
}
