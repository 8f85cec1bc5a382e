// Row-level security: names the tenant whose rows a transaction may see, and takes the name back where the transaction is the host's.
import type { Session } from '../server/database.ts';
import { rowsOf } from '../server/schema-reader.ts';
import { everyTenant } from './row-security.ts';

export async function enterTenant(session: Session, tenant: string | undefined = everyTenant): Promise<() => Promise<void>> {
  const [row] = await rowsOf<{ before: string | null }>(session, `select coalesce(current_setting('bihuan.tenant', true), '') as before`);
  await nameTenant(session, tenant);
  return () => nameTenant(session, row!.before ?? '');
}

const nameTenant = async (session: Session, tenant: string): Promise<void> =>
  void (await session.run({ text: `select set_config('bihuan.tenant', $1, true)`, values: [tenant] }));
