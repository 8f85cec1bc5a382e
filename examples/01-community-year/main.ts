// The main job on real input: half a year of five communities on one SQLite file, through restarts. Prints what a community office asks for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { actor, of } from './cast.ts';
import { hazards, responses, sources, wishes } from './input.ts';
import { assign, type Cast, lookBack, photo, rectify, report, superviseTheLate, verify } from './play-hazards.ts';
import { conclude, meet, respond } from './play-responses.ts';
import { collect, decompose, deliver, rateTheRest, startEvaluation, tryToClose } from './play-round.ts';
import { both, section } from './print.ts';
import {
  printCases,
  printExplanation,
  printFigures,
  printJournal,
  printLists,
  printRefusal,
  printTimers,
  printWorklist,
} from './report.ts';
import { openStage, passTime } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'bihuan-'));
const file = join(folder, 'community.db');
const cases: Cast = new Map();

section('输入 | input', [
  `${hazards.length} hazards, ${responses.length} responses, ${wishes.wishes.length} wishes, each from a source document; how they are played is ours:`,
  ...Object.entries(sources).map(([id, title]) => `${id} ${title}`),
]);

// Monday 9 February 2026: everything is reported, recorded and assigned.
let stage = openStage(file);
await report(stage, cases);
await assign(stage, cases);
await meet(stage);
const round = await collect(stage);
await printWorklist(stage, of('huayang/huaxinjie', 'property'));
await stage.store.close();

// Restart. Rectification goes on over Spring Festival, with its make-up working days on 14 and 28 February.
stage = openStage(file);
await passTime(stage, '2026-02-11T10:00:00');
await rectify(stage, cases);
const passage = cases.get('xc-passage')!;
const self = actor('grid@hongqiao');
printRefusal('谁整改谁不能复查 | who fixed it may not check it', await stage.engine.send(passage, 'pass', { by: self, payload: {} }));
await printExplanation(stage, passage, self);
await passTime(stage, '2026-02-13T10:00:00');
await conclude(stage);
await verify(stage, cases);
await decompose(stage, round);
await stage.store.close();

// Restart after the festival: deadlines that fell due in between take effect at their own time.
stage = openStage(file);
await passTime(stage, '2026-02-24T09:00:00');
await superviseTheLate(stage, cases);
await respond(stage);
await meet(stage);
await conclude(stage);
await verify(stage, cases);
await lookBack(stage, cases, 'xd-clutter');
await passTime(stage, '2026-03-03T09:00:00');
await verify(stage, cases);
await deliver(stage, round);
await startEvaluation(stage, round);
const early = await tryToClose(stage, round);
if (early.outcome !== 'refused') throw new Error('a round must not close while its lists do not reconcile');
section(
  '四单未对账,不能结束 | the round may not close yet',
  early.reasons.map((reason) => both(reason.text)),
);
await passTime(stage, '2026-03-12T09:00:00');
await rateTheRest(stage, round);
await tryToClose(stage, round);
await lookBack(stage, cases);
await passTime(stage, '2026-03-18T09:00:00');
await stage.engine.send(cases.get('xd-tiles')!, 'submit', {
  by: of('zhuankou/xindu', 'property'),
  payload: { evidence: [photo('tiles')] },
});

await printCases(stage);
await printTimers(stage);
await printLists(stage, round.round);
await printFigures(stage);
await printJournal(stage, cases.get('hy-fulong')!, () => {
  const database = new DatabaseSync(file);
  database.exec(
    `update bihuan_journal set entry = replace(entry, '专项整治', '一般巡查') where case_id = '${cases.get('hy-fulong')!.id}' and entry like '%专项整治%'`,
  );
  database.close();
});
await stage.store.close();
rmSync(folder, { recursive: true });
