// @ts-check
// Keeps a page up to date without loading it anew: asks for the version of what is shown, and fetches the page's main part
// when it has another one. Waits while nobody looks. Without scripts the page refreshes itself (see src/web/page.js).
const EVERY_MS = 2000;
const AFTER_A_WHILE_MS = 10_000;
const A_WHILE = 150;

const main = document.querySelector('main');
let looks = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

function later() {
  clearTimeout(timer);
  looks += 1;
  timer = setTimeout(look, looks > A_WHILE ? AFTER_A_WHILE_MS : EVERY_MS);
}

async function look() {
  if (document.hidden || !main?.dataset['watch']) return;
  try {
    const answer = await fetch(main.dataset['watch'], { cache: 'no-store' });
    if (answer.ok && (await answer.json()).version !== main.dataset['version']) await renew(main);
  } catch {
    // Offline for a moment: the next look may find the shop again.
  }
  later();
}

/** @param {HTMLElement} shown */
async function renew(shown) {
  const answer = await fetch(location.href, { cache: 'no-store' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('main');
  if (!fresh) return;
  document.title = page.title;
  shown.dataset['version'] = fresh.dataset['version'] ?? '';
  // The region stays and its words change: that is what a screen reader speaks.
  const [said, says] = [shown, fresh].map((part) => part.querySelector('[role=status]'));
  if (said && says) {
    said.replaceChildren(...says.childNodes);
    says.replaceWith(said);
  }
  shown.replaceChildren(...fresh.childNodes);
}

if (main?.dataset['watch']) {
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (!document.hidden) void look();
  });
  later();
}
