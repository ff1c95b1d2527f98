import type { ProvisionReport, ProvisionRequest } from '#core/ports/provisioner.ts';
import { createProvisionerOver } from '#connectors/salesforce/provision.ts';
import type { ProvisionApi } from '#connectors/salesforce/provision-api.ts';
import { createProvisionOrg, type ProvisionOrg } from './provision-org.ts';

export const REQUEST: ProvisionRequest = {
  language: 'en',
  dryRun: false,
  sellers: ['ana@contoso.example'],
};

export const provision = async (
  org: { readonly api: ProvisionApi },
  request: Partial<ProvisionRequest> = {},
): Promise<ProvisionReport> => createProvisionerOver(org.api).provision({ ...REQUEST, ...request });

/** An org where it has run once, its writes forgotten. */
export const createProvisionedOrg = async (): Promise<ProvisionOrg> => {
  const org = createProvisionOrg();
  await provision(org);
  org.writes.length = 0;
  return org;
};

/** How often each state occurs. */
export const states = (report: ProvisionReport): Record<string, number> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(report.steps, (step) => step.state)).map(([state, steps]) => [
      state,
      steps.length,
    ]),
  );

export const stepsLike = (report: ProvisionReport, state: string): readonly unknown[] =>
  report.steps.filter((step) => step.state === state);

export const metadataOf = (org: ProvisionOrg, name: string): Record<string, unknown> =>
  org.fields.get(name)?.['Metadata'] as Record<string, unknown>;

export const setIdOf = (org: ProvisionOrg, name: string): unknown =>
  org.tables['PermissionSet']?.find((set) => set['Name'] === name)?.['Id'];
