// Alternatives in a query, joined as a balanced tree: databases limit how deep an expression may nest, not how wide.
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';

export function anyOf<DB, Table extends keyof DB>(
  eb: ExpressionBuilder<DB, Table>,
  alternatives: readonly Expression<SqlBool>[],
): Expression<SqlBool> {
  if (alternatives.length <= 8) return eb.or(alternatives);
  const middle = alternatives.length >> 1;
  return eb.or([anyOf(eb, alternatives.slice(0, middle)), anyOf(eb, alternatives.slice(middle))]);
}
