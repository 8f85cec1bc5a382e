// Guards as data: a rule by name, or rules joined by all, any, not. Data, so that `explain` can say which part refused.

export type RuleExpression<Name extends string = string> =
  | Name
  | { readonly all: readonly RuleExpression<Name>[] }
  | { readonly any: readonly RuleExpression<Name>[] }
  | { readonly not: RuleExpression<Name> };

export const all = <const Name extends string>(...rules: RuleExpression<Name>[]): { readonly all: readonly RuleExpression<Name>[] } => ({
  all: rules,
});
export const any = <const Name extends string>(...rules: RuleExpression<Name>[]): { readonly any: readonly RuleExpression<Name>[] } => ({
  any: rules,
});
export const not = <const Name extends string>(rule: RuleExpression<Name>): { readonly not: RuleExpression<Name> } => ({ not: rule });

/** What one rule answered; `holds` is null while it waits for a payload. */
export interface Verdict {
  readonly holds: boolean | null;
  readonly rule: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether an expression holds, and the verdicts that made it fail. */
export interface Judgement {
  readonly holds: boolean | null;
  readonly failed: readonly Verdict[];
}

/** Three-valued: a part that waits for input leaves the whole open, unless another part settles it. Under `not`, the rule that held is named. */
export function judge(expression: RuleExpression | undefined, ask: (rule: string) => Verdict): Judgement {
  if (expression === undefined) return { holds: true, failed: [] };
  if (typeof expression === 'string') {
    const verdict = ask(expression);
    return { holds: verdict.holds, failed: verdict.holds === false ? [verdict] : [] };
  }
  if ('not' in expression) {
    const { holds } = judge(expression.not, ask);
    if (holds !== true) return { holds: holds === null ? null : true, failed: [] };
    return { holds: false, failed: ruleNames(expression.not).map((rule) => ({ holds: false, rule: `not ${rule}`, data: ask(rule).data })) };
  }
  const settles = 'any' in expression;
  const parts = (settles ? expression.any : expression.all).map((part) => judge(part, ask));
  if (parts.some((part) => part.holds === settles)) return { holds: settles, failed: settles ? [] : parts.flatMap((part) => part.failed) };
  if (parts.some((part) => part.holds === null)) return { holds: null, failed: [] };
  return { holds: !settles, failed: settles ? parts.flatMap((part) => part.failed) : [] };
}

/** Every rule an expression names, in order. */
export function ruleNames(expression: RuleExpression | undefined): readonly string[] {
  if (expression === undefined) return [];
  if (typeof expression === 'string') return [expression];
  if ('not' in expression) return ruleNames(expression.not);
  return ('all' in expression ? expression.all : expression.any).flatMap(ruleNames);
}
