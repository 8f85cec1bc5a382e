import { china, weekdays } from '@bihuan/calendar';
import { hazard } from '@bihuan/processes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterProcess } from './counter.fixture.ts';
import { type LogRow, logCsv, logHeader, logJson } from './event-log.ts';
import { simulate } from './simulate.ts';
import type { SimulationOptions } from './simulation-options.ts';
import type { SimulationReport } from './simulation-report.ts';
import { whatIf } from './what-if.ts';

const hour = 3_600_000;
const counter = counterProcess();
const serving = { waiting: { serve: 1 } };
const handing = { waiting: { hand: 1 } };
/** Ten minutes a person; `load` of one clerk's time. */
const queue = (load: number, more: Partial<SimulationOptions> = {}): SimulationOptions => ({
  staff: { clerk: 1 },
  arrivals: { perDay: load * 144 },
  durations: { default: { kind: 'exponential', meanMs: hour / 6 } },
  choices: serving,
  cases: 60_000,
  ...more,
});
const steady = ({ speed: _differs, ...figures }: SimulationReport) => figures;

describe('queues', () => {
  it.each([0.3, 0.6, 0.8])('hold as many as theory says, at a load of %d (M/M/1)', (load) => {
    const { states, roles } = simulate(counter, queue(load));
    const { inState, queue: waiting } = states['waiting']!;
    const expected = load / (1 - load);
    expect(Math.abs(inState.mean / expected - 1)).toBeLessThan(0.1);
    expect(Math.abs(waiting.mean / (expected * load) - 1)).toBeLessThan(0.15);
    expect(roles['clerk']!.utilisation).toBeCloseTo(load, 1);
  });

  it('hold as many as theory says where work always takes the same (M/D/1)', () => {
    const { states } = simulate(counter, queue(0.8, { durations: { default: { kind: 'constant', ms: hour / 6 } } }));
    expect(Math.abs(states['waiting']!.queue.mean / (0.64 / 0.4) - 1)).toBeLessThan(0.1);
  });

  it('obey Little’s law in every state: how many is how often times how long', () => {
    for (const [process, options] of [
      [counter, queue(0.4, { staff: { clerk: 2 }, cases: 3_000, choices: handing })],
      [hazard, town],
    ] as const) {
      const { states, startMs, endMs } = simulate(process, options);
      for (const { inState, sojourn, queue, waiting, overtaken } of Object.values(states)) {
        const elapsed = endMs - startMs;
        expect(inState.mean * elapsed).toBeCloseTo(sojourn.mean * sojourn.count, -4);
        if (overtaken === 0) expect(queue.mean * elapsed).toBeCloseTo(waiting.mean * waiting.count, -4);
      }
    }
  });

  it('never wait longer with more people (M/M/c)', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 4 }), (seed, clerk) => {
        const [few, more] = [clerk, clerk + 1].map((count) =>
          simulate(counter, queue(0.9 * clerk, { seed, cases: 500, staff: { clerk: count } })),
        );
        return more!.states['waiting']!.waiting.mean <= few!.states['waiting']!.waiting.mean;
      }),
      { numRuns: 40 },
    );
  });

  it('that grow for ever are named, and stopped with a report that says it is of a part', () => {
    const options = queue(3, { maxOpenCases: 2_000 });
    expect(simulate(counter, options)).toMatchObject({
      growing: ['waiting'],
      partial: { en: expect.stringContaining('pile up for ever') },
    });
    const stopped = simulate(counter, queue(0.5, { maxEvents: 1_000 }));
    expect(stopped.partial?.en).toContain('maxEvents');
    expect(stopped.cases.opened).toBeLessThan(1_000);
  });
});

const town: SimulationOptions = {
  staff: { recorder: 3, owner: 8, verifier: 3, community: 1 },
  arrivals: { perDay: 20 },
  cases: 400,
  hours: china(),
};

describe('a simulated community', () => {
  it('gives the same report for the same seed, and another for another', () => {
    expect(steady(simulate(hazard, town))).toEqual(steady(simulate(hazard, town)));
    expect(steady(simulate(hazard, { ...town, seed: 2 }))).not.toEqual(steady(simulate(hazard, town)));
  });

  it('finishes what comes, with what people of each role may do', () => {
    const rows: LogRow[] = [];
    const { cases, outcomes, refusals, deadlines } = simulate(hazard, { ...town, log: (row) => rows.push(row) });
    expect(cases).toMatchObject({ opened: 400, unfinished: 0 });
    expect(outcomes['closed']).toBeGreaterThan(250);
    expect(refusals).toBe(0);
    for (const { met, fired, onTime } of Object.values(deadlines)) expect(onTime).toBe(met / (met + fired));
    for (const { resource, role } of rows) if (role !== null) expect(resource.startsWith(`${role}-`)).toBe(true);
    expect(rows.filter((row) => row.activity === 'open')).toHaveLength(400);
  });

  it('works in working time only', () => {
    const ends: number[] = [];
    const calendar = weekdays({ timeZone: 'Asia/Shanghai', officeHours: ['09:00-12:00', '13:00-18:00'] });
    simulate(hazard, { ...town, cases: 100, hours: calendar, log: ({ role, endMs }) => role !== null && ends.push(endMs) });
    for (const end of ends) {
      const local = new Date(end + 8 * hour);
      const minutes = local.getUTCHours() * 60 + local.getUTCMinutes() + local.getUTCSeconds() / 60;
      expect([0, 6]).not.toContain(local.getUTCDay());
      expect((minutes >= 540 && minutes <= 720) || (minutes >= 780 && minutes <= 1_080)).toBe(true);
    }
  });

  it('gives a check to somebody else than who did the work', () => {
    const doing = new Map<string, string>();
    const options = queue(0.5, { staff: {}, people: { ann: ['clerk'], bob: ['clerk'] }, choices: handing, cases: 500 });
    const { refusals } = simulate(counter, {
      ...options,
      log({ case: id, activity, resource }) {
        if (activity === 'hand') doing.set(id, resource);
        if (activity === 'check') expect(resource).not.toBe(doing.get(id));
      },
    });
    expect(refusals).toBe(0);
  });

  it('names cases that nobody can do anything with', () => {
    const { cases } = simulate(counter, queue(0.5, { choices: handing, cases: 50 }));
    expect(cases).toMatchObject({ closed: 0, unfinished: 50, stuck: { served: 50 } });
  });

  it('sets cases aside that go in circles', () => {
    const { cases } = simulate(counter, queue(0.1, { cases: 5, choices: { waiting: { again: 1 } }, maxStepsPerCase: 50 }));
    expect(cases).toMatchObject({ closed: 0, circling: 5 });
  });

  it('loses those whose deadline passes while they wait', () => {
    const { outcomes, deadlines, states } = simulate(counterProcess(1), queue(1.5, { cases: 5_000 }));
    expect(outcomes['gone']).toBeGreaterThan(1_000);
    expect(deadlines['waiting#patience']).toMatchObject({ fired: outcomes['gone'], met: outcomes['done'] });
    expect(states['waiting']!.overtaken).toBe(outcomes['gone']);
  });

  it('leaves out of its figures what was before it was warm', () => {
    const report = simulate(counter, queue(0.5, { cases: 5_000, warmUpMs: 10 * 24 * hour }));
    expect(report.fromMs).toBe(report.startMs + 10 * 24 * hour);
    expect(report.leadTime.count).toBeLessThan(4_500);
    expect(report.roles['clerk']!.utilisation).toBeCloseTo(0.5, 1);
  });

  it('ends at a moment where it is told to', () => {
    const untilMs = Date.UTC(2026, 0, 15);
    const report = simulate(counter, { ...queue(0.5), cases: 1e9, untilMs });
    expect(report.endMs).toBe(untilMs);
    expect(report.states['waiting']!.inState.max).toBeGreaterThan(0);
  });

  it.each([
    ['cases', { cases: undefined }],
    ['staff.cook', { staff: { cook: 1 } }],
    ['staff.clerk', { staff: { clerk: -1 } }],
    ['arrivals', { arrivals: { perDay: 0 } }],
    ['durations.serve', { durations: { serve: { kind: 'uniform', fromMs: 2, toMs: 1 } } }],
    ['durations.cook', { durations: { cook: { kind: 'constant', ms: 1 } } }],
    ['choices.cooking', { choices: { cooking: {} } }],
    ['choices.waiting.check', { choices: { waiting: { check: 1 } } }],
    ['payloads.serve', { payloads: { serve: 5 } }],
    ['priority', { priority: 'lifo' }],
    ['hours', { hours: {} }],
    ['untilMs', { untilMs: 5 }],
  ])('refuses a wrong %s by name', (option, wrong) => {
    expect(() => simulate(counter, { ...queue(0.5), ...(wrong as object) })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', details: { option } }),
    );
  });
});

it('what one more clerk changes is told with how sure that is', () => {
  const { differences } = whatIf(counter, queue(0.85, { cases: 2_000 }), (now) => ({ ...now, staff: { clerk: 2 } }), { replications: 5 });
  const waiting = differences.find(({ figure }) => figure === 'waiting waiting')!;
  expect(waiting.high).toBeLessThan(0);
  expect(waiting.low).toBeLessThanOrEqual(waiting.difference);
  expect(waiting.after - waiting.before).toBeCloseTo(waiting.difference, 3);
  expect(differences.find(({ figure }) => figure === 'utilisation clerk')!.difference).toBeCloseTo(-0.42, 1);
});

it('log rows are written as lines of JSON and CSV', () => {
  const row: LogRow = { case: 'c,"1', activity: 'serve', state: 'waiting', resource: 'clerk-1', role: null, startMs: 1, endMs: 2 };
  expect(JSON.parse(logJson(row))).toEqual(row);
  expect([logHeader, logCsv(row)]).toEqual(['case,activity,state,resource,role,startMs,endMs', '"c,""1",serve,waiting,clerk-1,,1,2']);
});
