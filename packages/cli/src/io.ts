// What the command needs of the world around it. Given, never taken, so that a test is a call.

export interface Sink {
  write(text: string): unknown;
  /** Somebody watches: progress may be shown. */
  readonly isTTY?: boolean;
}

export interface Io {
  /** Relative paths start here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch ms. */
  readonly nowMs: () => number;
  readonly stdout: Sink;
  readonly stderr: Sink;
}
