import type { TenantPolicy } from '#core/sync/tenant-policy.ts';

export interface ProvisionRequest {
  /** Of labels and help texts; values sent to Partner Center stay English. */
  readonly language: TenantPolicy['language'];
  /** The same steps, with nothing written. */
  readonly dryRun: boolean;
  /** User name or e-mail of the user that syncs; the signed-in user when left out. */
  readonly integrationUser?: string;
  /** User names or e-mails of the people who answer leads. */
  readonly sellers: readonly string[];
}

export type ProvisionState =
  | 'present'
  | 'created'
  /** An existing picklist got the values it lacked. */
  | 'extended'
  | 'granted'
  | 'assigned'
  | 'wouldCreate'
  | 'wouldExtend'
  | 'wouldGrant'
  | 'wouldAssign'
  | 'refused';

export interface ProvisionStep {
  readonly what: string;
  readonly state: ProvisionState;
  /** The system's own words, when it refused. */
  readonly words?: string;
}

export interface ProvisionReport {
  readonly steps: readonly ProvisionStep[];
  /** What a person must settle, with the remedy; never altered silently. */
  readonly problems: readonly string[];
  /** Differences that do no harm, e.g. a label in another language. */
  readonly hints: readonly string[];
}

export interface Provisioner {
  /**
   * Makes the fields and rights that the sync needs, creating only what lacks; run twice, the second run writes nothing.
   * A refused step is told and the next one tried.
   * @throws SyncError when the CRM is out of reach or takes no token.
   */
  provision(request: ProvisionRequest): Promise<ProvisionReport>;
}

/** Everything was there already and nothing is wrong. */
export const isAllPresent = (report: ProvisionReport): boolean =>
  report.problems.length === 0 && report.steps.every((step) => step.state === 'present');
