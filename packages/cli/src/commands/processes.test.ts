import { expect, it } from 'vitest';
import { bihuan } from '../fixtures/terminal.ts';

it('lists the catalogue for people', async () => {
  const { code, out } = await bihuan('processes --lang en');
  expect(code).toBe(0);
  expect(out).toBe(`ID               version  title
hazard           1        Hazard closed loop
tiered-response  1        Three-level response
wish             1        Residents' wish
four-lists       1        Four lists
`);
});

it('gives programs names of states, commands, roles and deadlines', async () => {
  const { json } = await bihuan('processes --format json');
  expect(json.map(({ id }: { id: string }) => id)).toEqual(['hazard', 'tiered-response', 'wish', 'four-lists']);
  expect(Object.keys(json[0])).toEqual(['id', 'version', 'title', 'states', 'commands', 'roles', 'deadlines']);
  expect(json[3]).toMatchObject({ version: 1, title: { zh: '四单工作法', en: 'Four lists' }, roles: expect.arrayContaining(['council']) });
  expect(json[3].states).toEqual([
    'underway',
    ...['underway.collecting', 'underway.decomposing', 'underway.claiming', 'underway.doing', 'underway.evaluating'],
    ...['stalled', 'closed', 'cancelled'],
  ]);
  expect(json[3].deadlines).toContain('collectBy');
  expect(json[3].commands).toContain('signWishes');
});

it('lists a process of a file with the others', async () => {
  const { json } = await bihuan('processes --process ./visit.ts --format json');
  expect(json[0]).toEqual({
    id: 'home-visit',
    version: 3,
    title: { zh: '入户走访', en: 'Home visit' },
    states: ['planned', 'missed', 'done'],
    commands: ['report', 'close'],
    roles: ['visitor', 'community'],
    deadlines: ['visitBy'],
  });
  expect(json).toHaveLength(5);
});
