// One node of a fault run: an engine that is asked by the orchestrator, and killed by it at any moment.
import { errand } from '@bihuan/conformance';
import { type Clock, createEngine, directoryOf, type Message } from '@bihuan/core';
import { openStore } from './open-store.ts';
import type { Ask, FromNode, NodeSettings, ToNode } from './protocol.ts';

const settings = JSON.parse(process.argv[2]!) as NodeSettings;
const hourMs = 3_600_000;
const clerk = { tenant: 'north', id: 'u1' };

let skewMs = settings.skewMs;
const clock: Clock = {
  nowMs: () => Math.round(settings.startMs + (Date.now() - settings.epochMs) * settings.speed) + skewMs,
  wait: (ms, woken) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.min(Math.max(ms / settings.speed, 1), 60_000));
      void woken.then(() => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

const say = (message: FromNode): void => void process.send!(message);

/** Who waits for the orchestrator to have noted a message. */
const tickets = new Map<number, () => void>();
let ticketCount = 0;

const store = openStore(settings.database);
const engine = createEngine<any>({
  processes: [errand],
  store,
  clock,
  directory: directoryOf({ u1: [{ role: 'clerk', unit: '' }], boss: [{ role: 'chief', unit: '' }] }),
  leaseMs: 12 * hourMs,
  pollMs: hourMs,
  attempts: 1_000_000,
  subscribers: {
    host: {
      handle: (message: Message) =>
        new Promise<void>((resolve) => {
          const ticket = ++ticketCount;
          tickets.set(ticket, resolve);
          say({ say: 'received', ticket, message });
        }),
    },
  },
});
engine.start();

process.on('message', async (message: ToNode) => {
  switch (message.say) {
    case 'ask':
      return answer(message.number, message.ask);
    case 'noted':
      tickets.get(message.ticket)?.();
      tickets.delete(message.ticket);
      return;
    case 'clock':
      skewMs = message.skewMs;
      return;
    case 'drain':
      await engine.drain();
      await store.close();
      say({ say: 'drained' });
      process.disconnect();
  }
});
process.on('disconnect', () => process.exit());
say({ say: 'ready' });

async function answer(number: number, ask: Ask): Promise<void> {
  try {
    const outcome = await perform(ask);
    const answered = outcome.outcome === 'applied' || outcome.outcome === 'replayed' ? outcome : undefined;
    say({ say: 'answer', number, outcome: outcome.outcome, case: answered?.case.id ?? '', revision: answered?.revision ?? 0 });
  } catch (error) {
    say({ say: 'failed', number, error: error instanceof Error ? error.message : String(error) });
  }
}

function perform({ case: id, command, key }: Ask): ReturnType<typeof engine.claim> {
  const by = { by: clerk, key };
  if (id === '') return engine.open(errand, { ...by, unit: 'a', input: { title: key } }) as ReturnType<typeof engine.claim>;
  if (command === 'claim') return engine.claim(id, by);
  if (command === 'comment') return engine.comment(id, { ...by, text: key });
  const payload = command === 'note' ? { payload: { text: key } } : {};
  return engine.send(id, command as never, { ...by, ...payload } as never) as ReturnType<typeof engine.claim>;
}
