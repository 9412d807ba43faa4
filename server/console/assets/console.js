/** What the page needs a browser's own abilities for. Everything else works without a script. */

/** Passkeys: the form carries what the browser is asked, and sends what it answers. */
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const other of document.querySelectorAll('[data-without-passkey]')) other.hidden = true;
  form.addEventListener('submit', async (event) => {
    if (form.elements.response.value !== '') return;
    event.preventDefault();
    const { startAuthentication, startRegistration } = await import(form.dataset.library);
    const start = form.dataset.passkey === 'add' ? startRegistration : startAuthentication;
    try {
      const answer = await start({ optionsJSON: JSON.parse(form.dataset.options) });
      form.elements.response.value = JSON.stringify(answer);
    } catch {
      // Cancelled, or refused by the browser: the server says so, in words.
      form.elements.response.value = 'null';
    }
    form.submit();
  });
}

/** Pages that show what goes on: their content is loaded anew, the focus stays where it was. */
const live = document.querySelector('[data-live]');
if (live && !live.querySelector('[data-still]')) {
  setInterval(() => void refresh(), Number(live.dataset.live) * 1_000);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (response.redirected || !response.ok) return location.reload();
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
    const content = fresh.querySelector('[data-live]');
    if (!content) return;
    const place = placeOf(document.activeElement);
    const scrolled = [...live.querySelectorAll('.card')].map(({ scrollLeft }) => scrollLeft);
    live.replaceChildren(...content.childNodes);
    [...live.querySelectorAll('.card')].forEach((card, index) => {
      card.scrollLeft = scrolled[index] ?? 0;
    });
    if (place) live.querySelector(place)?.focus({ preventScroll: true });
    const clock = '[data-testid=wall-clock]';
    document.querySelector(clock)?.replaceWith(fresh.querySelector(clock));
  } catch {
    // No network for a moment: what is shown stays, and the next round tries again.
  }
}

/** How the same element is found in the fresh content; null where the focus is elsewhere. */
function placeOf(element) {
  if (!element || !live.contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute('href');
  if (href) return `a[href="${CSS.escape(href)}"]`;
  const label = element.getAttribute('aria-label');
  return label ? `[aria-label="${CSS.escape(label)}"]` : null;
}
