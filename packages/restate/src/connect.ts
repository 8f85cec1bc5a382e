// A connection to a cluster: any node of it answers, and a request that got no answer is sent again, to the next.
import { BihuanError } from '@bihuan/core';
import { connect, type Ingress } from '@restatedev/restate-sdk-clients';

const longestRestMs = 1_000;
/** How long one node is waited for: the answer is there for the next that is asked. */
const attemptMs = 15_000;

/**
 * Every call made here may be repeated: requests carry an idempotency key, the others change nothing the second time. Throws `STORE_BUSY` when
 * nobody has answered for `retryMs`.
 */
export function connectAny(ingress: string | readonly string[], retryMs: number): Ingress {
  const urls = [ingress].flat().map((url) => url.replace(/\/+$/, ''));
  let current = 0;
  const insisting: typeof fetch = async (request, init) => {
    const path = String(request).slice(urls[0]!.length);
    const endMs = Date.now() + retryMs;
    for (let restMs = 50; ; restMs = Math.min(restMs * 2, longestRestMs)) {
      const at = current;
      const signal = AbortSignal.timeout(Math.max(Math.min(attemptMs, endMs - Date.now()), 1));
      const answer = await fetch(urls[at]! + path, { ...init, signal }).catch((error: unknown) => error);
      if (answer instanceof Response && isFinal(answer)) return answer;
      if (current === at) current = (at + 1) % urls.length;
      if (Date.now() + restMs >= endMs) throw unanswered(answer instanceof Response ? await answer.text() : answer);
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  };
  return connect({ url: urls[0]!, retry: false, fetch: insisting });
}

/** Not found: a node that has come up just now has not heard of the services yet. */
function isFinal({ status, headers }: Response): boolean {
  if (headers.get('x-restate-error-source') === 'invocation') return true;
  return status < 500 && ![404, 408, 425, 429].includes(status);
}

const unanswered = (cause: unknown): BihuanError =>
  new BihuanError(
    'STORE_BUSY',
    { zh: 'Restate 集群无应答,请以同一幂等键重试', en: 'The Restate cluster does not answer: try again, with the same key' },
    {},
    cause,
  );
