import type { TenantPolicy } from '#core/sync/tenant-policy.ts';
import en from './messages/en.json' with { type: 'json' };
import ptBR from './messages/pt-BR.json' with { type: 'json' };
import { createShow, type Show } from './show.ts';

type Language = TenantPolicy['language'];
export type MessageKey = keyof typeof en;

const TEXTS: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = {
  en,
  'pt-BR': ptBR,
};

export interface Messages {
  readonly language: Language;
  /**
   * A note in words. `{name}` in a text takes the value as it is; `{name:table}` the word `table.value`, of each part
   * where the value is a list with commas, or the value itself when there is no such word; `time` and `shown` format it.
   * A value that the note lacks shows as `…`: a gap in a sentence must not stop a sync.
   * @throws Error on a key that no language has.
   */
  readonly say: (note: {
    readonly key: string;
    readonly values: Readonly<Record<string, string>>;
  }) => string;
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

const PLACE = /\{(\w+)(?::(\w+))?\}/g;

const inWords = (texts: Readonly<Record<MessageKey, string>>, table: string, value: string) => {
  const word = (part: string): string => {
    const key = `${table}.${part}`;
    return isKey(key) ? texts[key] : part;
  };
  const whole = word(value);
  return whole === value && value.includes(',') ? value.split(/,\s*/).map(word).join(', ') : whole;
};

/** The words of one language; instants are shown in `timeZone`. */
export const createMessages = (language: Language, timeZone = 'UTC'): Messages => {
  const texts = TEXTS[language];
  const show: Show = createShow(language, timeZone);

  const fill = (table: string | undefined, value: string): string => {
    switch (table) {
      case undefined:
        return value;
      case 'time':
        return show(value);
      case 'shown':
        return value === '' ? texts['shown.empty'] : inWords(texts, 'shown', show(value));
      default:
        return inWords(texts, table, value);
    }
  };

  return {
    language,
    say: ({ key, values }) => {
      if (!isKey(key)) throw new Error(`There is no message "${key}"`);
      return texts[key].replaceAll(PLACE, (_place, name: string, table?: string) => {
        const value = values[name];
        return value === undefined ? '…' : fill(table, value);
      });
    },
  };
};
