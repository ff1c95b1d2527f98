// Runs in the browser, on the pages of the stand-ins: shows what has changed, a second later at most.
const EVERY_MS = 1_000;

const isChanged = (field) => {
  if (field.type === 'hidden') return false;
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  const preset = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, preset);
};

/** Somebody is typing there: it is left alone. */
const isBusy = (part) =>
  [...part.querySelectorAll('input, select, textarea')].some(
    (field) => field === document.activeElement || isChanged(field),
  );

const partsOf = (root) =>
  new Map([...root.querySelectorAll('[data-live]')].map((part) => [part.dataset.live, part]));

const htmlOf = (parts) => new Map([...parts].map(([key, part]) => [key, part.outerHTML]));

let shown = htmlOf(partsOf(document));

const refresh = async () => {
  const reply = await fetch(location.href);
  if (!reply.ok) return;
  const next = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const [before, after] = [partsOf(document), partsOf(next)];
  const html = htmlOf(after);
  const isOtherOrder = [...before.keys()].join() !== [...after.keys()].join();
  const fresh = [...after].filter(([key]) => shown.get(key) !== html.get(key));
  if (isOtherOrder && ![...before.values()].some(isBusy)) {
    document.body.replaceWith(next.body);
    shown = html;
    for (const [, part] of fresh) part.classList.add('fresh');
    return;
  }
  for (const [key, part] of fresh) {
    const old = before.get(key);
    if (old === undefined || isBusy(old)) continue;
    old.replaceWith(part);
    part.classList.add('fresh');
    shown.set(key, html.get(key));
  }
};

// The stand-in is gone or busy: the page stays as it is.
setInterval(() => refresh().catch(() => undefined), EVERY_MS);
