import { readFileSync } from 'node:fs';
import { START } from './open-salesforce.ts';

export const ROOT = '/services/data/v67.0';
export const SELLER = '0057e00000RmwSWAAZ';
export const ROW_ID = '006000000000001AAA';
export const REFERRAL = '8f4f4f0e-1111-4222-8333-abcdefabcdef';

/** A recorded reply; where it has a request beside it, the response's body. */
export const recorded = (name: string): unknown => {
  const url = new URL(`../../fixtures/salesforce/${name}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(url, 'utf8')) as { response?: { body?: unknown } };
  return file.response === undefined ? file : file.response.body;
};

interface Described {
  readonly name: string;
  readonly fields: readonly Readonly<Record<string, unknown>>[];
}

export const field = (name: string, type: string, more: object = {}) => ({
  name,
  label: name,
  type,
  length: 0,
  scale: 0,
  createable: true,
  updateable: true,
  nillable: true,
  defaultedOnCreate: false,
  unique: false,
  restrictedPicklist: false,
  ...more,
});

/** The recorded describe with our own fields added, as `provision` leaves them. */
export const describeOf = (
  object: 'Opportunity' | 'Account' | 'Contact',
  more: readonly Readonly<Record<string, unknown>>[] = [],
): Described => {
  const own = {
    Opportunity: [
      field('PC_Referral_Id__c', 'string', { length: 36, unique: true }),
      field('PC_Respond_By__c', 'datetime'),
    ],
    Account: [field('PC_Customer_Key__c', 'string', { unique: true })],
    Contact: [field('PC_Key__c', 'string', { unique: true })],
  };
  const described = recorded(`describe.${object}`) as Described;
  return { ...described, fields: [...described.fields, ...own[object], ...more] };
};

export const HALTED = {
  status: 400,
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message:
        'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
};

export const refusal = (errorCode: string, message: string, fields: readonly string[] = []) => [
  { errorCode, message, fields },
];

/** An opportunity as the API prints it. */
export const row = (more: object = {}) => ({
  attributes: { type: 'Opportunity', url: `${ROOT}/sobjects/Opportunity/${ROW_ID}` },
  Id: ROW_ID,
  SystemModstamp: '2026-11-24T09:00:00.000+0000',
  CreatedDate: '2026-11-20T08:00:00.000+0000',
  LastModifiedDate: '2026-11-24T09:00:00.000+0000',
  LastModifiedById: SELLER,
  IsDeleted: false,
  IsClosed: false,
  IsWon: false,
  OwnerId: SELLER,
  Name: 'Contoso – coSell',
  StageName: 'Prospecting',
  Amount: 1500.5,
  CloseDate: '2026-12-31',
  PC_Referral_Id__c: REFERRAL,
  PC_Respond_By__c: null,
  ...more,
});

/** The same row as a view. */
export const view = (more: object = {}) => ({
  id: ROW_ID,
  version: '2026-11-24T09:00:00.000+0000',
  createdAt: '2026-11-20T08:00:00.000Z',
  modifiedAt: '2026-11-24T09:00:00.000Z',
  readAt: START,
  isDeleted: false,
  closure: 'open',
  ownerId: SELLER,
  modifiedByUs: false,
  fields: {
    PC_Referral_Id__c: REFERRAL,
    PC_Respond_By__c: null,
    Name: 'Contoso – coSell',
    StageName: 'Prospecting',
    Amount: '1500.5',
    CloseDate: '2026-12-31',
  },
  ...more,
});
