// Cases that depend on each other: opened by one another, told of each other's ends, tied and untied (laws 10 and 13).
import { equal } from '../../check.ts';
import { clerk, type Desk, elsewhere } from '../desk.ts';
import { lawsOf } from '../engine-law.ts';

async function helped(desk: Desk): Promise<string> {
  await desk.open();
  for (const command of ['begin', 'askHelp']) await desk.send('e1', command);
  await desk.calm();
  const others = await desk.engine.find({ by: clerk });
  return others.find((each) => each.id !== 'e1')!.id;
}

async function end({ send, note }: Desk, id: string): Promise<void> {
  await send(id, 'begin');
  await note(id, 'x');
  await send(id, 'finish');
}

const linksOf = async ({ engine }: Desk, id: string) =>
  Object.values((await engine.get(id, { by: clerk }))!.links).map(({ type, direction, case: other, status }) => [
    type,
    direction,
    other,
    status,
  ]);

export const linkLaws = lawsOf('links', [
  [
    10,
    'opens a case for another once, under an id that is known before, linked at both ends',
    async (desk) => {
      const helper = await helped(desk);
      equal(helper, 'e1.3.0', 'its id');
      equal(await linksOf(desk, 'e1'), [['helpedBy', 'to', helper, 'active']], 'the links of the case that asked');
      equal(await linksOf(desk, helper), [['helpedBy', 'from', 'e1', 'active']], 'the links of the helper');
      const opened: any = await desk.engine.get(helper, { by: clerk });
      equal([opened.correlation, opened.context.title, opened.unit], ['e1', 'help: post', 'a'], 'what it was given');
    },
  ],
  [
    10,
    'tells a case once how one that it opened has ended',
    async (desk) => {
      const helper = await helped(desk);
      await end(desk, helper);
      await desk.calm();
      await desk.calm();
      const told: any = await desk.engine.get('e1', { by: clerk });
      equal([told.states, told.context.helped], [['doing'], 1], 'the case that asked');
      const kinds = (await desk.engine.history('e1', { by: clerk })).map(({ kind }) => kind);
      equal(kinds.filter((kind) => kind === 'link').length > 0, true, 'news in its journal');
      for (const id of ['e1', helper]) equal((await desk.engine.verifyJournal(id, { by: clerk }))?.faults, [], `faults in ${id}`);
    },
  ],
  [
    10,
    'ties two cases, which hear of each other, and unties them',
    async (desk) => {
      const { engine, open, calm } = desk;
      for (let each = 0; each < 2; each++) await open();
      equal((await engine.link('e1', { by: clerk, type: 'helpedBy', to: 'e2' })).outcome, 'applied', 'the link');
      await calm();
      equal(
        [await linksOf(desk, 'e1'), await linksOf(desk, 'e2')],
        [[['helpedBy', 'to', 'e2', 'active']], [['helpedBy', 'from', 'e1', 'active']]],
        'both ends',
      );
      equal((await engine.unlink('e1', { by: clerk, type: 'helpedBy', to: 'e2', reason: 'x' })).outcome, 'applied', 'its end');
      await calm();
      equal([await linksOf(desk, 'e1'), await linksOf(desk, 'e2')], [[], []], 'both ends after it');
    },
  ],
  [
    13,
    'ties no case to one that whoever asks may not see',
    async (desk) => {
      const { engine, open } = desk;
      await open();
      await open({ by: elsewhere, unit: 'b' });
      equal((await engine.link('e2', { by: elsewhere, type: 'helpedBy', to: 'e1' })).outcome, 'not-found', 'a case of another unit');
      const opening = await open({ by: elsewhere, unit: 'b', links: [{ type: 'helpedBy', to: 'e1' }] });
      equal(opening.outcome, 'not-found', 'an opening that points at it');
      equal((await open({ links: [{ type: 'helpedBy', to: 'e9' }] })).outcome, 'not-found', 'one that points at nothing');
      equal((await open({ links: [{ type: 'helpedBy', to: 'e2' }] })).outcome, 'applied', 'one that points at what may be seen');
    },
  ],
]);
