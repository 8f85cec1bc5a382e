// `bihuan verify`: what can never go wrong with a process, or the shortest case in which it does.
import type { Process } from '@bihuan/core';
import type { Verification } from '@bihuan/paths';
import { type ProofSettings, proofs as settings } from '@bihuan/processes';
import type { CliCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { loadAnswers } from '../load-answers.ts';
import { loadMigrations } from '../load-migrations.ts';
import { catalogue, nameOf } from '../load-processes.ts';
import { linkedWith, type Subject, subjectFor } from '../load-subject.ts';
import { progressOn } from '../progress.ts';
import { examples } from '../shared-options.ts';
import { say, type Wording } from '../wording.ts';
import { counts, wholeNumber } from './paths.ts';

interface VerifyOptions {
  readonly all: boolean;
  readonly seed: number;
  readonly limit?: number;
  readonly people: Readonly<Record<string, number>>;
  readonly process: readonly string[];
  readonly answers?: string;
  readonly migration?: string;
  readonly out?: string;
}

export const verify: CliCommand<VerifyOptions> = {
  declare: (program) =>
    examples(
      program
        .command('verify')
        .summary('验证流程 prove a process sound, or show where it is not')
        .description(
          '规则 P001 至 P022。退出码 0:已证明;1:有问题,或未探索完。--format markdown 为证明书。\n' +
            'Rules P001 to P022. Exit code 0: proven; 1: something is wrong, or not every state was explored. A certificate: --format markdown.',
        )
        .argument('[process]', '流程或文件 a process, or a file that exports one, or an XState machine')
        .option('--all', '全部自带流程 every process there is', false)
        .option('--seed <number>', '种子 seed', wholeNumber, 1)
        .option('--limit <states>', '最多探索的状态 the most states to explore', wholeNumber)
        .option('--people <role=n,…>', '某角色几人 how many people of a role', counts, {})
        .option('--answers <file>', '警告的理由 why warnings are meant so: {"P005 waiting": "why"}, or the same by process')
        .option('--migration <file>', '旧版本如何迁移 a file that exports moves from earlier versions, { from, to, states … }; it is run')
        .option('--out <file>', '写入文件 write to a file'),
    ),

  async answer({ args, options, processes, io }) {
    const { certificate, verify: prove, verifyMachine } = await import('@bihuan/paths');
    const { all, seed, limit, people, out } = options;
    const moves = options.migration === undefined ? [] : await loadMigrations(options.migration, io.cwd);
    const movesTo = (process: Process) => moves.filter(({ to }) => nameOf(to as Process) === nameOf(process));
    const answersTo = loadAnswers(options.answers, io.cwd);
    const progress = progressOn(io.stderr);
    const limitsFor = (name: string) => ({ ...(limit !== undefined && { states: limit }), onProgress: progress.of(name) });
    const known = await processes();
    const proveProcess = async (process: Process) => {
      const set: ProofSettings = catalogue.includes(process) ? (settings[process.id] ?? {}) : {};
      return prove(process, {
        ...set,
        seed,
        people: { ...set.people, ...people },
        answers: { ...set.answers, ...answersTo(process.id) },
        with: linkedWith(process, known),
        migrations: movesTo(process),
        limits: limitsFor(process.id),
      });
    };
    const subjects = all
      ? known.map((process): Subject => ({ process }))
      : args[0] === undefined && moves.length > 0
        ? [...new Set(moves.map(({ to }) => to as Process))].map((process): Subject => ({ process }))
        : [await subjectFor(args[0], options.process, processes, io.cwd)];
    if (moves.length > 0 && !subjects.some((subject) => 'process' in subject && movesTo(subject.process).length > 0))
      throw new Failure('USAGE', {
        zh: `${options.migration} 中没有迁到该流程的迁移`,
        en: `No move of ${options.migration} leads to that process in that version`,
      });
    const proofs: Verification[] = [];
    try {
      for (const subject of subjects) {
        if ('process' in subject) {
          proofs.push(await proveProcess(subject.process));
          continue;
        }
        const { machine, given } = subject;
        proofs.push(verifyMachine(machine, { ...given, seed, answers: answersTo(machine.id), limits: limitsFor(machine.id) }));
      }
    } finally {
      progress.done();
    }
    return {
      data: all || proofs.length > 1 ? proofs : proofs[0],
      text: (wording) => [...proofs.map((proof) => printProof(proof, wording)), memory(wording)].join('\n\n'),
      no: proofs.some(({ sound }) => sound !== 'yes'),
      forms: { markdown: async () => certificate(proofs) },
      ...(out !== undefined && { out }),
    };
  },
};

const soundWords = {
  yes: { zh: '已证明', en: 'proven sound' },
  no: { zh: '有问题', en: 'not sound' },
  unknown: { zh: '未发现问题,但未探索完', en: 'nothing found, but not every state was explored' },
} as const;

const memory = (wording: Wording): string => {
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  return say(wording, { zh: `占用内存 ${megabytes} MB`, en: `memory: ${megabytes} MB` });
};

function printProof(proof: Verification, wording: Wording): string {
  return [
    `${proof.process}@${proof.version} ${proof.hash}: ${say(wording, soundWords[proof.sound])}; ${say(wording, { zh: `${proof.states} 个状态,${proof.moves} 个动作`, en: `${proof.states} states, ${proof.moves} moves` })}`,
    ...proof.findings.flatMap(({ rule, severity, at, text, witness, answered }) => [
      `${rule} ${severity} ${at}: ${say(wording, text)}${answered === undefined ? '' : ` [${answered}]`}`,
      ...(witness
        ? [`    ${witness.steps.map(({ label, actor }) => `${say(wording, label)}${actor === null ? '' : ` (${actor})`}`).join(' → ')}`]
        : []),
    ]),
    ...proof.verdicts.flatMap(({ rule, because }) => (because === undefined ? [] : [`? ${rule}: ${because}`])),
    ...proof.assumptions.map((each) => `${say(wording, { zh: '依据', en: 'rests on' })}: ${each}`),
    ...proof.notExplored.map((each) => `! ${each}`),
  ].join('\n');
}
