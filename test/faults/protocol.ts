// What the orchestrator of a fault run and its node processes say to each other.
import type { Message } from '@bihuan/core';

/** What a node is started with. */
export interface NodeSettings {
  readonly database: Database;
  /** Virtual time: `startMs` at `epochMs` of the machine's clock, `speed` times as fast. */
  readonly startMs: number;
  readonly epochMs: number;
  readonly speed: number;
  readonly skewMs: number;
}

export type Database = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres' | 'mysql'; readonly url: string };

export interface Ask {
  readonly key: string;
  /** Empty: open a case. */
  readonly case: string;
  readonly command: string;
}

export type ToNode =
  | { readonly say: 'ask'; readonly number: number; readonly ask: Ask }
  | { readonly say: 'noted'; readonly ticket: number }
  | { readonly say: 'clock'; readonly skewMs: number }
  | { readonly say: 'drain' };

export type FromNode =
  | { readonly say: 'ready' }
  | { readonly say: 'answer'; readonly number: number; readonly outcome: string; readonly case: string; readonly revision: number }
  | { readonly say: 'failed'; readonly number: number; readonly error: string }
  | { readonly say: 'received'; readonly ticket: number; readonly message: Message }
  | { readonly say: 'drained' };
