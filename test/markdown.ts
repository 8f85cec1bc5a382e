// Reads a page of documentation as programs: what to compile, what to run, and what it says it prints. Runs nothing.

interface Block {
  readonly language: string;
  readonly words: readonly string[];
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  readonly text: readonly string[];
  /** True when only blank lines stand between this block and the one before. */
  readonly adjacent: boolean;
}

export interface Program {
  readonly kind: 'ts' | 'sh';
  readonly line: number;
  /** Every line stands where it stands on the page, so that a compiler's complaint names the line to mend. */
  readonly code: string;
  readonly runs: boolean;
  /** All it prints, from the `text` blocks that directly follow its blocks; undefined when the page shows no output. */
  readonly expected: string | undefined;
}

export interface Page {
  readonly programs: readonly Program[];
  /** Targets of links and images outside code, without their `#fragment`, when they point into the repository. */
  readonly links: readonly string[];
}

/**
 * A `ts` block is a program; `ts continue` goes on with the one before it on the page, `ts no-run` is compiled only. An `sh` block is a program
 * of its own. Other words after `ts` are a mistake and throw.
 */
export function readPage(markdown: string): Page {
  const { blocks, prose } = split(markdown);
  return { programs: programs(blocks), links: links(prose) };
}

function programs(blocks: readonly Block[]): Program[] {
  const found: Program[] = [];
  let printsInto: number | undefined;
  for (const block of blocks) {
    if (block.language === 'ts') {
      const continued = block.words.includes('continue') ? found.findLastIndex(({ kind }) => kind === 'ts') : undefined;
      if (continued === -1 || !block.words.every((word) => word === 'continue' || word === 'no-run')) {
        throw new Error(`line ${block.line}: \`ts ${block.words.join(' ')}\` is not a block that can be run`);
      }
      printsInto = continued ?? found.length;
      const before = found[printsInto];
      found[printsInto] = {
        kind: 'ts',
        line: before?.line ?? block.line,
        code: placed(before?.code ?? '', block),
        runs: (before?.runs ?? true) && !block.words.includes('no-run'),
        expected: before?.expected,
      };
    } else if (block.language === 'sh') {
      printsInto = found.length;
      found.push({ kind: 'sh', line: block.line, code: placed('', block), runs: true, expected: undefined });
    } else if (printsInto !== undefined && block.adjacent && /^te?xt$/.test(block.language)) {
      const program = found[printsInto]!;
      found[printsInto] = { ...program, expected: [program.expected, ...block.text].filter((line) => line !== undefined).join('\n') };
      printsInto = undefined;
    }
  }
  return found;
}

/** The code before, blank lines down to the block, and the block. */
function placed(before: string, block: Block): string {
  const lines = before === '' ? [] : before.split('\n');
  return [...lines, ...Array<string>(block.line - lines.length).fill(''), ...block.text].join('\n');
}

function links(prose: string): string[] {
  const targets = [...prose.replaceAll(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)[^)]*\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^([a-z][a-z0-9+.-]*:|#)/i.test(target)).map((target) => decodeURI(target.split('#')[0]!));
}

function split(markdown: string): { blocks: Block[]; prose: string } {
  const blocks: Block[] = [];
  const prose: string[] = [];
  let open: (Omit<Block, 'text'> & { readonly fence: string; readonly indent: number; readonly text: string[] }) | undefined;
  let adjacent = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, indent = '', fence = '', info = ''] = /^( *)(`{3,})(.*)$/.exec(line) ?? [];
    if (open && fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push(open);
      open = undefined;
      adjacent = true;
    } else if (open) {
      open.text.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
    } else if (fence) {
      const [language = '', ...words] = info.trim().split(/\s+/);
      open = { language, words, line: index + 1, text: [], adjacent, fence, indent: indent.length };
    } else {
      prose.push(line);
      if (line.trim() !== '') adjacent = false;
    }
  }
  if (open) throw new Error(`line ${open.line}: the block is never closed`);
  return { blocks, prose: prose.join('\n') };
}
