// A load of requests with keys on several node processes, and faults between them: nodes killed, clocks moved, and whatever the database can suffer. Faults
// come by how many requests were answered, not by time. Afterwards everything that can be seen must be true.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Acknowledged, checkAftermath, type Random, randomFrom } from '@bihuan/conformance';
import type { Message, Store } from '@bihuan/core';
import { openStore } from './open-store.ts';
import type { Ask, Database, FromNode, NodeSettings, ToNode } from './protocol.ts';

export interface FaultRun {
  readonly seed: number;
  readonly database: Database;
  readonly requests: number;
  readonly nodes?: number;
  readonly clients?: number;
  /** Answered requests between two faults. Default 15. */
  readonly every?: number;
  /** Faults of the database, by name, beside those of the nodes. */
  readonly faults?: Readonly<Record<string, () => Promise<void>>>;
}

export interface FaultReport {
  readonly seed: number;
  readonly acknowledged: number;
  /** Answers that were errors; the request was sent again. */
  readonly errors: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly cases: number;
  readonly entries: number;
  readonly received: number;
  /** Received more than once. */
  readonly repeated: number;
  /** Nodes whose drivers did not let go of broken connections in time, and that were killed like any that outstays its grace period. */
  readonly slow: number;
  readonly seconds: number;
}

const speed = 20_000;
const startMs = Date.UTC(2026, 2, 2, 1);
const minuteMs = 60_000;
/** How long a run may take to come to rest once the load has ended. */
const restSeconds = 120;

interface Node {
  readonly child: ChildProcess;
  isDead: boolean;
  /** Resolves when it can be asked, also when it died before. */
  readonly ready: Promise<unknown>;
  readonly waiting: Map<number, { readonly resolve: (answer: FromNode) => void; readonly reject: (error: Error) => void }>;
}

export async function faultRun({
  seed,
  database,
  requests,
  nodes: count = 3,
  clients = 6,
  every = 15,
  faults = {},
}: FaultRun): Promise<FaultReport> {
  const began = performance.now();
  const random = randomFrom(seed);
  const epochMs = Date.now();
  const received: Message[] = [];
  const acknowledged: Acknowledged[] = [];
  const done: Record<string, number> = {};
  const lastErrors: string[] = [];
  const fallen: string[] = [];
  let isOver = false;
  let errors = 0;
  let asked = 0;
  let answered = 0;
  let numbers = 0;

  const skew = () => (random.below(21) - 10) * minuteMs;
  const start = (): Node => {
    const settings: NodeSettings = { database, startMs, epochMs, speed, skewMs: skew() };
    const child = fork(join(import.meta.dirname, 'node.ts'), [JSON.stringify(settings)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const waiting: Node['waiting'] = new Map();
    const ready = Promise.race([once(child, 'message'), once(child, 'exit')]);
    const node: Node = { child, isDead: false, ready, waiting };
    child.on('message', (message: FromNode) => {
      if (message.say === 'received') {
        received.push(message.message);
        tell(child, { say: 'noted', ticket: message.ticket });
      } else if (message.say === 'answer' || message.say === 'failed') {
        waiting.get(message.number)?.resolve(message);
        waiting.delete(message.number);
      }
    });
    child.on('exit', (code) => {
      // One that was not killed fell over something that it should have outlived.
      if (!node.isDead && !isOver) fallen.push(`a node ended by itself, with exit code ${code}`);
      node.isDead = true;
      for (const { reject } of waiting.values()) reject(new Error('the node died'));
      waiting.clear();
    });
    return node;
  };
  const nodes = Array.from({ length: count }, start);
  await Promise.all(nodes.map((node) => node.ready));

  const kill = async () => {
    const index = random.below(nodes.length);
    nodes[index]!.isDead = true;
    nodes[index]!.child.kill('SIGKILL');
    nodes[index] = start();
  };
  const moveClock = async () => tell(random.pick(nodes).child, { say: 'clock', skewMs: skew() });
  const menu = Object.entries({ 'node killed': kill, 'clock moved': moveClock, ...faults });

  let faulting = Promise.resolve();
  const afterAnswer = () => {
    answered += 1;
    if (answered % every !== 0) return;
    const [name, fault] = random.pick(menu);
    done[name] = (done[name] ?? 0) + 1;
    faulting = faulting.then(fault);
  };

  const askNode = (node: Node, ask: Ask) =>
    new Promise<FromNode>((resolve, reject) => {
      if (node.isDead) return reject(new Error('the node died'));
      const number = ++numbers;
      node.waiting.set(number, { resolve, reject });
      tell(node.child, { say: 'ask', number, ask });
    });
  const client = async (name: number): Promise<void> => {
    const cases: string[] = [];
    while (asked < requests && fallen.length === 0) {
      asked += 1;
      const ask = nextAsk(random, `client ${name} request ${asked}`, cases);
      while (fallen.length === 0) {
        const node = nodes[random.below(nodes.length)]!;
        const answer = await node.ready
          .then(() => askNode(node, ask))
          .catch((error: Error) => ({ say: 'failed' as const, error: error.message }));
        if (answer.say === 'answer') {
          if (answer.outcome === 'applied' || answer.outcome === 'replayed') {
            acknowledged.push({ key: ask.key, case: answer.case, revision: answer.revision });
            if (ask.case === '') cases.push(answer.case);
          }
          afterAnswer();
          break;
        }
        errors += 1;
        lastErrors.push('error' in answer ? answer.error : '');
        // A node that is dead or a database that is away is asked again, not at once.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
  await faulting;
  await Promise.all(nodes.map((node) => node.ready));

  const store = patient(openStore(database));
  const isDone = await comesToRest(() =>
    store.nextWakeMs({}).then(
      (atMs) => atMs === null,
      () => false,
    ),
  );
  isOver = true;
  for (const { child } of nodes) tell(child, { say: 'drain' });
  const slow = (await Promise.all(nodes.map(({ child }) => endsInTime(child)))).filter((inTime) => !inTime).length;
  if (!isDone) console.error(`not at rest; last errors: ${[...new Set(lastErrors.slice(-20))].join('\n')}`);
  if (fallen[0] !== undefined) throw new Error(fallen[0]);
  await checkAftermath({ store, acknowledged, received, isDone });

  const entries = (await store.done({ tenant: 'north', actor: 'u1', limit: 1_000_000 })).length;
  const cases = await store.count({ tenant: 'north', units: [''], limit: 1_000_000 });
  await Promise.race([store.close(), new Promise((resolve) => setTimeout(resolve, graceSeconds * 1000).unref())]);
  const repeated = received.length - new Set(received.map((message) => message.id)).size;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return {
    seed,
    acknowledged: acknowledged.length,
    errors,
    faults: done,
    cases,
    entries,
    received: received.length,
    repeated,
    slow,
    seconds,
  };
}

function tell(child: ChildProcess, message: ToNode): void {
  if (child.connected) child.send(message, () => {});
}

function nextAsk(random: Random, key: string, cases: readonly string[]): Ask {
  const command = random.pick(['note', 'note', 'note', 'begin', 'askHelp', 'finish', 'claim', 'comment']);
  const isNew = cases.length === 0 || random.chance(0.15);
  return { key, case: isNew ? '' : random.pick(cases), command };
}

/** A node that was told to drain has as long as an orchestrator of containers gives it. */
const graceSeconds = 15;

async function endsInTime(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return true;
  const timer = setTimeout(() => child.kill('SIGKILL'), graceSeconds * 1000);
  await once(child, 'exit');
  clearTimeout(timer);
  return child.signalCode === null;
}

/** Looks until `isAtRest`, or until it has taken too long. */
async function comesToRest(isAtRest: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + restSeconds * 1000;
  while (performance.now() < deadline) {
    if (await isAtRest()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Asks again while the database is busy or recovers, as `STORE_BUSY` says one may. */
function patient(store: Store<any>): Store<any> {
  return new Proxy(store, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        const deadline = performance.now() + restSeconds * 1000;
        for (;;) {
          try {
            return await value.apply(target, args);
          } catch (error) {
            if ((error as { readonly code?: unknown }).code !== 'STORE_BUSY' || performance.now() > deadline) throw error;
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      };
    },
  });
}
