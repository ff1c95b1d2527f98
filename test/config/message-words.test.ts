import { describe, expect, test } from '@jest/globals';
import en from '#config/messages/en.json' with { type: 'json' };
import ptBR from '#config/messages/pt-BR.json' with { type: 'json' };
import { createMessages } from '#config/messages.ts';
import { LABELS } from '#connectors/salesforce/labels.ts';
import { KINDS, LEAD_PATHS } from '#core/lead/lead.ts';
import { STAGES } from '#core/lead/stage.ts';

const TEXTS = { en, 'pt-BR': ptBR } as const;
const LANGUAGES = ['en', 'pt-BR'] as const;

const tableKeys = (prefix: string): string[] =>
  Object.keys(en)
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => key.slice(prefix.length + 1));

describe('there is a word for', () => {
  test.each([
    {
      what: 'every lead path, and what else a system can refuse',
      table: 'field',
      of: [...LEAD_PATHS, 'stage', 'reason', 'opportunity', 'task', 'syncMessage'],
    },
    { what: 'every stage', table: 'stage', of: STAGES },
    { what: 'every kind of lead', table: 'kind', of: KINDS },
    { what: 'every move', table: 'move', of: ['accepted', 'won', 'lost', 'declined'] },
    { what: 'both answers', table: 'answer', of: ['Accept', 'Decline'] },
    { what: 'every status', table: 'status', of: ['synced', 'waiting', 'action', 'error'] },
    { what: 'every brake', table: 'brake', of: ['clears', 'endings', 'gone'] },
    { what: 'both sides', table: 'side', of: ['partner', 'crm'] },
    { what: 'every closure', table: 'closure', of: ['open', 'won', 'lost'] },
  ])('$what', ({ table, of }) => expect(tableKeys(table).toSorted()).toEqual([...of].toSorted()));
});

describe.each(LANGUAGES)('in %s a message names things as the record does:', (language) => {
  const { fields, values } = LABELS[language];
  const { say } = createMessages(language);
  const word = (key: string) => say({ key, values: {} });

  test('fields', () => {
    expect({
      kind: word('field.kind'),
      notes: word('field.notes'),
      campaignId: word('field.campaignId'),
      needs: word('field.needs'),
      engagementId: word('field.engagementId'),
      msxId: word('field.msxId'),
      favorite: word('field.favorite'),
      asked: word('field.customerRequestedContact'),
      contactBy: word('field.contactBy'),
      respondBy: word('field.respondBy'),
    }).toEqual({
      kind: fields.PC_Referral_Kind__c.label,
      notes: fields.PC_Notes__c.label,
      campaignId: fields.PC_Campaign_Id__c.label,
      needs: fields.PC_Needs__c.label,
      engagementId: fields.PC_Engagement_Id__c.label,
      msxId: fields.PC_MSX_Id__c.label,
      favorite: fields.PC_Favorite__c.label,
      asked: fields.PC_Contact_Requested__c.label,
      contactBy: fields.PC_Contact_By__c.label,
      respondBy: fields.PC_Respond_By__c.label,
    });
  });

  test('kinds, answers and statuses', () => {
    const {
      PC_Referral_Kind__c: kinds,
      PC_Decision__c: answers,
      PC_Sync_Status__c: status,
    } = values;
    expect(KINDS.map((kind) => word(`kind.${kind}`))).toEqual(KINDS.map((kind) => kinds[kind]));
    expect([word('answer.Accept'), word('answer.Decline')]).toEqual([
      answers.Accept,
      answers.Decline,
    ]);
    expect(['synced', 'waiting', 'action', 'error'].map((name) => word(`status.${name}`))).toEqual([
      status.Synced,
      status.Waiting,
      status['Action needed'],
      status.Error,
    ]);
  });

  test('what to do about a conflict, a decline and an acceptance', () => {
    const conflict = TEXTS[language]['action.conflict'];
    const { PC_Settle__c: settle } = values;
    const named = [fields.PC_Settle__c.label, ...Object.values(settle)];
    expect(named.filter((label) => !conflict.includes(label))).toEqual([]);
    const asks = (
      ['wait.placeholder', 'action.stageUnknown', 'action.ahead', 'task.description'] as const
    ).filter((key) => !TEXTS[language][key].includes(fields.PC_Decision__c.label));
    expect(asks).toEqual([]);
  });
});
