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
    let isMade = false;
    let isOver = false;
    const made = await connect(() => {
      if (isOver) return;
      isOver = true;
      // While it is being made, whoever makes it sees to the next: two would be made otherwise, and one never given back.
      if (!isMade) return;
      hangUp?.();
      hangUp = undefined;
      again(Math.max(pauseMs, 50));
    });
    isMade = true;
    if (!isOver && !isStopped) {
      hangUp = made;
      return;
    }
    made();
    if (isOver) throw new Error('the connection broke while it was made');
  };
  await open(50);
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    hangUp?.();
    hangUp = undefined;
  };
}
