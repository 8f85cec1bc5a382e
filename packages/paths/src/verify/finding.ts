// What verification says: of each rule whether it holds, and the shortest case that shows where it does not.
import type { Text } from '@bihuan/core';
import type { TestPath } from '../cases/suite.ts';

/** E: not sound. W: has to be answered. I: for information. */
export type Severity = 'E' | 'W' | 'I';

export interface Finding {
  /** `P001` to `P022`, or the name of a property of your own. */
  readonly rule: string;
  readonly severity: Severity;
  /** The state, command, deadline, field or property it is about. */
  readonly at: string;
  readonly text: Text;
  /** The shortest case that comes there; it runs on the engine. */
  readonly witness?: TestPath;
  /** Why it is meant so, where the person who asks said so. */
  readonly answered?: string;
}

/** `proven`: for every state there is. `broken`: see the findings. `not found`: nothing against it so far as was explored. */
export type Standing = 'proven' | 'broken' | 'not found' | 'not applicable';

export interface Verdict {
  readonly rule: string;
  readonly severity: Severity;
  readonly text: Text;
  readonly standing: Standing;
  /** Why a property of your own, or P022, is neither proven nor broken, where that is not because of `notExplored`. */
  readonly because?: string;
}

export interface Verification {
  readonly process: string;
  readonly version: number | string;
  readonly hash: string;
  readonly seed: number;
  /** `no` with a finding of severity E, or a W without an answer; `yes` only where every state was explored, otherwise `unknown`. */
  readonly sound: 'yes' | 'no' | 'unknown';
  /** Whether every state there is was explored. */
  readonly whole: boolean;
  readonly states: number;
  readonly moves: number;
  /** The most states that were to be explored. */
  readonly mostStates: number;
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
  /** In words, what was not explored; empty when all was. */
  readonly notExplored: readonly string[];
  /** In words, what it rests on beyond the process: how many people, linked cases, a declared abstraction. */
  readonly assumptions: readonly string[];
}

export const rules: Readonly<Record<string, readonly [Severity, zh: string, en: string]>> = {
  P001: ['E', '每个状态都可到达', 'every state can be reached'],
  P002: ['E', '每个操作、期限都可能发生', 'every command and deadline can happen'],
  P003: ['E', '没有死锁', 'no case is stuck before its end'],
  P004: ['E', '从每个可达状态都能到达终点', 'an end can be reached from wherever a case may be'],
  P005: ['W', '没有无人必须离开的循环', 'no circle that nobody must ever leave'],
  P006: ['W', '等待的状态有期限或说明', 'a state that waits has a deadline or a stated reason'],
  P007: ['E', '总有人能办或有期限在走', 'somebody can act, or a deadline runs'],
  P008: ['W', '不只靠一个角色且无期限', 'no state depends on one role alone without a deadline'],
  P009: ['W', '责任角色不会永远失去办理能力', 'the role that has the work can still do something, there or later'],
  P010: ['W', '声明的角色与操作都用到', 'every declared role and command is used'],
  P011: ['I', '内容与角色正确的操作有分支接受', 'a command by the right role with the right content is accepted somewhere'],
  P012: ['I', '分支不靠次序决定', 'no two branches are open at once'],
  P013: ['W', '期限不总被更早的期限盖过', 'no deadline is always overtaken by an earlier one'],
  P014: ['W', '不会同时到期', 'no two deadlines fall due at the same moment'],
  P015: ['W', '上下文有界', 'the context is bounded'],
  P016: ['E', '规则、期限、赋值是确定的', 'rules, deadlines and assignments are deterministic'],
  P017: ['E', '职责分离不可绕过', 'separation of duties cannot be passed by'],
  P018: ['W', '终点有结果', 'every end has a result'],
  P019: ['W', '提醒不晚于期限', 'no reminder comes after its deadline'],
  P020: ['E', '没有无事件循环', 'no eventless circle'],
  P021: ['E', '关联案件不会互相等待', 'linked cases cannot wait for each other'],
  P022: ['E', '旧版本都能迁移', 'every earlier version migrates'],
};
