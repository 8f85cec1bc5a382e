// A whole installation simulated from a seed: nodes with clocks of their own, clients that try again, subscribers, deadlines, crashes; and afterwards
// every law that can be seen. A seed that fails fails again in the same way.
import { createEngine, directoryOf, type Engine, type Message, memoryStore, type Store } from '@bihuan/core';
import { errand } from '../store/errand.ts';
import { type Acknowledged, checkAftermath } from './aftermath.ts';
import { type Random, randomFrom } from './random.ts';
import { fairWeather, type Life, type Weather, World } from './world.ts';

export interface SimulationOptions {
  /** A store of its own for every run. Default: the memory store. */
  readonly createStore?: () => Store<any>;
  readonly weather?: Weather;
}

export interface SimulationReport {
  readonly seed: number;
  /** Calls made and moments passed. */
  readonly steps: number;
  readonly crashes: number;
  /** Requests that were answered `applied` or `replayed`. */
  readonly acknowledged: number;
  readonly entries: number;
  readonly received: number;
}

const startMs = Date.UTC(2026, 2, 2, 1);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Steps of bad weather; what is not done by then is done in fair weather. */
const badSteps = 250;
/** More than any run needs: one that takes more does not come to rest. */
const mostSteps = 20_000;
export const storm: Weather = { lost: 0.05, unanswered: 0.05, crash: 0.03 };

const directory = directoryOf({
  u1: [{ role: 'clerk', unit: '' }],
  boss: [
    { role: 'chief', unit: '' },
    { role: 'operator', unit: '' },
  ],
});
const clerk = { tenant: 'north', id: 'u1' };

interface Node {
  readonly life: Life;
  readonly engine: Engine<any>;
}

/** Runs one seed to its end. Throws `LawBroken` with the law, or what went wrong; `simulate(seed)` again shows the same. */
export async function simulate(
  seed: number,
  { createStore = memoryStore, weather = storm }: SimulationOptions = {},
): Promise<SimulationReport> {
  const random = randomFrom(seed);
  const world = new World(random, startMs, weather);
  const store = createStore();
  const received: Message[] = [];
  const acknowledged: Acknowledged[] = [];
  let crashes = 0;
  let ids = 0;

  const begin = (name: string, skewMs: number): Node => {
    const life = world.live(name, skewMs);
    const engine = createEngine<any>({
      processes: [errand],
      store: seenFrom(world, life, store),
      directory,
      clock: world.clockOf(life),
      newId: () => `e${++ids}`,
      newSalt: () => `s${++ids}`,
      chance: random.fraction,
      // Nothing is found by polling alone: what a worker has to see, it is told.
      pollMs: 6 * hourMs,
      subscribers: { host: { handle: (message) => world.call(life, async () => void received.push(message)) } },
    });
    engine.start();
    return { life, engine };
  };
  const skews = [0, random.below(10) * minuteMs, -random.below(10) * minuteMs];
  const nodes = skews.map((skewMs, index) => begin(`node ${index}`, skewMs));
  const alive = (): Node => {
    const index = random.below(nodes.length);
    const node = nodes[index]!;
    if (node.life.isAlive()) return node;
    crashes += 1;
    nodes[index] = begin(node.life.name, node.life.skewMs);
    return nodes[index];
  };

  const clients = [0, 1].map((number) => client(number, random, alive, acknowledged, world));
  let left = clients.length;
  for (const each of clients) void each.then(() => (left -= 1));

  let steps = 0;
  for (; steps < mostSteps; steps++) {
    if (steps === badSteps) {
      world.weather = fairWeather;
      for (const [index, node] of nodes.entries()) if (!node.life.isAlive()) nodes[index] = begin(node.life.name, node.life.skewMs);
    }
    const goesOn = await world.step();
    const atRest = steps > badSteps && left === 0 && (await store.nextWakeMs({})) === null;
    if (atRest || (!goesOn && steps > badSteps)) break;
  }
  await checkAftermath({ store, acknowledged, received, isDone: left === 0 && steps < mostSteps });
  const entries = (await store.done({ tenant: 'north', actor: 'u1', limit: 10_000 })).length;
  return { seed, steps, crashes, acknowledged: acknowledged.length, entries, received: received.length };
}

/** Opens errands and works on them, each request with a key, again and again until it is answered. */
async function client(number: number, random: Random, alive: () => Node, acknowledged: Acknowledged[], world: World): Promise<void> {
  const life = world.live(`client ${number}`, 0);
  const cases: string[] = [];
  for (let index = 0; index < 5; index++) {
    const key = `client ${number} request ${index}`;
    const [id] = [random.pick(cases.length > 0 && random.chance(0.7) ? cases : [''])];
    const command = random.pick(['note', 'note', 'begin', 'askHelp', 'finish', 'claim', 'comment']);
    for (;;) {
      const { engine, life: node } = alive();
      try {
        const outcome = await Promise.race([node.died, asked(engine, id, command, key)]);
        if (outcome.outcome !== 'applied' && outcome.outcome !== 'replayed') break;
        acknowledged.push({ key, case: outcome.case.id, revision: outcome.revision });
        if (id === '') cases.push(outcome.case.id);
        break;
      } catch {
        await world.clockOf(life).wait(1_000 + random.below(5_000), new Promise(() => {}));
      }
    }
  }
}

function asked(engine: Engine<any>, id: string, command: string, key: string) {
  const by = { by: clerk, key };
  if (id === '') return engine.open(errand, { ...by, unit: 'a', input: { title: key } });
  if (command === 'claim') return engine.claim(id, by);
  if (command === 'comment') return engine.comment(id, { ...by, text: key });
  return engine.send(id, command as never, { ...by, ...(command === 'note' && { payload: { text: key } }) } as never) as ReturnType<
    typeof engine.claim
  >;
}

/** The store as a node sees it: over a network. */
function seenFrom(world: World, life: Life, store: Store<any>): Store<any> {
  return new Proxy(store, {
    get(target, property, receiver) {
      const value = Reflect.get(target, property, receiver);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => world.call(life, () => value.apply(target, args));
    },
  });
}
