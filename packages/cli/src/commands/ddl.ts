// `bihuan ddl`: the schema as SQL, for hosts that run their own migrations.
import { InvalidArgumentError, Option } from 'commander';
import type { CliCommand } from '../command.ts';
import { examples } from '../shared-options.ts';

interface DdlOptions {
  readonly dialect: 'sqlite' | 'postgres' | 'mysql';
  readonly prefix: string;
  readonly schema?: string;
  readonly rowLevelSecurity: boolean;
  readonly from: number;
}

export const ddl: CliCommand<DdlOptions> = {
  declare: (program) =>
    examples(
      program
        .command('ddl')
        .summary('建表语句 the tables as SQL')
        .description('打印建表语句,供自行迁移。\nPrints the statements that make the tables, for hosts that run their own migrations.')
        .addOption(new Option('--dialect <name>', '数据库 database').choices(['sqlite', 'postgres', 'mysql']).default('sqlite'))
        .option('--prefix <prefix>', '表前缀 what table names begin with', 'bihuan_')
        .option('--schema <schema>', '模式 the schema of the tables, on PostgreSQL')
        .option('--row-level-security', '行级安全 policies by tenant, on PostgreSQL', false)
        .option('--from <version>', '现有版本 the schema version there is', wholeNumber, 0),
      'bihuan ddl > schema.sql',
      'bihuan ddl --dialect postgres --schema gov',
      'bihuan ddl --dialect mysql --prefix gov_',
    ),

  async answer({ options: { dialect, prefix: tablePrefix, schema, rowLevelSecurity, from: fromVersion } }) {
    const { ddl: schemaText } = await import('@bihuan/sql');
    const asked = {
      dialect,
      tablePrefix,
      fromVersion,
      ...(schema !== undefined && { schema }),
      ...(rowLevelSecurity && { rowLevelSecurity }),
    };
    const sql = schemaText(asked);
    return { data: { ...asked, sql }, text: () => sql.trimEnd() };
  },
};

function wholeNumber(value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new InvalidArgumentError('a whole number');
}
