import type { Control } from './control.ts';
import { extend, supervise } from './deadlines.ts';
import { link, unlink } from './links.ts';
import { attach, comment } from './notes.ts';
import { cancel, erase, repair } from './operator.ts';
import { resume, suspend } from './suspension.ts';
import { claim, delegate, reassign, release, resolve } from './work.ts';

/** Every built-in act, by the name it has in journals. */
export const controls = {
  claim,
  release,
  delegate,
  resolve,
  reassign,
  suspend,
  resume,
  extend,
  supervise,
  link,
  unlink,
  attach,
  comment,
  cancel,
  erase,
  repair,
} as const satisfies Record<string, Control>;

export type ControlName = keyof typeof controls;
