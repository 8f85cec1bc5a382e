// `bihuan trouble`: what waits for an operator: messages that could not be delivered, and deadlines that could not be applied.
import type { CliCommand } from '../command.ts';
import { printTable } from '../print-table.ts';
import { examples, tenantOptions } from '../shared-options.ts';
import { readingTenant, type TenantOptions } from '../tenant-cases.ts';
import { say, sayTime, text } from '../wording.ts';

/** Longer than any engine keeps a timer by default: one that is due since then was left lying. */
const leftLyingMs = 60_000;

export const trouble: CliCommand<TenantOptions> = {
  declare: (program) =>
    examples(
      tenantOptions(
        program
          .command('trouble')
          .summary('待处置的故障 what waits for an operator')
          .description(
            '列出未能送达的消息(死信)与未能执行的期限。重新投递或跳过由程序完成:engine.redeliver、engine.skip。\n' +
              'Lists messages that could not be delivered (dead letters) and deadlines that could not be applied. Delivering them again or skipping them\n' +
              'is for your program: engine.redeliver, engine.skip.',
          ),
      ),
      'bihuan trouble --db community.db --tenant zhuankou',
    ),

  async answer({ options, io }) {
    const { letters, timers } = await readingTenant(options, io, async ({ tenant, store }) => ({
      letters: await store.deadLetters(tenant),
      timers: await store.stuckTimers({ tenant, dueBeforeMs: Date.now() - leftLyingMs }),
    }));
    return {
      data: { deadLetters: letters, stuckTimers: timers },
      text: (wording) => {
        if (letters.length + timers.length === 0) return say(wording, text('没有故障', 'No trouble'));
        const heading = [
          ...[text('案件', 'case'), text('事项', 'what'), text('对象', 'for'), text('时间', 'since')],
          ...[text('次数', 'attempts'), text('原因', 'why')],
        ].map((title) => say(wording, title));
        const [message, deadline, nobody] = [text('消息', 'message'), text('期限', 'deadline'), text('无引擎执行', 'no engine applies it')];
        return printTable([
          heading,
          ...letters.map((letter) => [
            letter.case,
            `${say(wording, message)} ${letter.name}`,
            letter.subscriber,
            sayTime(wording, letter.atMs),
            String(letter.attempts),
            letter.error,
          ]),
          ...timers.map((timer) => [
            timer.case,
            `${say(wording, deadline)} ${timer.timer}`,
            `${timer.process}@${timer.version}`,
            sayTime(wording, timer.dueAtMs),
            String(timer.attempts),
            timer.error || say(wording, nobody),
          ]),
        ]);
      },
    };
  },
};
