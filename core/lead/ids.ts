/** Ids of different things are different types; one constructor per kind holds the only cast. */
declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type TenantId = Id<'tenant'>;
export type ReferralId = Id<'referral'>;
export type OpportunityId = Id<'opportunity'>;
export type RunId = Id<'run'>;
export type OperationId = Id<'operation'>;

export const tenantId = (text: string): TenantId => text as TenantId;
/** Partner Center prints GUIDs in lower case; people and CRMs may not. */
export const referralId = (text: string): ReferralId => text.trim().toLowerCase() as ReferralId;
export const opportunityId = (text: string): OpportunityId => text as OpportunityId;
export const runId = (text: string): RunId => text as RunId;
export const operationId = (text: string): OperationId => text as OperationId;
