// What was proven, written down: of each process the properties, how many states, within which limits, and what is left open. The same proofs give the same text.
import type { Finding, Standing, Verdict, Verification } from './finding.ts';

const soundWords = { yes: 'proven', no: '**not sound**', unknown: 'nothing found; not all was explored' } as const;

const title = '# What is proven';
const introduction =
  'Written by `bihuan verify --format markdown`. *Proven* holds for every state there is, within what it rests on; where not all was explored, nothing is\n' +
  'called proven that needs all. Warnings are meant so for the reason that stands beside them.';

/** Markdown. It holds no times and no machine: whoever proves the same again within the same limits gets the same. */
export function certificate(proofs: readonly Verification[]): string {
  const rows = proofs.map((proof) => [
    `\`${proof.process}@${proof.version}\``,
    soundWords[proof.sound],
    String(proof.states),
    String(proof.moves),
    `${proof.mostStates} states`,
    String(proof.seed),
    `\`${proof.hash}\``,
  ]);
  const head = ['process', 'is', 'states', 'moves', 'limit', 'seed', 'hash'];
  return `${[title, introduction, table(head, rows), ...proofs.map(section)].join('\n\n')}\n`;
}

function section(proof: Verification): string {
  const of = (standing: Standing) => proof.verdicts.filter((verdict) => verdict.standing === standing).map(nameOf);
  const told = (severities: string, answered: boolean) =>
    proof.findings.filter((each) => severities.includes(each.severity) && (each.answered !== undefined) === answered).map(lineOf);
  return [
    `## \`${proof.process}@${proof.version}\``,
    paragraph('Proven', of('proven')),
    paragraph('Nothing found against, as far as was explored', of('not found')),
    paragraph('Not applicable', of('not applicable')),
    list('Not sound', told('E', false)),
    list('To be answered', told('W', false)),
    list('Meant so', told('EW', true)),
    list('For information', told('I', false)),
    list('Rests on', proof.assumptions),
    list('Left out', [
      ...proof.notExplored,
      ...proof.verdicts.flatMap(({ rule, because }) => (because === undefined ? [] : [`${rule}: ${because}`])),
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const nameOf = ({ rule, text }: Verdict): string => (/^P\d{3}$/.test(rule) ? `${rule} ${text.en}` : rule);

const lineOf = ({ rule, at, text, answered }: Finding): string =>
  `${rule} ${at}: ${text.en}${answered === undefined ? '' : `. ${answered}`}`;

const paragraph = (title: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `${title}: ${names.map(plain).join(' · ')}.`;

const list = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}:\n\n${lines.map((line) => `- ${plain(line)}`).join('\n')}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** One line; what Markdown would read as its own is quoted. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_<>|[\]]/g, (sign) => `\\${sign}`);
