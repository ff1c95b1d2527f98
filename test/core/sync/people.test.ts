import { describe, expect, test } from '@jest/globals';
import { opportunityId } from '#core/lead/ids.ts';
import type { LeadFields, Member } from '#core/lead/lead.ts';
import { contactOf, customerOf, ownerEmailOf, taskKey, taskOf } from '#core/sync/people.ts';
import { policyOf } from '#test/support/policy-of.ts';
import { partnerOf } from '#test/support/systems-of.ts';
import { REFERRAL, partnerViewOf } from '#test/support/views-of.ts';

const hash = (text: string): string => `<${text}>`;
const viewOf = (fields: LeadFields) => partnerViewOf('received', fields);

describe('the customer', () => {
  test.each<[string, LeadFields, string]>([
    ['its DUNS', { 'customer.duns': '123456789' }, 'duns-123456789'],
    ['else its legal name and country', { 'customer.country': 'BR' }, 'name-<contoso ltd|BR>'],
    [
      'without punctuation, case and spare blanks',
      { 'customer.name': '  CONTOSO,  Ltd. ' },
      'name-<contoso ltd|>',
    ],
    [
      'in one form of its letters',
      { 'customer.name': 'Ｃｏｎｔｏｓｏ Ltd' },
      'name-<contoso ltd|>',
    ],
    ['with its accents', { 'customer.name': 'Contôso Ltd' }, 'name-<contôso ltd|>'],
  ])('is known by %s', (_case, fields, key) => {
    expect(customerOf(viewOf(fields), hash)?.key).toBe(key);
  });

  test('brings its address', () => {
    const fields: LeadFields = {
      'customer.addressLine1': 'Rua A 1',
      'customer.addressLine2': 'Sala 2',
      'customer.city': 'São Paulo',
      'customer.state': 'SP',
      'customer.postalCode': '01000-000',
      'customer.country': 'BR',
    };
    expect(customerOf(viewOf(fields), hash)).toEqual({
      key: 'name-<contoso ltd|BR>',
      name: 'Contoso Ltd',
      duns: null,
      street: 'Rua A 1\nSala 2',
      city: 'São Paulo',
      state: 'SP',
      postalCode: '01000-000',
      country: 'BR',
    });
  });

  test('without a name is none', () => {
    expect(customerOf(viewOf({ 'customer.name': null }), hash)).toBeNull();
  });
});

const person = (change: Partial<Member> = {}): Member => ({
  firstName: 'Ana',
  lastName: 'Sá',
  email: 'Ana.Sa@contoso.example',
  phone: null,
  ...change,
});

const keyOf = (...contacts: readonly Member[]) => {
  const partner = viewOf({ contacts });
  return contactOf(partner, customerOf(partner, hash), hash)?.key ?? null;
};

describe('the contact', () => {
  test.each([
    {
      case: 'by e-mail, whatever its case',
      members: [person()],
      is: 'contact-<ana.sa@contoso.example>',
    },
    {
      case: 'else by company and name',
      members: [person({ email: null })],
      is: 'contact-<name-<contoso ltd|>|ana sá>',
    },
    {
      case: 'the first who can be named at all',
      members: [person({ email: null, lastName: null }), person()],
      is: 'contact-<ana.sa@contoso.example>',
    },
    { case: 'nobody', members: [person({ email: null, lastName: null })], is: null },
    { case: 'nobody, of none', members: [], is: null },
  ])('is known $case', ({ members, is }) => {
    expect(keyOf(...members)).toBe(is);
  });

  test('of an address that differs by a dot is another', () => {
    const keys = ['anab@contoso.example', 'ana.b@contoso.example', 'ana@b.contoso.example'].map(
      (email) => keyOf(person({ email })),
    );
    expect(new Set(keys).size).toBe(3);
  });

  test('keeps the name as it is', () => {
    expect(contactOf(viewOf({ contacts: [person()] }), null, hash)).toEqual({
      ...person(),
      key: 'contact-<ana.sa@contoso.example>',
    });
  });
});

test.each([
  { country: 'BR', is: 'br@contoso.example' },
  { country: 'DE', is: 'sales@contoso.example' },
  { country: null, is: 'sales@contoso.example' },
])('a lead from $country is given to $is', ({ country, is }) => {
  const assign = { default: 'sales@contoso.example', byCountry: { BR: 'br@contoso.example' } };
  expect(ownerEmailOf(viewOf({ 'customer.country': country }), policyOf({ assign }))).toBe(is);
});

describe('the task', () => {
  const target = { opportunityId: opportunityId('006'), ownerId: '005' };
  const taskFor = (fields: LeadFields, timeZone = 'UTC') =>
    taskOf(viewOf(fields), target, {
      say: ({ key, values }) => `${key} ${JSON.stringify(values)}`,
      policy: policyOf({ timeZone }),
      partner: partnerOf(),
    });
  const link = `https://partner.example/${REFERRAL}`;

  test('is due when the lead would expire', () => {
    expect(taskFor({})).toEqual({
      key: `answer-${REFERRAL}`,
      subject: 'task.subject {"customer":"Contoso Ltd"}',
      description: `task.description ${JSON.stringify({ link, respondBy: '2026-12-08T00:00:00.000Z' })}`,
      due: '2026-12-08',
      ...target,
    });
  });

  test('is due when the customer wants to be contacted, if they asked', () => {
    const contactBy = '2026-11-27T08:00:00.000Z';
    const { description, due } = taskFor({ contactBy });
    expect([description, due]).toEqual([
      `task.askedContact ${JSON.stringify({ link, contactBy })}`,
      '2026-11-27',
    ]);
  });

  test.each([
    { timeZone: 'America/Sao_Paulo', is: '2026-12-07' },
    { timeZone: 'Asia/Tokyo', is: '2026-12-08' },
  ])('is due on the day it is in $timeZone: $is', ({ timeZone, is }) => {
    expect(taskFor({}, timeZone).due).toBe(is);
  });

  test('has no day where nobody knows one', () => {
    expect(taskFor({ respondBy: null }).due).toBeNull();
  });

  test('of one lead is always the same one', () => {
    expect(taskKey(viewOf({ contactBy: '2026-11-27T08:00:00.000Z' }))).toBe(taskKey(viewOf({})));
  });
});
