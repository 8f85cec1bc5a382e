// A world in one process: nodes whose every call to the outside waits for its turn, which chance gives, and may fail before or after it took effect.
// Time stands still until nothing else is left to do. Nothing here depends on anything but the seed.
import type { Clock } from '@bihuan/core';
import type { Random } from './random.ts';

/** How often what goes wrong, of all calls. */
export interface Weather {
  /** The call is lost before it arrives. */
  readonly lost: number;
  /** The call takes effect, and its answer is lost. */
  readonly unanswered: number;
  /** The node that makes the call dies in the middle of it. */
  readonly crash: number;
}

export const fairWeather: Weather = { lost: 0, unanswered: 0, crash: 0 };

/** One node's life, from its start to its crash. */
export interface Life {
  readonly name: string;
  readonly skewMs: number;
  /** Rejects when it dies: what waits for an answer of this node gets none. */
  readonly died: Promise<never>;
  readonly isAlive: () => boolean;
}

interface Errand {
  readonly life: Life;
  readonly run: (how: 'well' | 'lost' | 'unanswered') => Promise<void>;
}

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly ring: () => void;
}

/** Promises that go on by themselves have all gone on after this many turns: no chain between two calls is longer. */
const turns = 40;

export class World {
  readonly random: Random;
  weather: Weather;
  nowMs: number;
  #errands: Errand[] = [];
  #alarms: Alarm[] = [];
  #count = 0;
  readonly #deaths = new Map<Life, () => void>();

  constructor(random: Random, startMs: number, weather: Weather) {
    this.random = random;
    this.nowMs = startMs;
    this.weather = weather;
  }

  live(name: string, skewMs: number): Life {
    let alive = true;
    let die: (error: Error) => void = () => {};
    const died = new Promise<never>((_, reject) => (die = reject));
    died.catch(() => {});
    const life = { name, skewMs, died, isAlive: () => alive };
    this.#deaths.set(life, () => {
      alive = false;
      this.#errands = this.#errands.filter((errand) => errand.life !== life);
      this.#deaths.delete(life);
      die(new Error(`${name} died`));
    });
    return life;
  }

  kill(life: Life): void {
    this.#deaths.get(life)?.();
  }

  /** A call to the outside: made when its turn comes. A node that is dead calls nobody, and hears no answer. */
  call<Result>(life: Life, run: () => Promise<Result>): Promise<Result> {
    if (!life.isAlive()) return new Promise(() => {});
    return new Promise((resolve, reject) => {
      const make: Errand['run'] = async (how) => {
        if (how === 'lost') return reject(new Error('connection lost'));
        const outcome = await run().then(
          (result) => () => resolve(result),
          (error) => () => reject(error),
        );
        if (!life.isAlive()) return;
        if (how === 'unanswered') reject(new Error('connection lost'));
        else outcome();
      };
      this.#errands.push({ life, run: make });
    });
  }

  clockOf(life: Life): Clock {
    return {
      nowMs: () => this.nowMs + life.skewMs,
      wait: (ms, woken) =>
        new Promise((resolve) => {
          const alarm: Alarm = { atMs: this.nowMs + Math.max(ms, 0), order: this.#count++, ring: resolve };
          this.#alarms.push(alarm);
          void woken.then(() => {
            this.#alarms = this.#alarms.filter((each) => each !== alarm);
            resolve();
          });
        }),
    };
  }

  /** One thing happens: some call is made, or time goes on. False when nothing is left to happen. */
  async step(): Promise<boolean> {
    await settled();
    if (this.#errands.length > 0) {
      const [errand] = this.#errands.splice(this.random.below(this.#errands.length), 1);
      await this.#make(errand!);
      return true;
    }
    const next = this.#alarms.reduce<Alarm | undefined>((first, each) => (first && isSooner(first, each) ? first : each), undefined);
    if (!next) return false;
    this.#alarms = this.#alarms.filter((each) => each !== next);
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.ring();
    return true;
  }

  async #make({ life, run }: Errand): Promise<void> {
    const { lost, unanswered, crash } = this.weather;
    const draw = this.random.fraction();
    if (draw < crash) {
      // Half of the nodes that die have done what they were about to do.
      if (this.random.chance(0.5)) await run('unanswered');
      this.kill(life);
    } else await run(draw < crash + lost ? 'lost' : draw < crash + lost + unanswered ? 'unanswered' : 'well');
  }
}

const isSooner = (a: Alarm, b: Alarm): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

async function settled(): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await Promise.resolve();
}
