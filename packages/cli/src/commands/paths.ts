// `bihuan paths`: test cases of a process or a plain machine, in any form a tester works with.

import type { Budget, Exporter } from '@bihuan/paths';
import { proofs } from '@bihuan/processes';
import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../command.ts';
import { loadRequirements } from '../load-requirements.ts';
import { linkedWith, subjectFor } from '../load-subject.ts';
import { examples } from '../shared-options.ts';
import { type ByOptions, byOptions, walksBy } from '../walks-by.ts';
import { say, type Wording } from '../wording.ts';

interface PathsOptions extends ByOptions {
  readonly cover?: string;
  readonly seed: number;
  readonly limit?: number;
  readonly budget?: Budget;
  readonly out?: string;
  readonly requirements?: string;
  readonly process: readonly string[];
}

export const wholeNumber = (value: string): number => {
  if (/^\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError('a whole number');
};

/** `role=3,other=2` */
export const counts = (value: string): Readonly<Record<string, number>> => {
  const parts = value.split(',').map((part) => /^([\w.-]+)=(\d+)$/.exec(part.trim()));
  if (parts.some((part) => part === null)) throw new InvalidArgumentError('as in verifier=2,owner=3');
  return Object.fromEntries(parts.map((part) => [part![1]!, Number(part![2])]));
};

/** `200steps`, `20tests`, `30s`, or several of them: whichever is reached first. */
const budgetOf = (value: string): Budget => {
  const units = { steps: 'steps', tests: 'tests', s: 'seconds' } as const;
  const parts = value.split(',').map((part) => /^([1-9]\d*) ?(steps|tests|s)$/.exec(part.trim()));
  if (parts.some((part) => part === null)) throw new InvalidArgumentError('as in 200steps, 20tests or 30s');
  return Object.fromEntries(parts.map((part) => [units[part![2] as keyof typeof units], Number(part![1])]));
};

export const paths: CliCommand<PathsOptions & { readonly people: Readonly<Record<string, number>> }> = {
  declare: (program) =>
    examples(
      byOptions(
        program
          .command('paths')
          .summary('测试用例 test cases that cover a process')
          .description(
            '覆盖准则:states transitions pairs triples quadruples roundTrips loops rules reasons deadlines roles negatives payloads combinations updates requirements,逗号分隔。状态机只有前六项。\n' +
              'What to cover: states, transitions, pairs, triples, quadruples, roundTrips, loops, rules, reasons, deadlines, roles, negatives, payloads, combinations, updates, requirements, separated by commas. Plain XState machines have the first six.',
          )
          .argument('[process]', '流程或文件 a process, or a file that exports one, or an XState machine')
          .option('--cover <criteria>', '覆盖什么 what to cover (default: transitions)')
          .option('--seed <number>', '种子 seed', wholeNumber, 1)
          .option('--limit <states>', '最多探索的状态 the most states to explore', wholeNumber)
          .option('--people <role=n,…>', '某角色几人 how many people of a role', counts, {})
          .option('--requirements <file>', '需求及其覆盖内容 requirements, and the obligations each asks for, as JSON')
          .option('--budget <budget>', '预算:200steps、20tests、30s the best that fits into it', budgetOf)
          .option('--out <file>', '写入文件 write to a file'),
        wholeNumber,
      ),
      'bihuan paths tiered-response',
      'bihuan paths wish --cover transitions,negatives --format gherkin-zh',
      'bihuan paths tiered-response --by shortest',
    ),

  async answer({ args, options, processes, io }) {
    const { exporters, generate, generateMachine } = await import('@bihuan/paths');
    const { cover, seed, limit, budget, people, out, requirements } = options;
    const subject = await subjectFor(args[0], options.process, processes, io.cwd);
    const chosen = {
      seed,
      by: walksBy(options, io.cwd),
      ...(cover !== undefined && { cover: cover.split(',').map((each) => each.trim()) as never }),
      ...(limit !== undefined && { limits: { states: limit } }),
      ...(budget !== undefined && { budget }),
    };
    const asked = requirements === undefined ? {} : { requirements: loadRequirements(requirements, io.cwd) };
    const suite =
      'machine' in subject
        ? generateMachine(subject.machine, { ...chosen, ...subject.given })
        : await generate(subject.process, {
            ...{ ...chosen, ...asked, with: linkedWith(subject.process, await processes()) },
            // Where a rule of a shipped process needs several people, there are several.
            people: { ...proofs[subject.process.id]?.people, ...people },
          });
    const { covered, coverable, steps, lowerBound, notExplored, gap } = suite.totals;
    const missing = suite.obligations.filter((each) => !each.covered);
    const text = (wording: Wording) =>
      [
        `${say(wording, suite.title)} (${suite.process}@${suite.version})`,
        say(wording, {
          zh: `${suite.paths.length} 条用例,${steps} 步${lowerBound === null ? '' : `(下界 ${lowerBound})`};覆盖 ${covered}/${coverable}`,
          en: `${suite.paths.length} cases, ${steps} steps${lowerBound === null ? '' : ` (bound ${lowerBound})`}; covered ${covered} of ${coverable}`,
        }),
        ...suite.paths.map((path) => `${path.id}  ${path.steps.length}  ${say(wording, path.title)}`),
        ...missing.map((each) => `- ${each.id}${each.excluded === undefined ? '' : `: ${each.excluded}`}`),
        ...notExplored.map((each) => `! ${each}`),
        ...(gap === undefined ? [] : [`! ${gap}`]),
      ].join('\n');
    const forms = Object.fromEntries(
      Object.entries<Exporter>(exporters).map(([name, exporter]) => [name, async () => exporter.write(suite)]),
    );
    return { data: suite, text, no: covered < coverable, forms, ...(out !== undefined && { out }) };
  },
};
