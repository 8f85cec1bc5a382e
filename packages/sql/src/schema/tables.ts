// The tables, by name. What is in them is said by the migrations.

/** Every table with rows of a tenant. */
export const tenantTables = ['cases', 'journal', 'timers', 'work_items', 'deliveries', 'terms', 'personal'] as const;

export type TableName = (typeof tenantTables)[number] | 'schema_version';

export const tableNames: readonly TableName[] = [...tenantTables, 'schema_version'];
