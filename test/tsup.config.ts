// How every package is built, run in the package's folder. What to build is read from what it publishes, so that the two cannot differ.
import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

const { publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'));
const published = Object.values(publishConfig.exports as Readonly<Record<string, { readonly require?: unknown }>>);
const commonJs = published.some((entry) => entry.require !== undefined);

export default defineConfig({
  entry: [...JSON.stringify(publishConfig).matchAll(/\.\/dist\/([^"]+)\.js/g)].map(([, path]) => `src/${path}.ts`),
  outDir: 'dist',
  format: commonJs ? ['esm', 'cjs'] : ['esm'],
  platform: commonJs ? 'neutral' : 'node',
  target: 'es2022',
  removeNodeProtocol: false, // `sqlite` is a package; `node:sqlite` is Node's
  clean: true,
  silent: true,
  tsconfig: '../../test/tsconfig.build.json',
  dts: true,
});
