// The workspace as data: its packages, their files and what every file imports. Decides nothing; architecture.test.ts holds the rules.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

export const root = join(import.meta.dirname, '..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>> };
}

export interface Package {
  /** Folder under `packages/`; also the name without its scope. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface Import {
  readonly specifier: string;
  /** True when Node never loads the module: only `import type` and `export type` qualify, `import { type X }` still loads it. */
  readonly typeOnly: boolean;
}

export const packages: readonly Package[] = files('packages/*/package.json').map((path) => ({
  folder: path.split('/')[1]!,
  manifest: JSON.parse(read(path)),
}));

/** Paths from the root that match a glob, sorted. Installed, built and temporary files are not ours and never listed. */
export function files(...globs: string[]): string[] {
  const exclude = ['**/node_modules', '**/dist', '**/.tmp', '**/.git', '**/coverage'];
  return globSync(globs, { cwd: root, exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** What tests share is theirs, too. */
export const isTest = (path: string): boolean => /\.(test|fixture)\.tsx?$/.test(path);

export function sourceFile(path: string): ts.SourceFile {
  return ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true);
}

/** Every module a file names: static, dynamic, re-exported, `require`d, or only in a type. */
export function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  walk(sourceFile(path), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && isLoader(node.expression)) add(node.arguments[0], false);
  });
  return found;
}

/** The package a specifier belongs to (`@bihuan/sql/sqlite` → `@bihuan/sql`); undefined for relative and built-in modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The path, from the root, that a relative specifier points at. */
export function resolved(from: string, specifier: string): string {
  return join(dirname(from), specifier);
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

function isLoader(callee: ts.Node): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
