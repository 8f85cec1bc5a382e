// Why a command did not come to an answer, and the exit code that says so to a script.
import type { ErrorCode, Text } from '@bihuan/core';

export const exitCodes = { ok: 0, no: 1, misuse: 2, unexpected: 70 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The person asked for what is not there, or cannot be: nothing was done. Exit code 2 unless told otherwise. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly text: Text;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;

  constructor(code: string, text: Text, details: Readonly<Record<string, unknown>> = {}, exitCode: ExitCode = exitCodes.misuse) {
    super(`${code}: ${text.en}`);
    this.code = code;
    this.text = text;
    this.details = details;
    this.exitCode = exitCode;
  }
}

/** What the library throws, known by its form: a file of the user's may bring its own copy of core. */
interface LibraryError extends Error {
  readonly code: ErrorCode;
  readonly text: Text;
  readonly details: Readonly<Record<string, unknown>>;
}

export const isLibraryError = (error: unknown): error is LibraryError =>
  error instanceof Error && error.name === 'BihuanError' && 'code' in error && 'text' in error;

/** Where the definition or the stored case falls short, and nobody mistyped anything. */
const no: readonly ErrorCode[] = [
  ...(['PROCESS_UNSOUND', 'PROCESS_INVALID', 'SCHEMA_ASYNC', 'SCHEMA_NOT_JSON', 'ALWAYS_LOOP', 'TIMER_LOOP', 'RULE_THREW'] as const),
  ...(['CASE_CORRUPT', 'CONTEXT_INVALID', 'CALENDAR_NEEDED', 'CALENDAR_UNKNOWN_DAYS', 'MIGRATION_HOLES'] as const),
];
const misuse: readonly ErrorCode[] = [
  ...(['OPTION_INVALID', 'ACTOR_INVALID', 'DATE_INVALID', 'LIMIT_INVALID', 'PROCESS_UNKNOWN', 'PROCESS_CHANGED'] as const),
  ...(['STORE_SCHEMA', 'STORE_UNSUPPORTED', 'SUITE_INVALID', 'ARCHIVE_INVALID'] as const),
];

/** What to do about it, where the library that throws cannot know that a person typed a command. */
const hints: Readonly<Record<string, Text>> = {
  PROCESS_UNKNOWN: { zh: '用 --process 文件.ts 给出它', en: 'Give it with --process FILE.ts' },
  PROCESS_CHANGED: { zh: '用 --process 文件.ts 给出立案时的定义', en: 'Give the definition the case was opened with: --process FILE.ts' },
  STORE_SCHEMA: { zh: '运行 bihuan migrate --db 文件', en: 'Run bihuan migrate --db FILE' },
};

export interface Trouble {
  readonly code: string;
  readonly text: Text;
  readonly details: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
}

/** Anything thrown, as it is told to people and scripts. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Failure) return error;
  if (isLibraryError(error)) {
    const hint = hints[error.code];
    const text = hint ? { zh: `${error.text.zh}。${hint.zh}`, en: `${error.text.en}. ${hint.en}` } : error.text;
    const exitCode = no.includes(error.code) ? exitCodes.no : misuse.includes(error.code) ? exitCodes.misuse : exitCodes.unexpected;
    return { code: error.code, text, details: error.details, exitCode };
  }
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const text = { zh: `未预料的错误:${message}`, en: `This should not have happened: ${message}` };
  return { code: 'UNEXPECTED', text, details: { message, stack }, exitCode: exitCodes.unexpected };
}

/** The code first, then both languages; lines that both share (the faults of a process) once. */
export function printTrouble({ code, text, details, exitCode }: Trouble): string {
  const [zh = '', ...rest] = text.zh.split('\n');
  const [en = '', ...restEn] = text.en.split('\n');
  const shared = rest.join('\n') === restEn.join('\n') ? rest : [...rest, ...restEn];
  const { stack } = details;
  const trace = exitCode === exitCodes.unexpected && typeof stack === 'string' ? [stack] : [];
  return [`${code}: ${zh === en ? en : `${zh} / ${en}`}`, ...shared, ...trace, ''].join('\n');
}
