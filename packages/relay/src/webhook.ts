// A subscriber that posts every message to an address, signed, as a CloudEvent. When to try again is the engine's affair: here is one attempt.
import { BihuanError, type Message, type Subscriber } from '@bihuan/core';
import { type CloudEventOptions, cloudEvent, cloudEventType } from './cloud-event.ts';
import { limitedBytes } from './limited-bytes.ts';
import { type Secrets, signer } from './signature.ts';

export interface WebhookOptions extends CloudEventOptions {
  /** `https:` only. It is the host's choice: check it before taking one from a user, for it may name a machine of your own network. */
  readonly url: string;
  /** The newest first; every message is signed by each, so that a receiver may know either. */
  readonly secret: Secrets;
  /** Names of the messages to send. Default: all. */
  readonly events?: readonly string[];
  /** How long the endpoint may take; less than the engine's `leaseMs`. Default 15,000 ms. */
  readonly timeoutMs?: number;
  /** Allows `http:` to this very machine, for development. */
  readonly insecureLoopback?: boolean;
  readonly fetch?: typeof fetch;
  readonly nowMs?: () => number;
}

/** Answers longer than this are not shown in the error. */
const maximumAnswerBytes = 1024;

/**
 * Delivered is what was answered with 2xx. Anything else throws `WEBHOOK_FAILED` with `details.status`, or `WEBHOOK_HANGS`; redirects are not followed.
 *
 * Throws `OPTION_INVALID` at once for an address or secret that cannot be used.
 */
export function webhook(options: WebhookOptions): Subscriber {
  const { secret, events, timeoutMs = 15_000, fetch: send = globalThis.fetch, nowMs = Date.now } = options;
  const url = endpoint(options);
  const { sign } = signer(secret);
  if (!(timeoutMs > 0 && timeoutMs <= 2_147_483_647)) throw invalid('timeoutMs', '须为正的毫秒数', 'a positive number of ms');

  const attempt = async (message: Message, signal: AbortSignal): Promise<void> => {
    const body = JSON.stringify(cloudEvent(message, options));
    // A header carries no Chinese; the id in the envelope is the message's own.
    const id = encodeURI(message.id);
    const atMs = nowMs();
    const headers = {
      'content-type': cloudEventType,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': sign(id, atMs, body),
    };
    const response = await send(url.href, { method: 'POST', headers, body, signal, redirect: 'manual' });
    if (response.ok) return void response.body?.cancel().catch(() => {});
    const bytes = await limitedBytes(response.body, maximumAnswerBytes);
    throw failure(message, url, response.status, bytes === null ? '' : new TextDecoder().decode(bytes));
  };

  return {
    ...(events !== undefined && { messages: events }),
    async handle(message) {
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        await attempt(message, signal);
      } catch (cause) {
        if (cause instanceof BihuanError) throw cause;
        if (!signal.aborted) throw failure(message, url, undefined, undefined, cause);
        throw new BihuanError(
          'WEBHOOK_HANGS',
          { zh: `${url.origin} 未在 ${timeoutMs} 毫秒内应答`, en: `${url.origin} did not answer within ${timeoutMs} ms` },
          { message: message.id, origin: url.origin, timeoutMs },
          cause,
        );
      }
    },
  };
}

/** Names the origin only: a path may be a secret, too. */
function failure(message: Message, { origin }: URL, status: number | undefined, answer: string | undefined, cause?: unknown): BihuanError {
  return new BihuanError(
    'WEBHOOK_FAILED',
    status === undefined
      ? { zh: `${origin} 连不上`, en: `${origin} cannot be reached` }
      : { zh: `${origin} 答复 ${status}`, en: `${origin} answered ${status}` },
    { message: message.id, origin, ...(status !== undefined && { status, answer }) },
    cause,
  );
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function endpoint({ url: given, insecureLoopback = false }: WebhookOptions): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isAllowed = url?.protocol === 'https:' || (insecureLoopback && url?.protocol === 'http:' && loopback.test(url.hostname));
  if (url && isAllowed && url.username === '' && url.password === '') return url;
  throw invalid('url', '须为不含用户名的 https 地址', 'an https address without a user name');
}

const invalid = (option: string, zh: string, en: string) =>
  new BihuanError('OPTION_INVALID', { zh: `${option} ${zh}`, en: `${option} must be ${en}` }, { option });
