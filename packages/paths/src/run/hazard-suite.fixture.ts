// A few paths of the hazard process, as a generator would make them: for tests of drivers and of running.
import { weekdays } from '@bihuan/calendar';
import { hazard } from '@bihuan/processes';
import type { Step, Suite, TestPath } from '../cases/suite.ts';
import { engineDriver } from './engine-driver.ts';
import { modelSteps, type StepSketch } from './model-path.ts';

export const calendar = weekdays({ timeZone: 'Asia/Shanghai', officeHours: ['09:00-12:00', '13:00-18:00'] });
export const model = engineDriver(hazard, { calendar });

const text = (words: string) => ({ zh: words, en: words });
const people = ['finder', 'recorder', 'owner', 'verifier', 'community', 'subdistrict', 'administrator'];
export const cast = people.map((role) => ({ id: role[0]!, roles: [role] }));
/** Monday 5 January 2026, 09:00 in China. */
export const startMs = Date.UTC(2026, 0, 5, 1);

const evidence = [{ kind: 'photo', reference: 'host:1', hash: 'sha256:0123456789abcdef' }];
const command = (actor: string, name: string, payload?: object, more: Partial<StepSketch> = {}): StepSketch => ({
  kind: 'command',
  command: name,
  actor,
  ...(payload && { payload: payload as Step['payload'] & object }),
  label: text(name),
  ...more,
});
const open: StepSketch = { kind: 'open', command: 'open', actor: 'f', payload: { place: '3栋', description: '堆物' }, label: text('open') };
const record = command('r', 'record', {});
const assign = command('r', 'assign', { owner: 'o', days: 3 });
const submit = command('o', 'submit', { evidence });
const refused = (sketch: StepSketch, outcome: string): StepSketch => ({ ...sketch, negative: true, expect: { outcome } });
const wait = (state: string, deadline: string, offsetMs = 0): StepSketch => ({
  kind: 'time',
  actor: null,
  label: text(`wait for ${deadline}`),
  time: { state, deadline, offsetMs, waitMs: 0 },
});

const sketches: Readonly<Record<string, readonly StepSketch[]>> = {
  through: [
    open,
    refused(command('o', 'record', {}), 'forbidden'),
    record,
    refused(command('r', 'assign', { owner: 'o', days: 0 }), 'invalid'),
    assign,
    { ...assign, kind: 'retry', expect: { outcome: 'replayed' } },
    refused(command('r', 'assign', { owner: 'o' }), 'refused'),
    submit,
    command('v', 'pass', {}),
    command('v', 'clean', {}),
  ],
  late: [open, record, assign, wait('rectifying', 'rectify', -1), wait('rectifying', 'rectify'), submit],
  extended: [
    open,
    record,
    assign,
    {
      kind: 'control',
      command: 'extend',
      actor: 'c',
      payload: { deadline: 'rectify', limit: { workingDays: 2 }, reason: '下雨' },
      label: text('extend'),
    },
    { ...submit, kind: 'together', expect: { outcome: 'applied' } },
  ],
  escalated: [
    open,
    record,
    command('r', 'noOwner', { reason: '不明' }),
    {
      kind: 'news',
      command: 'registered',
      actor: null,
      payload: { type: 'escalatedTo', direction: 'from', process: 'tiered-response', event: 'registered', from: 'other.3.0' },
      label: text('registered'),
    },
    {
      kind: 'news',
      command: 'concluded',
      actor: null,
      payload: {
        ...{ type: 'escalatedTo', direction: 'from', process: 'tiered-response', event: 'changed', from: 'other.3.0' },
        ...{ outcome: 'resolved', data: { handledBy: ['x'] } },
      },
      label: text('concluded'),
    },
  ],
};

/** A suite of these paths, their expectations filled in by the engine. */
export async function hazardSuite(): Promise<Suite> {
  const paths = await Promise.all(
    Object.entries(sketches).map(async ([id, steps]): Promise<TestPath> => {
      const walked = await modelSteps(model, { process: 'hazard', cast, startMs }, steps);
      if (!walked) throw new Error(`${id} is no path`);
      return { id, title: text(id), steps: walked, covers: [] };
    }),
  );
  return {
    format: 'bihuan-paths/1',
    process: hazard.id,
    version: hazard.version,
    hash: hazard.hash,
    title: text('hazard'),
    cover: ['transitions'],
    seed: 1,
    cast,
    startMs,
    calendar: calendar.id,
    paths,
    obligations: [],
    totals: {
      paths: paths.length,
      steps: paths.flatMap((path) => path.steps).length,
      lowerBound: null,
      covered: 0,
      coverable: 0,
      notExplored: [],
    },
  };
}
