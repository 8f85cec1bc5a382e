// @bihuan/core/model: what tools need that read a process, or walk it without a store.
export { askRule, isPayloadRule } from '../ask-rule.ts';
export { parsePayload } from '../check-request.ts';
export { hearableNews, type LinkNews } from '../controls/links.ts';
export { inert, type Ran, type TransitionNode, transitionId } from '../inert-scope.ts';
export { type Candidate, candidates, metaByPath, timerEvent } from '../kernel.ts';
export { type Place, places } from '../places.ts';
export { linkKey, timerKey } from '../record.ts';
export { type Judgement, judge, ruleNames, type Verdict } from '../rule-expression.ts';
export { rollUpOf } from '../seal.ts';
export { standingAt } from '../standing.ts';
export { type Branch, branchList, list } from '../statechart.ts';
export { type Emission, factsOf } from '../turn.ts';
export { type AttemptEnv, attempt, attemptOpening, type Moved, passDue } from './attempt.ts';
export { withSpec } from './with-spec.ts';
