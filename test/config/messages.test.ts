import { describe, expect, test } from '@jest/globals';
import en from '#config/messages/en.json' with { type: 'json' };
import ptBR from '#config/messages/pt-BR.json' with { type: 'json' };
import { createMessages } from '#config/messages.ts';

const TEXTS = { en, 'pt-BR': ptBR } as const;
const LANGUAGES = ['en', 'pt-BR'] as const;

/** What the core says, with the values it gives. */
const SAID = {
  synced: [],
  'wait.acceptNeeds': ['missing'],
  'wait.placeholder': ['field'],
  'wait.reason': [],
  'wait.declined': ['at'],
  'wait.won': ['at'],
  'wait.lost': ['at'],
  'wait.stopped': ['move'],
  'wait.brake': ['kind'],
  'wait.conflictHolds': ['field', 'move'],
  'wait.retry': ['at', 'side', 'words'],
  'action.conflict': ['crm', 'field', 'partner'],
  'action.refused': ['field', 'side', 'words'],
  'action.stageUnknown': ['stage'],
  'action.answerDisagrees': ['answer', 'stage'],
  'action.answerTooLate': ['stage'],
  'action.endingOpen': ['at', 'ending', 'yours'],
  'action.endingOpenSince': ['at', 'ending', 'since', 'yours'],
  'action.closedOtherwise': ['crm', 'partner'],
  'action.currency': ['currency'],
  'action.referralIdChanged': [],
  'note.crmIdTaken': ['crmId'],
  'action.gone.crm': [],
  'action.gone.partner': [],
  'action.candidate': ['count'],
  'action.secondReferral': ['referral'],
  'action.unparsed': ['path'],
  'action.ownerUnknown': ['email'],
  'note.notTaken': ['field', 'shown', 'side'],
  'note.notWritable': ['field'],
  'note.oneWay': ['field'],
  'note.closedFinal': ['field'],
  'action.ahead': ['stage'],
  'note.shortened': ['field'],
  'note.pickValue': ['field', 'value'],
  'left.kind': [],
  'left.country': [],
  'left.location': [],
  'left.spam': [],
  'left.closed': [],
  'left.notAccepted': [],
  'left.backfill': [],
  'task.subject': ['customer'],
  'task.description': ['link', 'respondBy'],
  'task.askedContact': ['contactBy', 'link'],
} as const satisfies Partial<Record<keyof typeof en, readonly string[]>>;

/** `name` or `name:table`, sorted, each once. */
const placesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{([\w:]+)\}/g)].map((match) => match[1] ?? ''))].toSorted();

const isTable = (name: string): boolean =>
  ['time', 'shown'].includes(name) || Object.keys(en).some((key) => key.startsWith(`${name}.`));

describe('the languages', () => {
  test('have the same keys in the same order', () => {
    expect(Object.keys(ptBR)).toEqual(Object.keys(en));
  });

  test('have the same places in every text', () => {
    const places = LANGUAGES.map((language) =>
      Object.entries(TEXTS[language]).map(([key, text]) => [key, ...placesOf(text)]),
    );
    expect(places[1]).toEqual(places[0]);
  });

  test('use only tables that exist', () => {
    const tables = Object.values(en).flatMap((text) =>
      placesOf(text).flatMap((place) => place.split(':').slice(1)),
    );
    expect(tables.filter((table) => !isTable(table))).toEqual([]);
  });

  test.each(Object.entries(SAID))(
    '%s takes exactly the values that the core gives',
    (key, names) => {
      const text = en[key as keyof typeof SAID];
      expect(placesOf(text).map((place) => place.split(':')[0])).toEqual(names);
    },
  );
});

describe('a note in words', () => {
  const inEnglish = createMessages('en', 'America/Sao_Paulo');
  const inPortuguese = createMessages('pt-BR', 'America/Sao_Paulo');
  test.each([
    {
      case: 'lists the labels of what is missing',
      note: { key: 'wait.acceptNeeds', values: { missing: 'value,closeDate' } },
      en: 'To accept, Microsoft also needs: Estimated deal value, Close date. Fill it in; the acceptance is then sent by itself.',
      pt: 'Para aceitar, a Microsoft ainda precisa de: Valor estimado do negócio, Data de fechamento. Preencha; o aceite é enviado automaticamente em seguida.',
    },
    {
      case: 'tells an instant in the tenant’s zone',
      note: { key: 'wait.declined', values: { at: '2026-11-24T17:32:00.000Z' } },
      en: 'Will be declined on Nov 24, 2026, 14:32 GMT-3. To stop it, change Answer to Microsoft or the stage back.',
      pt: 'Será recusado em 24/11/2026, 14:32 BRT. Para impedir, volte a alterar Resposta à Microsoft ou a fase.',
    },
    {
      case: 'shows both values of a conflict, an empty one too',
      note: {
        key: 'action.conflict',
        values: { field: 'closeDate', partner: '2026-11-30', crm: '' },
      },
      en: "Close date differs: Partner Center has “Nov 30, 2026”, this record has “(empty)”. Set Settle to Keep mine or Take Partner Center's.",
      pt: 'Data de fechamento difere: no Partner Center está “30/11/2026”, neste registro está “(vazio)”. Em Resolver conflito, escolha Manter o meu ou Usar o do Partner Center.',
    },
    {
      case: 'leaves a CRM’s own words alone',
      note: {
        key: 'action.refused',
        values: { side: 'crm', field: 'Region__c', words: 'Not {field}, $& value' },
      },
      en: 'The CRM refused Region__c: “Not {field}, $& value”. Change the value and it is sent again; everything else is in step.',
      pt: 'O CRM recusou Region__c: “Not {field}, $& value”. Altere o valor e ele será enviado de novo; todo o resto está em dia.',
    },
    {
      case: 'shows a gap where a value is not given',
      note: { key: 'note.pickValue', values: { field: 'kind' } },
      en: "Referral Kind has the value “…”, which the other side's list lacks, so it was not written. Ask your administrator to add it.",
      pt: 'Tipo da indicação tem o valor “…”, que falta na lista do outro lado, por isso não foi gravado. Peça ao administrador que o inclua.',
    },
  ])('$case', ({ note, en: english, pt }) => {
    expect([inEnglish.say(note), inPortuguese.say(note)]).toEqual([english, pt]);
  });

  test('throws on a key that no language has', () => {
    expect(() => inEnglish.say({ key: 'wait.nope', values: {} })).toThrow(
      'There is no message "wait.nope"',
    );
  });
});
