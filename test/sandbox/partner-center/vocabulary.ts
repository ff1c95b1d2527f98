/** Values and paths of the service (reference PC §9, §11.1). */
export const SUBSTATUS_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  New: ['Pending', 'Received'],
  Active: ['Accepted'],
  Closed: ['Won', 'Lost', 'Declined', 'Expired'],
};

/** The eight reasons the portal offers for Declined and Lost. */
export const CLOSE_REASONS = [
  'Project budget is not adequate',
  'Customer did not respond',
  'Customer chose another vendor',
  'Customer requirement not met',
  'Not a customer',
  'Proposed timeline was too short',
  'Report as abuse, spam or phishing',
  'Others',
] as const;

export const SALES_STAGE_PERCENTS = ['10', '20', '40', '60', '80', '100'] as const;
export const SALES_STAGE_NAMES = ['Qualify', 'Develop', 'Propose', 'Close'] as const;

export const PATCH_PATHS = [
  '/campaignId',
  '/consent/consentToShareReferralWithMicrosoftSellers',
  '/customerProfile/team',
  '/customerProfile/team/-',
  '/details/closingDateTime',
  '/details/currency',
  '/details/dealValue',
  '/details/notes',
  '/details/requirements/solutions',
  '/details/requirements/solutions/-',
  '/externalReferenceId',
  '/referralProgram',
  '/salesStage',
  '/status',
  '/substatus',
  '/statusReason',
  '/team',
  '/team/-',
] as const;

const SOLUTION_DETAIL = '/registrations/0/solutionDetails/0';

export const REGISTRATION_PATHS = [
  '/registrations/-',
  '/registrations/0/contract/startDateTime',
  '/registrations/0/contract/endDateTime',
  '/registrations/0/contract/signDateTime',
  '/registrations/0/contract/term',
  '/registrations/0/contract/value',
  `${SOLUTION_DETAIL}/value`,
  `${SOLUTION_DETAIL}/currency`,
  `${SOLUTION_DETAIL}/isDeployedOnAzure`,
  `${SOLUTION_DETAIL}/primaryDeploymentOn`,
  `${SOLUTION_DETAIL}/pricingModel`,
  `${SOLUTION_DETAIL}/marketplaceTransactionDetails/isMarketplaceTransacted`,
  `${SOLUTION_DETAIL}/marketplaceTransactionDetails/marketplaceTransactionDateTime`,
] as const;

export const QUALIFICATIONS = ['None', 'Direct', 'MarketingQualified', 'SalesQualified'] as const;
export const TYPES = ['Independent', 'Shared'] as const;

/** Microsoft, where an organization id is expected. */
export const MICROSOFT = 'msft';

/** Solutions and team members of one deal (reference PC §6). */
export const MOST_ENTRIES = 50;
