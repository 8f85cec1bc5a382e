// P019: a reminder that runs out after the deadline it reminds of.
import type { Process, Text } from '@bihuan/core';
import { branchList, list, places, type Place as StatePlace } from '@bihuan/core/model';
import type { Place } from '../explore/place-key.ts';
import type { ProcessModel } from '../explore/process-model.ts';
import type { Explored } from '../tours/tour.ts';
import type { Found } from './graph-checks.ts';

const text = (zh: string, en: string): Text => ({ zh, en });

/** As declared: where somebody extended a deadline or set a shorter one by 督办, what comes first is theirs. */
export function lateReminders(process: Process, { graph, model }: Explored<Place, ProcessModel>): readonly Found[] {
  const reminding = new Set(places(process).flatMap((place) => remindersOf(process, place)));
  if (reminding.size === 0) return [];
  const found = new Map<string, Found>();
  for (let node = 1; node < graph.exploredCount; node++) {
    const { timers, supervisions, extensions } = model.unpack(graph.packed[node]!).record;
    if (supervisions + extensions > 0) continue;
    const running = Object.entries(timers).filter(([, { stoppedAtMs }]) => stoppedAtMs === null);
    for (const [reminder, late] of running.filter(([key]) => reminding.has(key))) {
      const overtaken = running.find(
        ([key, { state, dueAtMs }]) => !reminding.has(key) && onOneLine(state, late.state) && dueAtMs < late.dueAtMs,
      );
      if (!overtaken) continue;
      const [deadline] = overtaken;
      const at = `${reminder} ${deadline}`;
      if (found.has(at)) continue;
      const says = text(`提醒 ${reminder} 晚于期限 ${deadline}`, `the reminder ${reminder} comes after the deadline ${deadline}`);
      found.set(at, { rule: 'P019', at, node, text: says });
    }
  }
  return [...found.values()];
}

/** Deadlines that send something and leave the case where it is, as `state#deadline`. */
function remindersOf({ spec }: Process, { path, config }: StatePlace): readonly string[] {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return Object.entries(config.after ?? {}).flatMap(([deadline, branches]) => {
    const all = branchList(branches as never);
    const stays = all.every(({ target }) => target === undefined || target === name);
    const sends = all.some(({ actions }) =>
      list(actions).some((action) => spec.messages !== undefined && Object.hasOwn(spec.messages, action)),
    );
    return stays && sends ? [`${path}#${deadline}`] : [];
  });
}

/** Whether one state is the other, or inside it. */
const onOneLine = (one: string, other: string): boolean => one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
