// Machines as others write them: nothing is called impossible that an actor does, nothing is run, and what is not known is said.
import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  cancel,
  createMachine,
  enqueueActions,
  fromCallback,
  fromPromise,
  raise,
  sendParent,
  sendTo,
  setup,
  stateIn,
} from 'xstate';
import { generateMachine, type MachineModelOptions, verifyMachine } from './index.ts';

const machine = (config: object) => createMachine({ id: 'm', initial: 'a', ...config } as never) as AnyStateMachine;
const end = { type: 'final' } as const;

/** Rules that are broken, and what is left open. */
const proofOf = (subject: AnyStateMachine, options: MachineModelOptions = {}) => {
  const { findings, notExplored } = verifyMachine(subject, options);
  return { broken: findings.flatMap(({ rule, severity, at }) => (severity === 'E' ? [`${rule} ${at}`] : [])), notExplored };
};
const suiteOf = (subject: AnyStateMachine, options: MachineModelOptions = {}) =>
  generateMachine(subject, { cover: ['states', 'transitions'], ...options });
const uncovered = (subject: AnyStateMachine, options: MachineModelOptions = {}) =>
  suiteOf(subject, options).obligations.flatMap(({ id, covered }) => (covered ? [] : [id]));
const sound = { broken: [], notExplored: [] };

describe('delays', () => {
  it('that run out where no transition follows let later ones run out', () => {
    const subject = machine({ states: { a: { after: { 1000: { guard: () => false, target: 'x' }, 2000: 'y' } }, x: {}, y: end } });
    expect(proofOf(subject).broken).toEqual(['P001 x', 'P002 a|after 1000|0']);
    expect(uncovered(subject)).toEqual(['state:x', 'transition:a|after 1000|0']);
    expect(suiteOf(subject).totals).toMatchObject({ steps: 3, notExplored: [] });
  });

  it('that actions begin are cancelled by their name, and carry what they were given', () => {
    const subject = machine({
      states: {
        a: {
          entry: [
            raise({ type: 'TICK', turn: 7 } as never, { delay: 1000 }),
            raise({ type: 'LATE' } as never, { delay: 2000, id: 'late' }),
          ],
          on: { TICK: { guard: ({ event }: any) => event.turn === 7, target: 'b', actions: cancel('late') } },
        },
        b: { on: { LATE: 'c' }, after: { 5000: 'd' } },
        c: {},
        d: end,
      },
    });
    const path = suiteOf(subject).paths.find(({ steps }) => steps.some(({ time }) => time?.deadline === 'TICK'));
    expect(path!.steps.flatMap(({ time }) => (time ? [`${time.deadline} in ${time.waitMs}`] : []))).toEqual([
      'TICK in 1000',
      '5000 in 5000',
    ]);
  });

  it('that began at different moments are said not to be tried at all moments', () => {
    const slow = stateIn({ a: 'slow' });
    const subject = machine({
      states: {
        a: {
          initial: 'wait',
          after: { 1000: [{ guard: slow, target: 'interrupted' }, { target: 'over' }] },
          states: { wait: { on: { GO: 'slow' } }, slow: { after: { 800: 'fast' } }, fast: {} },
        },
        interrupted: end,
        over: end,
      },
    });
    // Reached by GO after 500 ms: nothing may say that it is not.
    expect(proofOf(subject)).toEqual({ broken: [], notExplored: [expect.stringContaining('side by side')] });
  });
});

describe('states that are left as soon as they are entered', () => {
  it('are reached: by eventless transitions, ends of inner states and events to oneself', () => {
    const subject = machine({
      states: {
        a: { on: { GO: 'check' } },
        check: { always: [{ guard: () => true, target: 'inner' }] },
        inner: { initial: 'x', states: { x: { on: { NEXT: 'y' } }, y: end }, onDone: 'mail' },
        mail: { entry: sendTo(({ self }: any) => self, { type: 'SENT', to: 'me' } as never), on: { SENT: 'z' } },
        z: end,
      },
    });
    expect(proofOf(subject)).toEqual(sound);
    expect(uncovered(subject)).toEqual([]);
    expect(suiteOf(subject).totals).toMatchObject({ paths: 1, steps: 3, notExplored: [] });
  });

  it('for ever are an eventless circle, shown by the case that leads there (P020)', () => {
    const subject = machine({ states: { a: { on: { GO: 'b', END: 'z' } }, b: { always: 'c' }, c: { always: 'b' }, z: end } });
    expect(proofOf(subject)).toEqual({ broken: ['P020 a: GO'], notExplored: [expect.stringContaining('GO leads into steps without end')] });
    const begins = machine({ states: { a: { always: 'b' }, b: { always: 'a' } } });
    expect(proofOf(begins).broken).toEqual(['P020 xstate.init']);
    expect(suiteOf(begins).totals).toMatchObject({ paths: 0, covered: 0, lowerBound: 0 });
  });
});

describe('events that carry data', () => {
  const subject = machine({
    states: {
      a: {
        on: {
          ANSWER: [
            { guard: ({ event }: any) => event.value === 'yes', target: 'yes' },
            { guard: ({ event }: any) => event.value === 'no', target: 'no' },
          ],
        },
      },
      yes: end,
      no: end,
      lost: { on: { ANSWER: 'yes' } },
    },
  });

  it('which nobody gave leave open what hangs on it, and it is named', () => {
    const dead = ['P001 lost', 'P002 lost|ANSWER|0'];
    expect(proofOf(subject)).toEqual({ broken: dead, notExplored: [expect.stringMatching(/ANSWER .* reads value: give it in `events`/)] });
    const left = suiteOf(subject).obligations.filter(({ covered, excluded }) => !covered && excluded === undefined);
    expect(left.map(({ id }) => id)).toEqual(['state:yes', 'state:no', 'transition:a|ANSWER|0', 'transition:a|ANSWER|1']);
  });

  it('are tried with what is given', () => {
    const events = { ANSWER: [{ value: 'yes' }, { value: 'no' }, { value: 'perhaps' }] };
    expect(proofOf(subject, { events })).toEqual({ broken: ['P001 lost', 'P002 lost|ANSWER|0'], notExplored: [] });
    expect(uncovered(subject, { events })).toEqual(['state:lost', 'transition:lost|ANSWER|0']);
  });

  it('and fail without it are no fault of the machine', () => {
    const named = machine({
      states: { a: { on: { NAME: { target: 'b', actions: assign({ name: ({ event }: any) => event.name.trim() }) } } }, b: end },
    });
    expect(proofOf(named)).toEqual({ broken: [], notExplored: [expect.stringMatching(/NAME .* reads name, and fails without it/)] });
    expect(proofOf(named, { events: { NAME: [{ name: ' li ' }] } })).toEqual(sound);
  });

  it('and input are alike', () => {
    const started = machine({ context: ({ input }: any) => ({ of: input.of.length }), states: { a: { on: { GO: 'b' } }, b: end } });
    expect(proofOf(started).notExplored).toEqual([expect.stringMatching(/xstate\.init .* reads of, .* give it in `input`/)]);
    expect(proofOf(started, { input: { of: [1] } })).toEqual(sound);
  });
});

describe('actors', () => {
  let called = 0;
  const load = fromPromise(async () => {
    called += 1;
  });

  it('are not run, nor are actions, and what an actor may send is tried', () => {
    const act = () => {
      called += 1;
    };
    const subject = machine({
      entry: act,
      invoke: { src: load },
      states: {
        a: { invoke: { src: load, onDone: { target: 'b', actions: act }, onError: 'a' } },
        b: { on: { END: 'z' } },
        z: end,
        dead: {},
      },
    });
    const { broken, notExplored } = proofOf(subject);
    expect([broken, notExplored.every((each) => each.includes('is not run'))]).toEqual([['P001 dead'], true]);
    expect(uncovered(subject)).toEqual(['state:dead']);
    expect(called).toBe(0);
  });

  it('take messages, under their names and by their references', () => {
    const idle = fromCallback(() => undefined);
    const subject: AnyStateMachine = setup({ actors: { idle } as never }).createMachine({
      id: 'm',
      initial: 'a',
      context: ({ spawn }: any) => ({ boss: spawn('idle', { systemId: 'boss' }), staff: [] as unknown[] }),
      states: {
        a: {
          invoke: { src: 'idle', id: 'desk', systemId: 'desk' },
          on: {
            HIRE: {
              guard: ({ context }: any) => context.staff.length < 2,
              actions: assign({ staff: ({ context, spawn }: any) => [...context.staff, spawn('idle')] }),
            },
            TELL: {
              actions: [
                sendTo('desk', { type: 'X' }),
                sendTo(({ context }: any) => context.boss, { type: 'X' }),
                sendParent({ type: 'X' }),
              ],
            },
            AGAIN: { target: 'a', reenter: true },
            GO: { guard: ({ context }: any) => context.staff.length === 2, target: 'b' },
          },
        },
        b: end,
      },
    } as never) as never;
    expect(proofOf(subject).broken).toEqual([]);
    expect(uncovered(subject)).toEqual([]);
  });
});

describe('guards that nobody implemented', () => {
  it('answer for every parameter on their own, also where only an action asks', () => {
    const subject = machine({
      states: {
        a: {
          on: {
            GO: [
              { guard: { type: 'above', params: { limit: 1 } }, target: 'b' },
              { guard: { type: 'above', params: { limit: 5 } }, target: 'c' },
            ],
            ASK: { actions: enqueueActions(({ enqueue, check }: any) => check('isReady') && enqueue.raise({ type: 'READY' })) },
            READY: 'd',
          },
        },
        b: end,
        c: end,
        d: end,
      },
    });
    expect(proofOf(subject)).toEqual(sound);
    expect(uncovered(subject)).toEqual([]);
  });
});

describe('a context', () => {
  it('may hold objects of classes and functions', () => {
    class Money {
      readonly cents: number;
      constructor(cents: number) {
        this.cents = cents;
      }
      half(): Money {
        return new Money(Math.floor(this.cents / 2));
      }
    }
    const subject = machine({
      context: { money: new Money(4), twice: (sum: number) => 2 * sum },
      states: {
        a: {
          on: {
            SPEND: {
              guard: ({ context }: any) => context.money.cents > 0,
              actions: assign({ money: ({ context }: any) => context.money.half() }),
            },
            GO: { guard: ({ context }: any) => context.twice(context.money.cents) === 0, target: 'b' },
          },
        },
        b: end,
      },
    });
    expect(verifyMachine(subject)).toMatchObject({ sound: 'yes', whole: true, states: 5 });
  });

  it('that refers to itself is refused', () => {
    const context: Record<string, unknown> = {};
    context['self'] = context;
    expect(() => verifyMachine(machine({ context, states: { a: {} } }))).toThrow(expect.objectContaining({ code: 'CONTEXT_INVALID' }));
  });
});

it('nothing is called impossible where chance or the clock decides', () => {
  for (const guard of [() => Math.random() < 0.5, () => Date.now() > 5e12]) {
    const subject = machine({ states: { a: { on: { GO: [{ guard, target: 'b' }, { target: 'c' }] } }, b: end, c: end } });
    const { broken, notExplored } = proofOf(subject);
    expect([broken, notExplored.length]).toEqual([['P016 a'], 1]);
  }
});

describe('what is known though something is missing', () => {
  it('is that no transition leads to a state, or begins where one leads', () => {
    const subject = machine({
      states: {
        a: { on: { ANSWER: { guard: ({ event }: any) => event.value > 3, target: 'b' } } },
        b: { type: 'parallel', states: { left: { initial: 'x', states: { x: { on: { BACK: '#m.old' } } } }, right: {} } },
        old: { initial: 'one', states: { one: {}, two: { on: { END: '#m.z' } }, past: { type: 'history', target: 'two' } } },
        again: { on: { PAST: 'old.past', END: 'z' } },
        z: end,
      },
    });
    expect(proofOf(subject).broken).toEqual([
      'P001 old.two',
      'P001 again',
      'P001 z',
      'P002 old.two|END|0',
      'P002 again|PAST|0',
      'P002 again|END|0',
    ]);
    expect(suiteOf(subject).obligations.find(({ id }) => id === 'state:again')).toMatchObject({
      excluded: 'cannot happen: no transition leads there',
    });
  });

  it('and is no fault where what was missing is used later', () => {
    const subject = machine({
      context: {},
      states: {
        a: { on: { APPLY: { target: 'b', actions: assign({ person: ({ event }: any) => event.person }) } } },
        b: { on: { CHECK: [{ guard: ({ context }: any) => context.person.age > 17, target: 'c' }, { target: 'a' }] } },
        c: end,
      },
    });
    expect(proofOf(subject)).toEqual({
      broken: [],
      notExplored: [expect.stringContaining('reads person'), expect.stringMatching(/CHECK could not be tried .* for want of data/)],
    });
    const events = { APPLY: [{ person: { age: 17 } }, { person: { age: 18 } }] };
    expect(proofOf(subject, { events })).toEqual(sound);
  });
});

it('the bound knows that one of several steps with a transition is needed', () => {
  const subject = machine({
    states: {
      a: {
        type: 'parallel',
        onDone: 'z',
        states: Object.fromEntries(
          ['LEFT', 'RIGHT', 'UP'].map((event) => [event, { initial: 'off', states: { off: { on: { [event]: 'on' } }, on: end } }]),
        ),
      },
      z: end,
    },
  });
  // The last of three ends the whole, whichever it is.
  expect(suiteOf(subject).totals).toMatchObject({ paths: 1, steps: 4, lowerBound: 4 });
});

it('the bound knows what an opening takes by itself', () => {
  const subject = machine({ states: { a: { entry: raise({ type: 'HELLO' }), on: { HELLO: { actions: () => undefined } } } } });
  expect(suiteOf(subject).totals).toMatchObject({ paths: 1, steps: 1, lowerBound: 1 });
});

it('a context that counts on keeps no tour from being as short as the bound', () => {
  const set = (count: (count: number) => number) => ({ actions: assign({ count: ({ context }: any) => count(context.count) }) });
  const on = { MORE: set((count) => count + 1), LESS: set((count) => count - 1), FULL: set(() => 9), EMPTY: set(() => 0) };
  const { totals } = generateMachine(machine({ context: { count: 0 }, states: { a: { on } } }), { limits: { states: 100 } });
  expect(totals).toMatchObject({ paths: 1, steps: 5, lowerBound: 5 });
});

it('regions are in one order, whichever was entered first', () => {
  const region = (event: string) => ({ initial: 'off', states: { off: { on: { [event]: 'on' } }, on: end } });
  const subject = machine({ initial: undefined, type: 'parallel', states: { left: region('LEFT'), right: region('RIGHT') } });
  const suite = suiteOf(subject);
  expect(suite.totals).toMatchObject({ paths: 1, steps: 3, lowerBound: 3 });
  expect(verifyMachine(subject)).toMatchObject({ sound: 'yes', states: 4 });
});
