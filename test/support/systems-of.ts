import type { CrmSystem } from '#core/ports/crm-system.ts';
import type { PartnerSystem } from '#core/ports/partner-system.ts';

const unexpected = (what: string) => (): never => {
  throw new Error(`nobody expected a call of ${what}`);
};

/** Partner Center as far as a test needs it: what is not given must not be called. */
export const partnerOf = (answers: Partial<PartnerSystem> = {}): PartnerSystem => ({
  capabilities: { filtersByDate: true, writesName: false, writesNull: true },
  listChanges: unexpected('partner.listChanges'),
  fetch: unexpected('partner.fetch'),
  patch: unexpected('partner.patch'),
  probe: unexpected('partner.probe'),
  linkTo: (id) => `https://partner.example/${id}`,
  ...answers,
});

/** A CRM as far as a test needs it: what is not given must not be called. */
export const crmOf = (answers: Partial<CrmSystem> = {}): CrmSystem => ({
  capabilities: {
    guardSeconds: 1,
    returnsRowOnWrite: true,
    seesDeletes: true,
    closedRowsWritable: true,
  },
  identify: unexpected('crm.identify'),
  describe: unexpected('crm.describe'),
  listChanges: unexpected('crm.listChanges'),
  fetchMany: unexpected('crm.fetchMany'),
  holdsReferrals: unexpected('crm.holdsReferrals'),
  findCounterparts: unexpected('crm.findCounterparts'),
  ensureCustomer: unexpected('crm.ensureCustomer'),
  ensureContact: unexpected('crm.ensureContact'),
  createOpportunity: unexpected('crm.createOpportunity'),
  patch: unexpected('crm.patch'),
  ensureTask: unexpected('crm.ensureTask'),
  closeTask: unexpected('crm.closeTask'),
  linkTo: (id) => `https://crm.example/${id}`,
  callsLeft: () => undefined,
  ...answers,
});
