// Waiting for somebody else's code, but not for ever.

/** What `run` comes to, or an error named `Hangs` when it has not come back in time. */
export async function inTime<Result>(run: () => Promise<Result>, mostMs: number, what: string): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${what} 在 ${mostMs} 毫秒内没有返回 | ${what} did not come back within ${mostMs} ms: it hangs`;
    timer = setTimeout(() => reject(Object.assign(new Error(message), { name: 'Hangs' })), mostMs);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
