// Listening that outlives its connection: when it breaks, it is made again, and rings once for what may have been missed.

/** `connect` answers how to hang up, and calls `broken` when the connection ends by itself. Throws when the first one cannot be made. */
export async function listening(connect: (broken: () => void) => Promise<() => void>, ring: () => void): Promise<() => Promise<void>> {
  let isStopped = false;
  let hangUp: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const again = (pauseMs: number): void => {
    if (isStopped) return;
    timer = setTimeout(() => void open(pauseMs).then(ring, () => again(Math.min(pauseMs * 2, 5_000))), pauseMs);
    timer.unref();
  };
  const open = async (pauseMs: number): Promise<void> => {
    let isOver = false;
    const made = await connect(() => {
      if (isOver) return;
      isOver = true;
      hangUp?.();
      hangUp = undefined;
      again(Math.max(pauseMs, 50));
    });
    // It may have broken while it was being made, or nobody listens any more.
    if (isOver || isStopped) made();
    else hangUp = made;
  };
  await open(50);
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    hangUp?.();
    hangUp = undefined;
  };
}
