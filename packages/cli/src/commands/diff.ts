// `bihuan diff`: which test cases a changed process adds, drops, and wants repeated.
import type { CliCommand } from '../command.ts';
import { readFile } from './run-cases.ts';

export const diff: CliCommand = {
  declare: (program) =>
    program
      .command('diff')
      .summary('比较用例 compare two files of test cases')
      .description('哪些用例新增、删除、须重做。\nWhich cases are new, gone, and have to be repeated.')
      .argument('<before>', '旧用例 the cases before')
      .argument('<after>', '新用例 the cases after'),

  async answer({ args, io }) {
    const { diffSuites, printDiff, readSuite } = await import('@bihuan/paths');
    const [before, after] = args.map((file) => readSuite(readFile(file!, io.cwd)));
    const found = diffSuites(before!, after!);
    return { data: found, text: ({ language }) => printDiff(found, language === 'en' ? 'en' : 'zh') };
  },
};
