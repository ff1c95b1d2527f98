const CHECK_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** In ASCII order, so that a later id is also the greater text. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Three characters that say which of the fifteen are upper-case letters (SF §4). */
export const checkCharacters = (id15: string): string =>
  [0, 5, 10]
    .map((start) => {
      let bits = 0;
      for (let place = 0; place < 5; place += 1) {
        const code = id15.charCodeAt(start + place);
        if (code >= 65 && code <= 90) bits += 2 ** place;
      }
      return CHECK_ALPHABET.charAt(bits);
    })
    .join('');

/** The 18-character form of a 15- or 18-character id; undefined for what is no id. */
export const toId18 = (text: string): string | undefined => {
  if (!/^[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?$/.test(text)) return undefined;
  const id15 = text.slice(0, 15);
  const id18 = id15 + checkCharacters(id15);
  return text.length === 15 || text === id18 ? id18 : undefined;
};

const toBase62 = (value: number): string => {
  let left = value;
  let text = '';
  do {
    text = DIGITS.charAt(left % 62) + text;
    left = Math.floor(left / 62);
  } while (left > 0);
  return text;
};

/** Ids that grow with every row of a prefix; another seed gives another range. */
export const createIdMaker = (seed: number): ((prefix: string) => string) => {
  const counts = new Map<string, number>();
  const first = 2_000_000 + (seed % 1000) * 40_000_000;
  return (prefix) => {
    const count = counts.get(prefix) ?? first;
    counts.set(prefix, count + 1);
    const id15 = `${prefix}Hs0000${toBase62(count).padStart(6, '0')}`;
    return id15 + checkCharacters(id15);
  };
};
