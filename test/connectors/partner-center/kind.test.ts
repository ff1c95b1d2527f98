import { expect, test } from '@jest/globals';
import { kindOf } from '#connectors/partner-center/kind.ts';

const OWN = '3f6a2c1e-8b0d-4e57-9a41-5c2d7e90b813';
const OTHER = '99999999-8b0d-4e57-9a41-5c2d7e90b813';

test.each([
  { type: 'Shared', qualification: 'Direct', invitedBy: 'msft', is: 'coSell' },
  { type: 'Shared', qualification: 'SalesQualified', invitedBy: OWN, is: 'coSell' },
  { type: 'Shared', qualification: 'None', invitedBy: null, is: 'coSell' },
  { type: 'Independent', qualification: 'Direct', invitedBy: null, is: 'customerInquiry' },
  { type: 'Independent', qualification: 'Direct', invitedBy: OWN, is: 'customerInquiry' },
  {
    type: 'Independent',
    qualification: 'MarketingQualified',
    invitedBy: 'msft',
    is: 'marketingQualified',
  },
  { type: 'Independent', qualification: 'SalesQualified', invitedBy: 'msft', is: 'salesQualified' },
  { type: 'Independent', qualification: 'SalesQualified', invitedBy: 'MSFT', is: 'salesQualified' },
  { type: 'Independent', qualification: 'SalesQualified', invitedBy: null, is: 'salesQualified' },
  {
    type: 'Independent',
    qualification: 'SalesQualified',
    invitedBy: OWN.toUpperCase(),
    is: 'partnerDeal',
  },
  { type: 'Independent', qualification: 'SalesQualified', invitedBy: OTHER, is: 'coSell' },
  { type: 'Independent', qualification: 'SalesQualified', invitedBy: undefined, is: undefined },
  { type: 'Independent', qualification: 'None', invitedBy: OWN, is: 'partnerDeal' },
  { type: 'Independent', qualification: null, invitedBy: null, is: 'partnerDeal' },
  { type: 'Independent', qualification: 'None', invitedBy: OTHER, is: 'coSell' },
  { type: 'Independent', qualification: 'None', invitedBy: 'msft', is: undefined },
  { type: 'Independent', qualification: 'Scored', invitedBy: 'msft', is: undefined },
  { type: 'Independent', qualification: undefined, invitedBy: 'msft', is: undefined },
])('$type, $qualification, invited by $invitedBy is $is', ({ is, ...facts }) => {
  expect(kindOf({ ...facts, organizationId: OWN })).toBe(is);
});
