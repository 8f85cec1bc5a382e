// How texts, times and results are put before the person who asked: one language or both, one time zone, words or JSON.
import type { Text } from '@bihuan/core';
import { formatTime } from './format-time.ts';

export const languages = ['both', 'zh', 'en'] as const;
export type Language = (typeof languages)[number];

export interface Wording {
  readonly language: Language;
  readonly timeZone: string;
}

/** `text('整改', 'rectify')` */
export const text = (zh: string, en: string): Text => ({ zh, en });

/** One line in the chosen language; both are `中文 / English`, or once where they are the same. */
export function say({ language }: Wording, { zh, en }: Text): string {
  if (language === 'zh') return zh;
  return language === 'en' || zh === en ? en : `${zh} / ${en}`;
}

/** A name that programs use, and what people call it; once where that is the same. */
export function sayNamed(wording: Wording, name: string, label: Text): string {
  const called = say(wording, label);
  return called === '' || called === name ? name : `${name} ${called}`;
}

/** A moment in epoch ms, or a dash for none. */
export const sayTime = (wording: Wording, atMs: number | null): string => (atMs === null ? '—' : formatTime(atMs, wording));

/** What a command found: data for programs, and its wording for people. */
export interface Answer {
  readonly data: unknown;
  readonly text: (wording: Wording) => string;
  /** The answer is no: exit code 1. */
  readonly no?: boolean;
  /** The same in a form of the command's own, for `--format`. */
  readonly forms?: Readonly<Record<string, () => Promise<string | Uint8Array>>>;
  /** Where it goes rather than to standard output. */
  readonly out?: string;
}
