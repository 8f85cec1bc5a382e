// 100,000 hazards through a community, by discrete events: round the clock, and in office hours on the Chinese calendar.
import { china } from '@bihuan/calendar';
import { type SimulationOptions, simulate } from '@bihuan/paths';
import { hazard } from '@bihuan/processes';
import { row, verdict } from './timing.ts';

const cases = 100_000;
const mostSeconds = 60;

const community: SimulationOptions = {
  cases,
  arrivals: { perDay: 100 },
  staff: { recorder: 8, owner: 12, verifier: 8, community: 3 },
  calendar: china(),
  choices: {
    reported: { record: 0.95, reject: 0.05 },
    recorded: { assign: 0.8, fixOnSite: 0.2 },
    rectifying: { submit: 0.9, declineOwnership: 0.05, postpone: 0.03, markKey: 0.02 },
    overdue: { submit: 1 },
    rectified: { pass: 0.85, fail: 0.15 },
    lookBack: { clean: 0.93, rebound: 0.07 },
  },
};
const inOfficeHours: SimulationOptions = {
  ...community,
  hours: china(),
  staff: { recorder: 32, owner: 40, verifier: 32, community: 6 },
};

export function benchSimulate(): void {
  for (const [name, options] of Object.entries({ 'round the clock': community, 'in office hours': inOfficeHours })) {
    const before = process.cpuUsage();
    const { speed, steps, cases: count, bottleneck, partial } = simulate(hazard, options);
    const cpuSeconds = process.cpuUsage(before).user / 1e6;
    const seconds = speed.wallMs / 1000;
    row(`${name}: ${cases} hazards, ${steps} steps`, `${seconds.toFixed(1)} s`, verdict(seconds < mostSeconds, `< ${mostSeconds} s`));
    row('  cases a second (of wall time; of processor time)', `${speed.casesPerSecond.toFixed(0)}; ${(cases / cpuSeconds).toFixed(0)}`);
    row('  steps a second', speed.stepsPerSecond.toFixed(0));
    row('  heap afterwards', `${(process.memoryUsage().heapUsed / 1e6).toFixed(0)} MB`);
    const busiest = `${bottleneck.role} ${bottleneck.utilisation.toFixed(2)}`;
    row('  closed, unfinished, busiest', `${count.closed}, ${count.unfinished}, ${busiest}`, partial?.en ?? '');
  }
}
