// @bihuan/core: define, decide, explain, commit.
export {
  type Actor,
  covers,
  type Directory,
  directoryOf,
  type Grant,
  operatorRole,
  type Standing,
  systemActor,
  systemRole,
} from './actor.ts';
export type { BranchReport } from './branches.ts';
export * from './calendar.ts';
export type { CaseOf, CaseView } from './case-view.ts';
export { type Clock, type ManualClock, manualClock, systemClock, timeOrderedIds } from './clock.ts';
export { type ControlName, controls } from './controls/index.ts';
export { linkedCase } from './controls/links.ts';
export { evidenceItem } from './controls/notes.ts';
export { type Current, type Decision, decide, type Env, type Request } from './decide.ts';
export { defineProcess } from './define-process.ts';
export type { EngineOptions, Message, Subscriber } from './engine/context.ts';
export { type Asking, type CaseRef, createEngine, type Engine, type OpenOptions, type OutcomeOf } from './engine/engine.ts';
export { type Entrance, entrance } from './engine/entrance.ts';
export { type ErasePersonOptions, erasePerson } from './engine/erase-person.ts';
export { contextOf, withInside } from './engine/inside.ts';
export type { Observer, Operation } from './engine/observer.ts';
export type { RelayReport } from './engine/outbox.ts';
export type { FindOptions, WorklistOptions } from './engine/queries.ts';
export type { DoneOptions, FindHandling, HistoryEntry, PersonalData, WorkListItem } from './engine/read.ts';
export type { DueReport } from './engine/timers.ts';
export { BihuanError, type ErrorCode } from './errors.ts';
export { type Explained, type Explanation, explain } from './explain.ts';
export { type Given, type GivenActor, type GivenOpening, given } from './given.ts';
export type { ExpectedCase, GivenAnswer } from './given-answer.ts';
export {
  type Anchor,
  type Digest,
  digestWith,
  foldJournal,
  genesis,
  type JournalFault,
  type JournalReport,
  verifyJournal,
} from './journal.ts';
export { type JsonFault, type JsonObject, type JsonValue, jsonFault } from './json.ts';
export { memoryStore } from './memory-store.ts';
export { type Opening, openCase } from './open-case.ts';
export { type Issue, type Outcome, outcomeLabels, type Reason, type Refusal } from './outcome.ts';
export { applyPatch, recordPatch } from './patch.ts';
export { type PersonalReference, personal, personalReference } from './personal.ts';
export type {
  ActingPerson,
  AnyProcess,
  CaseFacts,
  CommandSpec,
  ContextOf,
  Controls,
  DeadlineOf,
  InputOf,
  Labels,
  PayloadArgs,
  PayloadsOf,
  Process,
  ProcessSpec,
  RuleResult,
  StateArgs,
  StateOf,
  Visibility,
} from './process.ts';
export type {
  CaseRecord,
  Closed,
  EntryKind,
  Evidence,
  JournalEntry,
  Link,
  RecordPatch,
  RollUp,
  StateValue,
  Subject,
  Suspension,
  Timer,
  WorkItem,
} from './record.ts';
export { all, any, not, type RuleExpression } from './rule-expression.ts';
export { type ActorStanding, isAmong } from './standing.ts';
export type { Statechart, StateMeta, StateNodeConfig } from './statechart.ts';
export type * from './store.ts';
export { linkTerm, stateTerm, tagTerm, textTerms } from './terms.ts';
export { fillText, type Text } from './text.ts';
export { type PublicView, publicView } from './visibility.ts';
