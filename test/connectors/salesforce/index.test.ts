import { describe, expect, test } from '@jest/globals';
import { opportunityId } from '#core/lead/ids.ts';
import { openSalesforce } from './open-salesforce.ts';
import { ROW_ID } from './rows.ts';

describe('where people see an opportunity', () => {
  test.each([
    {
      loginUrl: 'https://contoso.my.salesforce.com',
      is: `https://contoso.lightning.force.com/lightning/r/Opportunity/${ROW_ID}/view`,
    },
    {
      loginUrl: 'https://contoso--dev.sandbox.my.salesforce.com/',
      is: `https://contoso--dev.sandbox.lightning.force.com/lightning/r/Opportunity/${ROW_ID}/view`,
    },
    {
      loginUrl: 'http://127.0.0.1:8123',
      is: `http://127.0.0.1:8123/lightning/r/Opportunity/${ROW_ID}/view`,
    },
  ])('$loginUrl', ({ loginUrl, is }) => {
    const { crm } = openSalesforce({ loginUrl });
    expect(crm.linkTo(opportunityId(ROW_ID))).toBe(is);
  });
});

test('what this CRM can and cannot', () => {
  const { crm } = openSalesforce();
  expect({ capabilities: crm.capabilities, calls: crm.callsLeft() }).toEqual({
    capabilities: {
      guardSeconds: 1,
      returnsRowOnWrite: true,
      seesDeletes: true,
      closedRowsWritable: true,
    },
    calls: undefined,
  });
});
