import { tenantId } from '#core/lead/ids.ts';
import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import type { TenantSettings } from './settings-schema.ts';

/** The part of a tenant's settings that the core decides by. */
export const toPolicy = (settings: TenantSettings): TenantPolicy => ({
  tenant: tenantId(settings.id),
  mode: settings.mode,
  language: settings.language,
  timeZone: settings.timeZone,
  include: settings.include,
  createAt: settings.createAt,
  acceptNeeds: settings.acceptNeeds,
  assign: settings.assign,
  backfill: settings.backfill,
  limits: settings.limits,
});
