// `bihuan ddl`: the schema as SQL, for hosts that run their own migrations.
import { InvalidArgumentError } from 'commander';
import type { CliCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { examples } from '../shared-options.ts';

interface DdlOptions {
  readonly dialect: string;
  readonly prefix: string;
  readonly from: number;
}

export const ddl: CliCommand<DdlOptions> = {
  declare: (program) =>
    examples(
      program
        .command('ddl')
        .summary('建表语句 the tables as SQL')
        .description('打印建表语句,供自行迁移。\nPrints the statements that make the tables, for hosts that run their own migrations.')
        .option('--dialect <name>', '数据库 sqlite (others come later)', 'sqlite')
        .option('--prefix <prefix>', '表前缀 what table names begin with', 'bihuan_')
        .option('--from <version>', '现有版本 the schema version there is', wholeNumber, 0),
      'bihuan ddl > schema.sql',
      'bihuan ddl --dialect sqlite --prefix gov_',
    ),

  async answer({ options: { dialect, prefix, from } }) {
    if (dialect !== 'sqlite') {
      throw new Failure(
        'DIALECT_UNSUPPORTED',
        { zh: `暂不支持 ${dialect},目前只有 sqlite`, en: `${dialect} comes later; for now there is sqlite` },
        { dialect, supported: ['sqlite'] },
      );
    }
    const { ddl: schemaText } = await import('@bihuan/sql');
    const sql = schemaText({ dialect, tablePrefix: prefix, fromVersion: from });
    return { data: { dialect, tablePrefix: prefix, fromVersion: from, sql }, text: () => sql.trimEnd() };
  },
};

function wholeNumber(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError('a whole number');
}
