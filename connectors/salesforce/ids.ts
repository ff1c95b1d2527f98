const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form of a record id, the one safe to compare; anything that is no id comes back as it is.
 * Salesforce: 15 characters tell upper from lower case, the three more say which are upper, reference SF §4.
 */
export const toId18 = (id: string): string => {
  if (id.length === 18 || !/^[A-Za-z0-9]{15}$/.test(id)) return id;
  let checks = '';
  for (let five = 0; five < 15; five += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at += 1) {
      const code = id.charCodeAt(five + at);
      if (code >= 65 && code <= 90) bits |= 1 << at;
    }
    checks += CHECK.charAt(bits);
  }
  return id + checks;
};

/** True for text that can be an opportunity's id: prefix 006, 15 characters or 18 whose checks are right. */
export const isOpportunityId = (text: string): boolean =>
  /^006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(text) &&
  (text.length === 15 || toId18(text.slice(0, 15)) === text);
