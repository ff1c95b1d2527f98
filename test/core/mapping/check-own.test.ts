import { describe, expect, test } from '@jest/globals';
import { standardOrg, withField, withoutField } from './standard-org.ts';
import { told } from './told.ts';

const org = standardOrg();

const UNKNOWN = "does not exist, or the sync's user may not see it.";
const READ_ONLY = "cannot be written by the sync's user.";

describe('our own fields', () => {
  test.each([
    [
      'are not there',
      withoutField(org, 'PC_Decision__c'),
      `blocks own.answer: PC_Decision__c ${UNKNOWN}`,
    ],
    [
      'are read-only',
      withField(org, 'PC_Settle__c', { isUpdateable: false }),
      `blocks own.settle: PC_Settle__c ${READ_ONLY}`,
    ],
    [
      'are of another type',
      withField(org, 'PC_Reason__c', { type: 'text' }),
      'blocks own.reason: PC_Reason__c is of type text; this needs picklist.',
    ],
    [
      'lack a value',
      withField(org, 'PC_Decision__c', { values: [{ value: 'Accept', label: 'Aceitar' }] }),
      'blocks own.answer: The list of PC_Decision__c lacks the value “Decline”.',
    ],
    [
      'do not keep a lead in one opportunity',
      withField(org, 'PC_Referral_Id__c', { isUnique: false }),
      'blocks own.referralId: PC_Referral_Id__c is not unique, so a lead could end up in two opportunities.',
    ],
    [
      'cut the id',
      withField(org, 'PC_Referral_Id__c', { length: 18 }),
      'blocks own.referralId: PC_Referral_Id__c takes 18 characters; up to 36 are to be expected.',
    ],
    [
      'cut the message',
      withField(org, 'PC_Sync_Message__c', { length: 100 }),
      'warns own.syncMessage: PC_Sync_Message__c takes 100 characters; up to 255 are to be expected.',
    ],
  ])('%s', (_case, metadata, problem) => expect(told(metadata)).toEqual([problem]));
});
