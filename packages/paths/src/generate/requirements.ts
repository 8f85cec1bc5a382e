// Requirements of the reader, each as the obligations it asks for: covered when all of them are.
import { BihuanError } from '@bihuan/core';
import type { Obligation, TestPath } from '../cases/suite.ts';
import type { Criterion } from './obligations.ts';

/** Ids of obligations, by requirement: `{ 'R-12': ['transition:open|close|0', 'rule:isOwner=false'] }`. */
export type Requirements = Readonly<Record<string, readonly string[]>>;

const prefix = 'requirement:';

const criterionByKind: Readonly<Record<string, Criterion>> = {
  state: 'states',
  transition: 'transitions',
  pair: 'pairs',
  triple: 'triples',
  quadruple: 'quadruples',
  loop: 'loops',
  trip: 'roundTrips',
  rule: 'rules',
  mcdc: 'reasons',
  deadline: 'deadlines',
  role: 'roles',
  negative: 'negatives',
  payload: 'payloads',
  combination: 'combinations',
  update: 'updates',
};

/** Criteria whose obligations are only known once they were walked. */
const foundOnTheWay: readonly Criterion[] = ['negatives', 'payloads', 'updates'];

/** The criteria that some requirements take. Throws `OPTION_INVALID` for an id of no kind there is, and where there are none. */
export function criteriaOf(requirements: Requirements): readonly Criterion[] {
  if (Object.keys(requirements).length === 0) throw unknown('', '');
  return Object.entries(requirements).flatMap(([requirement, parts]) => {
    if (parts.length === 0) throw unknown(requirement, '');
    return parts.map((part) => {
      const criterion = criterionByKind[part.slice(0, part.indexOf(':'))];
      if (!criterion) throw unknown(requirement, part);
      return criterion;
    });
  });
}

/** Throws `OPTION_INVALID` where a requirement asks for what the process has not. */
export function checkRequirements(requirements: Requirements, known: ReadonlyMap<string, unknown>): void {
  for (const [requirement, parts] of Object.entries(requirements)) {
    const missing = parts.find((part) => !known.has(part) && !foundOnTheWay.includes(criterionByKind[part.slice(0, part.indexOf(':'))]!));
    if (missing !== undefined) throw unknown(requirement, missing);
  }
}

/** One obligation a requirement. Left out where a part of it is, and for that reason. */
export function requirementObligations(requirements: Requirements, obligations: readonly Obligation[]): readonly Obligation[] {
  const byId = new Map(obligations.map((each) => [each.id, each]));
  return Object.entries(requirements).map(([requirement, parts]): Obligation => {
    const left = parts.find((part) => byId.get(part)?.excluded !== undefined);
    return {
      id: `${prefix}${requirement}`,
      criterion: 'requirements',
      label: { zh: `需求 ${requirement}`, en: `requirement ${requirement}` },
      ...(left !== undefined && { excluded: `${left}: ${byId.get(left)!.excluded}` }),
      covered: parts.every((part) => byId.get(part)?.covered === true),
      parts: [...parts],
    };
  });
}

/** The requirements of a suite, read off its obligations. */
export const requirementsIn = (obligations: readonly Obligation[]): Requirements =>
  Object.fromEntries(obligations.flatMap(({ id, parts }) => (parts ? [[id.slice(prefix.length), parts]] : [])));

/** The requirements that a path has a part in. */
export function withRequirements(path: TestPath, requirements: Requirements): TestPath {
  const own = Object.entries(requirements).flatMap(([requirement, parts]) =>
    parts.some((part) => path.covers.includes(part)) ? [requirement] : [],
  );
  return own.length === 0 ? path : { ...path, requirements: own };
}

function unknown(requirement: string, part: string): BihuanError {
  return new BihuanError(
    'OPTION_INVALID',
    part === ''
      ? { zh: `requirements 没有列出要覆盖的内容 ${requirement}`, en: `requirements say of nothing to cover ${requirement}` }
      : { zh: `需求 ${requirement} 所列的 ${part} 不存在`, en: `Requirement ${requirement} asks for ${part}, which there is not` },
    { option: 'requirements', requirement, part },
  );
}
