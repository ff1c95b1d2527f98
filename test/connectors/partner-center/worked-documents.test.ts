import { describe, expect, test } from '@jest/globals';
import { LEAD_PATHS } from '#core/lead/lead.ts';
import { fixture, READ_AT, referralNames, viewOf } from './fixture.ts';

const person = (firstName: string, lastName: string, email: string, phone: string) => ({
  firstName,
  lastName,
  email,
  phone,
});

const JORDAN = person('Jordan', 'Patel', 'jordan.patel@contoso.example', '+442071838750');
const MARTA = person('Marta', 'Nowak', 'marta.nowak@contoso.example', '+48221234567');
const EMPTY = Object.fromEntries(LEAD_PATHS.map((path) => [path, null]));
const CONTOSO = '3f6a2c1e-8b0d-4e57-9a41-5c2d7e90b813';

describe('the worked documents', () => {
  test('a new customer inquiry is read whole', () => {
    expect(viewOf(fixture('referral-01-new-customer-inquiry'))).toEqual({
      id: '21bc8550-cd2e-4130-b621-743b288ed458',
      engagementId: '00b9ba9c-afb5-4472-8502-eb12797c5f58',
      organizationId: CONTOSO,
      isIndependent: true,
      version: '"650bf3f9-0000-0100-0000-6b0052e30000"',
      updatedAt: '2026-11-20T14:02:11.457Z',
      readAt: READ_AT,
      stage: 'received',
      reason: null,
      fields: {
        ...EMPTY,
        kind: 'customerInquiry',
        notes:
          'We want to move 120 users to Microsoft 365 and need help with training. Please call me this week.',
        'customer.name': 'Fabrikam Textiles Ltd',
        'customer.size': '51to250employees',
        'customer.addressLine1': '14 Mill Lane',
        'customer.city': 'Leeds',
        'customer.state': 'West Yorkshire',
        'customer.postalCode': 'LS1 4DY',
        'customer.country': 'GB',
        contacts: [person('Priya', 'Shah', 'priya.shah@fabrikam.example', '+441132960001')],
        needs: [
          'Microsoft365',
          'LearningAndCertification',
          'DeploymentOrMigration',
          'Manufacturing',
        ],
        'needs.products': ['Microsoft365'],
        'needs.services': ['LearningAndCertification', 'DeploymentOrMigration'],
        'needs.industries': ['Manufacturing'],
        consentToShare: false,
        engagementId: '00b9ba9c-afb5-4472-8502-eb12797c5f58',
        favorite: false,
        customerRequestedContact: true,
        contactBy: '2026-11-23T14:02:11.457Z',
        respondBy: '2026-12-04T00:00:00.000Z',
        quality: 'Unknown',
        isSpam: false,
        location: '5551001',
        createdAt: '2026-11-20T14:02:11.457Z',
      },
    });
  });

  test('an accepted lead is read whole, its stale expiration left out', () => {
    expect(viewOf(fixture('referral-03-active-sales-qualified'))).toEqual({
      id: '87f4a24d-1d31-4d3c-af32-dd68c96817e5',
      engagementId: 'c3ea4d6f-5ab6-4366-b243-c28c80f6c7e1',
      organizationId: CONTOSO,
      isIndependent: true,
      version: '"af0ba2cc-0000-0100-0000-6af5e7670000"',
      updatedAt: '2026-11-12T16:20:55.731Z',
      readAt: READ_AT,
      stage: 'accepted',
      reason: null,
      fields: {
        ...EMPTY,
        kind: 'salesQualified',
        name: 'Alpine Ski House - field service rollout',
        value: { amount: '85000', currency: 'CHF' },
        closeDate: '2027-01-29',
        notes: 'Kick-off held 5 Nov. Customer wants a pilot for 40 technicians before year end.',
        crmId: '006Qy00000Kd3LpIAJ',
        campaignId: 'FY27-FIELD-DACH',
        salesStage: '40',
        'customer.name': 'Alpine Ski House & Sports AG',
        'customer.size': '51to500employees',
        'customer.duns': '481234567',
        'customer.addressLine1': 'Bahnhofstrasse 12',
        'customer.city': 'Davos',
        'customer.state': 'GR',
        'customer.postalCode': '7270',
        'customer.country': 'CH',
        contacts: [person('Lukas', 'Meier', 'lukas.meier@alpineskihouse.example', '+41815550177')],
        team: [JORDAN, MARTA],
        needs: [
          'Dynamics365Enterprise',
          'DeploymentOrMigration',
          'Hospitality',
          'Dynamics 365 for Field Service',
        ],
        'needs.products': ['Dynamics365Enterprise'],
        'needs.services': ['DeploymentOrMigration'],
        'needs.industries': ['Hospitality'],
        solutions: ['Dynamics 365 for Field Service'],
        consentToShare: false,
        engagementId: 'c3ea4d6f-5ab6-4366-b243-c28c80f6c7e1',
        favorite: true,
        quality: 'Unknown',
        isSpam: false,
        location: '5551001',
        createdAt: '2026-10-27T08:41:03.204Z',
        acceptedAt: '2026-10-29T10:05:12.667Z',
      },
    });
  });

  test('a won co-sell with a registration is read whole', () => {
    expect(viewOf(fixture('referral-11-cosell-won-registered'))).toEqual({
      id: 'fcf33bdb-eb43-4d3f-810f-9fd42b96908f',
      engagementId: '6430baf7-b591-4cb9-accf-9df5d3920df1',
      organizationId: CONTOSO,
      isIndependent: false,
      version: '"6a02c2cb-0000-0100-0000-6afaca490000"',
      updatedAt: '2026-11-16T09:18:01.607Z',
      readAt: READ_AT,
      stage: 'won',
      reason: null,
      fields: {
        ...EMPTY,
        kind: 'coSell',
        name: 'Woodgrove Bank - fraud scoring',
        value: { amount: '64000', currency: 'EUR' },
        closeDate: '2026-11-10',
        notes: 'Won; contract of 12 months.',
        crmId: '006Qy00000HhV9cIAB',
        salesStage: '100',
        'customer.name': 'Woodgrove Bank',
        'customer.addressLine1': '1 Finance Sq',
        'customer.city': 'Dublin',
        'customer.postalCode': 'D02 X285',
        'customer.country': 'IE',
        contacts: [person('Aoife', 'Byrne', 'aoife.byrne@woodgrove.example', '+35315550187')],
        team: [JORDAN],
        needs: ['Financial Services', 'Contoso Line Inspector'],
        'needs.industries': ['Financial Services'],
        solutions: ['Contoso Line Inspector'],
        assistance: 'QuotesOrLicensing',
        consentToShare: true,
        engagementId: '6430baf7-b591-4cb9-accf-9df5d3920df1',
        msxId: '7-3EXAMPLE03',
        registration: 'ReviewPending',
        favorite: false,
        quality: 'Unknown',
        isSpam: false,
        location: '5551001',
        createdAt: '2026-05-06T05:08:23.810Z',
        acceptedAt: '2026-05-06T05:08:23.762Z',
        closedAt: '2026-11-11T09:17:38.351Z',
      },
    });
  });

  test('each tells its stage, kind, reason and CRM id', () => {
    const told = referralNames().map((name) => {
      const { stage, reason, fields } = viewOf(fixture(name));
      return [name.slice(9, 11), stage, fields.kind, reason, fields.crmId];
    });
    expect(told).toEqual([
      ['01', 'received', 'customerInquiry', null, null],
      ['02', 'received', 'marketingQualified', null, null],
      ['03', 'accepted', 'salesQualified', null, '006Qy00000Kd3LpIAJ'],
      [
        '04',
        'won',
        'salesQualified',
        'Contract signed for 36 months',
        '7b2f6c10-44d1-ef11-8ee9-6045bd0f3a21',
      ],
      ['05', 'lost', 'marketingQualified', 'Customer chose another vendor', '006Qy00000JmT2aIAF'],
      ['06', 'declined', 'customerInquiry', 'Customer requirement not met', null],
      ['07', 'expired', 'customerInquiry', null, null],
      ['08', 'accepted', 'coSell', null, '006Qy00000Lw8ZkIAJ'],
      ['09', 'accepted', 'coSell', null, null],
      ['10', 'received', 'coSell', null, null],
      ['11', 'won', 'coSell', null, '006Qy00000HhV9cIAB'],
      ['12', 'accepted', 'partnerDeal', null, null],
    ]);
  });

  test('none leaves a field unknown', () => {
    for (const name of referralNames())
      expect(Object.keys(viewOf(fixture(name)).fields).toSorted()).toEqual(LEAD_PATHS.toSorted());
  });
});
