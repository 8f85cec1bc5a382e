import { verify } from './src/index.ts';
import { fourLists, hazard, hazardProcess, tieredResponse, wish } from '@bihuan/processes';
const all = [hazard, tieredResponse, wish, fourLists] as any[];
const run = async (p: any, states: number, options: any = {}) => {
  const { links = {}, linkedFrom = {} } = p.spec;
  const names = new Set([...Object.values(links), ...Object.values(linkedFrom)].map((l: any) => l.process));
  const t = performance.now();
  const e = await verify(p, { limits: { states }, with: all.filter((x) => names.has(x.id) && x.id !== p.id), ...options });
  console.log(p.id, e.sound, e.whole, e.states, e.moves, Math.round(performance.now() - t), e.notExplored, e.assumptions, e.findings.filter((f) => f.severity !== 'I').map((f) => `${f.rule} ${f.severity} ${f.at}`));
};
const ratings = (all: any[]) => [all.map(({ by }) => by).sort(), all.filter(({ met }) => met).length];
const undertaker = (v: string | null) => (v === null || /^(resident|undertaker|all-roles)/.test(v) ? v : 'other');
await run(wish, 120_000, { people: { resident: 3 }, abstraction: { ratings, undertaker, generation: { most: 3 } } });
await run(wish, 120_000, { people: { resident: 3 }, abstraction: { ratings, undertaker, generation: { most: 3 }, 'case.openedBy': 'ignore' } });
