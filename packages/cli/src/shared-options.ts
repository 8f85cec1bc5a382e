// Options that several commands have, worded once.
import { type Command, Option } from 'commander';

export const repeatable = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

export const databaseOptions = (command: Command): Command =>
  command
    .option('--db <file>', '数据库文件 the database file (or BIHUAN_DB)')
    .option('--prefix <prefix>', '表前缀 what table names begin with', 'bihuan_');

export const tenantOptions = (command: Command): Command =>
  databaseOptions(command).option('--tenant <tenant>', '租户 whose cases (or BIHUAN_TENANT)');

export const actorOptions = (command: Command): Command =>
  tenantOptions(command)
    .requiredOption('--as <actor>', '操作人 the actor who asks')
    .addOption(
      new Option('--grant <role@unit>', '授权,可重复;role@ 为全域 a role the actor holds, repeatable; role@ is the whole tenant')
        .argParser(repeatable)
        .default([], 'none'),
    )
    .option('--directory <people.json>', '人员名册 who holds which role: {"u1": ["owner@xindu"]}')
    .option('--on-behalf-of <actor>', '代何人办理 whom the actor acts for')
    .option('--at <time>', '何时,ISO 时间 when, an ISO time (default: now)');

/** Examples under a command's help. They are run as they stand by the tests. */
export const examples = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\n例 Examples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
