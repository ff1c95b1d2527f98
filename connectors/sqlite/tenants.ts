import type { TenantRequest, TenantStore } from '#core/ports/store.ts';
import type { TenantRecord } from '#core/sync/tenant-record.ts';
import type { Database } from './database.ts';

const FIND = 'SELECT json FROM tenants WHERE tenant = :tenant';
const SAVE = `
  INSERT INTO tenants (tenant, json) SELECT :tenant, :json
  WHERE NOT EXISTS (SELECT 1 FROM leases WHERE tenant = :tenant AND epoch > :epoch)
  ON CONFLICT (tenant) DO UPDATE SET json = excluded.json`;

const ADD_REQUEST = 'INSERT INTO tenant_requests (tenant, json) VALUES (:tenant, :json)';
const LIST_REQUESTS = 'SELECT id, json FROM tenant_requests WHERE tenant = :tenant ORDER BY id';
const DROP_REQUEST = 'DELETE FROM tenant_requests WHERE tenant = :tenant AND id = :id';

export const createTenants = (database: Database): TenantStore => ({
  find: async (tenant) => {
    const row = database.all<{ json: string }>(FIND, { tenant })[0];
    return row === undefined ? undefined : (JSON.parse(row.json) as TenantRecord);
  },
  save: async (record, epoch) => {
    const json = JSON.stringify(record);
    const saved = database.run(SAVE, { tenant: record.tenant, json, epoch });
    return saved === 0 ? 'superseded' : 'saved';
  },
  addRequest: async (tenant, request) => {
    database.run(ADD_REQUEST, { tenant, json: JSON.stringify(request) });
  },
  listRequests: async (tenant) =>
    database
      .all<{ id: number; json: string }>(LIST_REQUESTS, { tenant })
      .map(({ id, json }) => ({ id, request: JSON.parse(json) as TenantRequest })),
  dropRequests: async (tenant, ids) => {
    database.transaction(() => {
      for (const id of ids) database.run(DROP_REQUEST, { tenant, id });
    });
  },
});
