import { describe, expect, test } from '@jest/globals';
import type { PartnerChange } from '#core/ports/partner-system.ts';
import { blamedFields, toPatch } from '#connectors/partner-center/to-patch.ts';
import { fixture } from './fixture.ts';

const asSent = (
  change: PartnerChange,
  capabilities: { writesName?: boolean; writesNull?: boolean } = {},
): unknown =>
  JSON.parse(
    JSON.stringify(
      toPatch(change, {
        timeZone: 'UTC',
        capabilities: { writesName: capabilities.writesName, writesNull: capabilities.writesNull },
      }),
    ),
  );

describe('toPatch', () => {
  test('an accept carries the last edits', () => {
    expect(
      asSent({
        fields: {
          value: { amount: '18500', currency: 'GBP' },
          closeDate: '2027-01-31',
          notes: 'Called on 20 Nov; workshop booked.',
          crmId: '006Qy00000MnP4sIAF',
          campaignId: 'FY27-M365-UK',
        },
        stage: { to: 'accepted', reason: null },
      }),
    ).toEqual([
      { op: 'replace', path: '/status', value: 'Active' },
      { op: 'replace', path: '/substatus', value: 'Accepted' },
      { op: 'replace', path: '/details/dealValue', value: 18500 },
      { op: 'replace', path: '/details/currency', value: 'GBP' },
      { op: 'replace', path: '/details/closingDateTime', value: '2027-01-31T12:00:00Z' },
      { op: 'replace', path: '/details/notes', value: 'Called on 20 Nov; workshop booked.' },
      { op: 'replace', path: '/externalReferenceId', value: '006Qy00000MnP4sIAF' },
      { op: 'replace', path: '/campaignId', value: 'FY27-M365-UK' },
    ]);
  });

  test.each<{ case: string; change: PartnerChange; body: string }>([
    { case: 'won', change: { fields: {}, stage: { to: 'won', reason: null } }, body: 'patch-won' },
    {
      case: 'lost',
      change: { fields: {}, stage: { to: 'lost', reason: 'Customer chose another vendor' } },
      body: 'patch-lost',
    },
    {
      case: 'declined',
      change: { fields: {}, stage: { to: 'declined', reason: 'Customer requirement not met' } },
      body: 'patch-decline',
    },
    {
      case: 'the CRM id',
      change: { fields: { crmId: '006Qy00000MnP4sIAF' } },
      body: 'patch-set-crm-id',
    },
  ])('$case is the documented body', ({ change, body }) => {
    expect(asSent(change)).toEqual(fixture(body));
  });

  test('only what is named is sent', () => {
    expect(asSent({ fields: { salesStage: '60' } })).toEqual([
      { op: 'replace', path: '/salesStage', value: '60' },
    ]);
    expect(asSent({ fields: {} })).toEqual([]);
  });

  test.each(['19999.99', '0.1', '123456789012345.12', '0.0000001', '-5', '1.234'])(
    'the amount %s leaves as these digits',
    (amount) => {
      const operations = toPatch(
        { fields: { value: { amount, currency: 'USD' } } },
        { timeZone: 'UTC', capabilities: { writesName: undefined, writesNull: undefined } },
      );
      expect(JSON.stringify(operations)).toContain(`"/details/dealValue","value":${amount}}`);
    },
  );

  test.each([
    { writesNull: undefined, cleared: null },
    { writesNull: true, cleared: null },
    { writesNull: false, cleared: '' },
  ])('an emptied field is $cleared where null is taken: $writesNull', ({ writesNull, cleared }) => {
    const sent = asSent(
      { fields: { value: null, closeDate: null, notes: null, campaignId: null } },
      writesNull === undefined ? {} : { writesNull },
    );
    expect(sent).toEqual(
      [
        '/details/dealValue',
        '/details/currency',
        '/details/closingDateTime',
        '/details/notes',
        '/campaignId',
      ].map((path) => ({ op: 'replace', path, value: cleared })),
    );
  });

  test.each([
    { writesName: undefined, is: [] },
    { writesName: false, is: [] },
    { writesName: true, is: [{ op: 'replace', path: '/name', value: 'Fabrikam' }] },
  ])('a name is sent where it is taken: $writesName', ({ writesName, is }) => {
    const capabilities = writesName === undefined ? {} : { writesName };
    expect(asSent({ fields: { name: 'Fabrikam' } }, capabilities)).toEqual(is);
  });
});

describe('blamedFields', () => {
  test.each([
    { target: undefined, is: [] },
    { target: 'referral', is: [] },
    { target: '', is: [] },
    { target: 'substatus', is: ['stage'] },
    { target: 'statusReason', is: ['stage'] },
    { target: '/details/dealValue', is: ['value'] },
    { target: 'details.currency', is: ['value'] },
    { target: 'Details/ClosingDateTime', is: ['closeDate'] },
    { target: 'details/notes', is: ['notes'] },
    { target: 'externalReferenceId', is: ['crmId'] },
    { target: 'partnerScore', is: ['partnerScore'] },
  ])('$target', ({ target, is }) => {
    expect(blamedFields(target)).toEqual(is);
  });
});
