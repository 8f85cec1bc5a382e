import fc from 'fast-check';
import { expect, it } from 'vitest';
import { all, any, judge, not, type RuleExpression, ruleNames } from './rule-expression.ts';

type Truth = boolean | null;
const names = ['a', 'b', 'c'] as const;
const { expression } = fc.letrec<{ expression: RuleExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(...names),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((parts) => all(...parts)),
    fc.array(tie('expression'), { minLength: 1, maxLength: 3 }).map((parts) => any(...parts)),
    tie('expression').map((part) => not(part)),
  ),
}));
const truth = fc.constantFrom<Truth>(true, false, null);
const truths = fc.record({ a: truth, b: truth, c: truth });
const judged = (rule: RuleExpression | undefined, values: Record<string, Truth>) =>
  judge(rule, (name) => ({ holds: values[name] as Truth, rule: name, data: {} }));

/** What it would come to, once what is open has been answered. */
const plain = (rule: RuleExpression, values: Record<string, Truth>): boolean => {
  if (typeof rule === 'string') return values[rule] === true;
  if ('not' in rule) return !plain(rule.not, values);
  return 'all' in rule ? rule.all.every((part) => plain(part, values)) : rule.any.some((part) => plain(part, values));
};

it('without open parts an expression is what logic says', () => {
  fc.assert(
    fc.property(expression, fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean() }), (rule, values) => {
      expect(judged(rule, values).holds).toBe(plain(rule, values));
    }),
    { seed: 1 },
  );
});

it('an answer given while parts are open stays whatever they turn out to be', () => {
  fc.assert(
    fc.property(expression, truths, (rule, values) => {
      const { holds } = judged(rule, values);
      if (holds === null) return;
      for (const open of [true, false]) {
        const closed = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? open]));
        expect(plain(rule, closed)).toBe(holds);
      }
    }),
    { seed: 2 },
  );
});

it('what fails gives reasons, what holds or is open gives none', () => {
  fc.assert(
    fc.property(expression, truths, (rule, values) => {
      const { holds, failed } = judged(rule, values);
      expect(failed.length > 0).toBe(holds === false);
      for (const verdict of failed) expect(ruleNames(rule)).toContain(verdict.rule.replace(/^not /, ''));
    }),
    { seed: 3 },
  );
});

it('a branch without a rule holds', () => {
  expect(judged(undefined, {})).toEqual({ holds: true, failed: [] });
});
