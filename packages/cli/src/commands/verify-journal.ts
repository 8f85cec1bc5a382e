// `bihuan verify-journal`: whether anyone changed what the journals say. For a cron job: exit code 1 when somebody did.
import { type Anchor, digestWith, type JournalFault, type JournalReport, type Text, verifyJournal as verify } from '@bihuan/core';
import type { CliCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { printTable } from '../print-table.ts';
import { examples, tenantOptions } from '../shared-options.ts';
import { readingTenant, type TenantCases, type TenantOptions } from '../tenant-cases.ts';
import { say, text, type Wording } from '../wording.ts';

interface VerifyOptions extends TenantOptions {
  readonly keyEnv?: string;
  readonly anchor?: string;
}

const page = 500;

export const verifyJournal: CliCommand<VerifyOptions> = {
  declare: (program) =>
    examples(
      tenantOptions(
        program
          .command('verify-journal')
          .summary('核验日志未被改动 check that no journal was changed')
          .description(
            '核验一个或全部案件的日志:链、列、记录、锚点。有问题时退出码为 1。\n' +
              'Checks the journal of one case or of all: chain, columns, record, anchor. Exit code 1 when anything was changed.',
          )
          .argument('[case]', '案件编号,省略为全部 the id of a case; left out, all of the tenant')
          .option('--key-env <name>', '含 HMAC 密钥的环境变量 the environment variable that holds the HMAC key')
          .option('--anchor <revision:hash>', '别处留存的链头,限一个案件 a head kept elsewhere, for one case'),
      ),
      'bihuan verify-journal --db community.db --tenant zhuankou',
      'bihuan verify-journal h1 --db community.db --tenant zhuankou --key-env JOURNAL_KEY',
    ),

  async answer({ args: [id], options, io }) {
    const digest = digestWith(keyFrom(options, io));
    const anchor = anchorFrom(options, id);
    const reports = await readingTenant(options, io, async (cases) => {
      const found: JournalReport[] = [];
      for await (const row of id === undefined ? everyCase(cases) : [await cases.find(id)]) {
        found.push(verify(row, await cases.journal(row.id), digest, anchor));
      }
      return found;
    });
    const faults = reports.reduce((sum, report) => sum + report.faults.length, 0);
    return {
      data: { cases: reports.length, faults, reports },
      text: (wording) => printReports(reports, faults, wording),
      no: faults > 0,
    };
  },
};

async function* everyCase({ store, tenant }: TenantCases) {
  let afterId = '';
  for (;;) {
    const rows = await store.find({ tenant, units: [''], limit: page, ...(afterId && { after: { id: afterId, dueAtMs: null } }) });
    // A mistyped tenant must not look like one whose journals are whole.
    if (afterId === '' && rows.length === 0)
      throw new Failure('TENANT_EMPTY', { zh: `租户 ${tenant} 没有案件`, en: `Tenant ${tenant} has no cases` }, { tenant });
    yield* rows;
    if (rows.length < page) return;
    afterId = rows.at(-1)!.id;
  }
}

function keyFrom({ keyEnv }: VerifyOptions, { env }: Io): string | undefined {
  if (keyEnv === undefined) return undefined;
  const key = env[keyEnv];
  if (key) return key;
  throw new Failure('KEY_MISSING', { zh: `环境变量 ${keyEnv} 没有值`, en: `The environment variable ${keyEnv} is not set` });
}

function anchorFrom({ anchor }: VerifyOptions, id: string | undefined): Anchor | undefined {
  if (anchor === undefined) return undefined;
  const [, revision, hash] = /^([1-9]\d*):([0-9a-f]{64})$/.exec(anchor) ?? [];
  if (id !== undefined && revision !== undefined && hash !== undefined) return { revision: Number(revision), hash };
  throw new Failure('ANCHOR_INVALID', {
    zh: `锚点写作 序号:哈希(64位十六进制),且须指明一个案件;不是 ${anchor}`,
    en: `An anchor is revision:hash (64 hex digits) and needs one case; this is none: ${anchor}`,
  });
}

const problems: Readonly<Record<JournalFault['problem'], Text>> = {
  gap: text('缺号', 'gap'),
  'entry-altered': text('条目被改', 'entry altered'),
  'column-altered': text('列被改', 'column altered'),
  'head-altered': text('链头被改', 'head altered'),
  'record-altered': text('记录被改', 'record altered'),
  'anchor-missed': text('与锚点不符', 'anchor missed'),
  'case-missing': text('案件记录已不在', 'the case is gone'),
  unreadable: text('无法读取', 'unreadable'),
};

function printReports(reports: readonly JournalReport[], faults: number, wording: Wording): string {
  const rows = reports.flatMap((report) => [
    [
      report.case,
      String(report.entries),
      report.head.slice(0, 12),
      say(wording, report.faults.length > 0 ? text('有问题', 'FAULTY') : text('完好', 'whole')),
    ],
    ...report.faults.map(({ revision, problem, detail }) => ['', `#${revision}`, say(wording, problems[problem]), detail]),
  ]);
  const heading = [text('案件', 'case'), text('条目', 'entries'), text('链头', 'head'), text('结果', 'result')].map((title) =>
    say(wording, title),
  );
  const sum = text(
    `${reports.length} 个案件,${faults} 处问题`,
    `${reports.length} case${reports.length === 1 ? '' : 's'}, ${faults} fault${faults === 1 ? '' : 's'}`,
  );
  return `${printTable([heading, ...rows])}\n${say(wording, sum)}`;
}
