// Finds where a source reaches for the world around it (clock, randomness, timers, host globals) instead of being given it.
import ts from 'typescript';
import { walk } from './sources.ts';

const globals = ['process', 'performance', 'crypto', 'globalThis', 'setTimeout', 'setInterval', 'setImmediate'];
const members = [
  ['Date', 'now'],
  ['Math', 'random'],
] as const;

export interface AmbientUse {
  readonly line: number;
  readonly text: string;
}

/**
 * Each use, with its line counted from 1. A name the file declares itself is not the global: `process` is mostly a process definition here. Where a
 * file has both, `tsc -p test/tsconfig.portable.json` still refuses the global.
 */
export function ambientUses(file: ts.SourceFile): AmbientUse[] {
  const uses: AmbientUse[] = [];
  const declared = declaredNames(file);
  walk(file, (node) => {
    if (isGlobalMember(node) || isTimeOfDay(node) || (isReference(node) && globals.includes(node.text) && !declared.has(node.text))) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      uses.push({ line: line + 1, text: node.getText() });
    }
  });
  return uses;
}

function declaredNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  walk(file, (node) => {
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node);
    const imports = ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node);
    if ((declares || imports) && node.name && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

function isGlobalMember(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false;
  return members.some(([object, member]) => node.expression.getText() === object && node.name.text === member);
}

/** `new Date()` and `Date()` read the clock; `new Date(ms)` does not. */
function isTimeOfDay(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  return node.expression.getText() === 'Date' && (ts.isCallExpression(node) || !node.arguments?.length);
}

/** An identifier that stands for a value, not for a property or a declaration of that name. */
function isReference(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const parent = node.parent as { readonly name?: ts.Node; readonly propertyName?: ts.Node };
  return parent.name !== node && parent.propertyName !== node;
}
