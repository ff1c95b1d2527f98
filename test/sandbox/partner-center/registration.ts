import { isObject, type JsonObject, type Referral } from './referral.ts';
import { invalid } from './refusal.ts';

/** A deal waits for review as soon as it is registered (reference PC §8.3, §11.10). */
export const addRegistration = (
  document: Referral,
  value: unknown,
  options: { at: string; newId: () => string },
): void => {
  const { type, contract, solutionDetails } = value as JsonObject;
  if (type !== 'AzureIPCoSell')
    throw invalid('registrations/type', `${String(type)} is not a kind of registration.`);
  if (!isObject(contract)) throw invalid('registrations/contract', 'A contract is required.');
  if (!Array.isArray(solutionDetails) || solutionDetails.length === 0)
    throw invalid('registrations/solutionDetails', 'A solution is required.');
  if ((document.registrations ?? []).length > 0)
    throw invalid('registrations', 'The deal is registered already.');
  document.registrations = [
    {
      id: options.newId(),
      type,
      registrationDateTime: options.at,
      status: 'ReviewPending',
      statusReason: null,
      contract,
      solutionDetails: solutionDetails as JsonObject[],
      statusHistory: {
        reviewPendingDateTime: options.at,
        actionRequiredDateTime: null,
        passedDateTime: null,
        failedDateTime: null,
        approvedDateTime: null,
      },
    },
  ];
  document.registrationStatus = 'ReviewPending';
};
