import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rest } from './support/calls.ts';
import { startHarness, type Harness } from './support/harness.ts';
import { arrived } from './support/lead.ts';
import { ARRIVED, like, shown } from './support/shown.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.stop());

describe('a value the other side has no word for', () => {
  test('a value outside a restricted list: told, the rest arrives', async () => {
    await harness.stop();
    harness = await startHarness({
      mapping: (mapping) => ({
        ...mapping,
        rules: [
          ...mapping.rules,
          {
            lead: 'customer.size',
            crm: 'Size__c',
            direction: 'toCrm',
            when: 'always',
            conflict: 'partner',
            onLink: 'partner',
          },
        ],
      }),
    });
    const size = { name: 'Size__c', label: 'Size', type: 'picklist', restricted: true } as const;
    harness.crm.org.addField('Opportunity', { ...size, length: 40, values: ['10001+'] });
    const id = await arrived(harness);
    await rest(harness);
    expect(harness.opportunity(id)['Size__c']).toBe(null);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, {
        seller: {
          message:
            "Customer size has the value “51to250employees”, which the other side's list lacks, so it was not written. Ask your administrator to add it.",
        },
      }),
    );
  });

  test('a currency the org lacks: no number in another unit, told; a known one follows', async () => {
    const id = await arrived(harness, { details: { dealValue: 100, currency: 'ZAR' } });
    const lacks = like(ARRIVED, {
      seller: {
        value: null,
        status: 'Action needed',
        message:
          'The value is in ZAR, which your CRM does not have, so it was not written. Ask your administrator to add the currency.',
      },
      portal: { value: '100 ZAR' },
    });
    await rest(harness);
    expect(shown(harness, id)).toEqual(lacks);
    harness.partner.save(id, { details: { currency: 'EUR' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(
      like(ARRIVED, { seller: { value: '100 EUR' }, portal: { value: '100 EUR' } }),
    );
    harness.partner.save(id, { details: { currency: 'ZAR' } });
    await rest(harness);
    expect(shown(harness, id)).toEqual(like(lacks, { seller: { value: '100 EUR' } }));
  });

  test('a lead in a currency the org lacks can be accepted all the same', async () => {
    const id = await arrived(harness, { details: { dealValue: 100, currency: 'ZAR' } });
    harness.sell(id, { PC_Decision__c: 'Accept' });
    await rest(harness);
    expect(shown(harness, id)).toMatchObject({
      seller: { stage: 'Qualification', value: null, status: 'Action needed' },
      portal: { stage: 'Accepted', value: '100 ZAR' },
    });
  });
});
