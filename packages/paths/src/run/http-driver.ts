// A driver for a host's HTTP API: how its requests and answers look, the host says; sending, repeating and giving up in time are done here.
import type { Step, Suite } from '../cases/suite.ts';
import type { Answer, Driver, Observation, Session } from './driver.ts';
import { answerTogether } from './step-answer.ts';

export interface HttpRequest {
  /** Default `POST`. */
  readonly method?: string;
  /** Below `baseUrl`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON, or the text where it is none. */
  readonly body: any;
}

/** Sends a request. Throws when nothing comes back in time. */
export type Call = (request: HttpRequest) => Promise<HttpAnswer>;

/** What a host says of itself. `State` is what it has to remember of one case, such as its id; every session has its own. */
export interface HttpHost<State> {
  readonly name?: string;
  readonly baseUrl: string;
  /** Before the first step: sets the clock to `startMs`, creates the cast, empties what has to be empty. */
  readonly begin: (call: Call, suite: Pick<Suite, 'process' | 'cast' | 'startMs'>, worker: number) => Promise<State> | State;
  /** The request that a step is. `key` is new for every request, and the same for a retry: for hosts that know idempotency keys. */
  readonly request: (step: Step, state: State, key: string) => HttpRequest;
  /** What the host's answer means. For `open`, it may take note of the id. */
  readonly answer: (answer: HttpAnswer, step: Step, state: State) => Answer;
  readonly observe: (call: Call, state: State) => Promise<Observation>;
  /** Through an endpoint that the host has for tests only. */
  readonly advanceTime: (call: Call, waitMs: number, until: NonNullable<Step['time']>, state: State) => Promise<unknown>;
  readonly end?: (call: Call, state: State) => Promise<unknown>;
  /** For one request. Default 5,000 ms. */
  readonly timeoutMs?: number;
}

export function httpDriver<State>(host: HttpHost<State>): Driver {
  const call = caller(host.baseUrl, host.timeoutMs ?? 5_000);
  return {
    name: host.name ?? host.baseUrl,
    async session(suite, worker) {
      return new HttpSession(host, call, await host.begin(call, suite, worker), `w${worker}`);
    },
  };
}

class HttpSession<State> implements Session {
  readonly #host: HttpHost<State>;
  readonly #call: Call;
  readonly #state: State;
  readonly #prefix: string;
  #keys = 0;
  #applied: { readonly request: HttpRequest; readonly step: Step } | undefined;

  constructor(host: HttpHost<State>, call: Call, state: State, prefix: string) {
    this.#host = host;
    this.#call = call;
    this.#state = state;
    this.#prefix = prefix;
  }

  async apply(step: Step): Promise<Answer> {
    if (step.kind === 'retry') {
      if (!this.#applied) return { outcome: 'nothing to retry' };
      return this.#send(this.#applied.request, this.#applied.step);
    }
    const request = this.#host.request(step, this.#state, this.#nextKey());
    if (step.kind === 'together') {
      const other = this.#host.request(step, this.#state, this.#nextKey());
      return answerTogether(await Promise.all([this.#send(request, step), this.#send(other, step)]));
    }
    const answer = await this.#send(request, step);
    if (answer.outcome === 'applied') this.#applied = { request, step };
    return answer;
  }

  observe(): Promise<Observation> {
    return this.#host.observe(this.#call, this.#state);
  }

  async advanceTime(waitMs: number, until: NonNullable<Step['time']>): Promise<void> {
    await this.#host.advanceTime(this.#call, waitMs, until, this.#state);
  }

  async close(): Promise<void> {
    await this.#host.end?.(this.#call, this.#state);
  }

  async #send(request: HttpRequest, step: Step): Promise<Answer> {
    return this.#host.answer(await this.#call(request), step, this.#state);
  }

  #nextKey(): string {
    return `${this.#prefix}-${++this.#keys}`;
  }
}

const caller =
  (baseUrl: string, timeoutMs: number): Call =>
  async ({ method = 'POST', path, body, headers }) => {
    const what = `${method} ${path}`;
    try {
      const response = await fetch(new URL(path, baseUrl), {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'TimeoutError')
        throw Object.assign(
          new Error(`${what} 在 ${timeoutMs} 毫秒内没有返回 | ${what} did not come back within ${timeoutMs} ms: it hangs`),
          {
            name: 'Hangs',
          },
        );
      throw new Error(`${what}: ${cause instanceof Error ? String(cause.cause ?? cause.message) : String(cause)}`, { cause });
    }
  };

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
