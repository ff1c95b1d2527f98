import type { AuditEntry, AuditStore } from '#core/ports/store.ts';
import type { Database } from './database.ts';

const APPEND = `
  INSERT INTO audit (tenant, at, by, verb, subject) VALUES (:tenant, :at, :by, :verb, :subject)`;
const LIST = `
  SELECT tenant, at, by, verb, subject FROM audit
  WHERE tenant = :tenant ORDER BY at DESC, id DESC LIMIT :limit`;

export const createAudit = (database: Database): AuditStore => ({
  append: async ({ tenant, at, by, verb, subject }) => {
    database.run(APPEND, { tenant, at, by, verb, subject });
  },
  list: async (tenant, limit) =>
    database.all<AuditEntry>(LIST, { tenant, limit }).map((row) => ({ ...row })),
});
