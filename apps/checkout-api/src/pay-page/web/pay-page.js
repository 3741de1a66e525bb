// Improves a page that is complete without it: copies the code, counts down, prints, and shows every change of the
// payment without a reload. One script for all states; it changes nothing that it does not find.
(function () {
  const LONGEST_PAUSE_MS = 60000;
  /** Each look without news makes the next one a little later, up to this many times the first pause. */
  const SLOWER = 1.1;
  const SLOWEST = 6;

  const announcement = document.getElementById('announce');
  let main = document.querySelector('main');
  /** The server's time when the page came, and how long ago that is by a clock that nobody sets. */
  let serverMs = 0;
  let heardAt = 0;
  let timer = 0;
  let looks = 0;
  let failures = 0;
  let asking = false;
  let askedAtDeadline = '';

  if (!main || !main.dataset.version) return;
  enhance();
  setInterval(count, 1000);
  document.addEventListener('click', pressed);
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('online', seen);
  later(pause());

  /** Brings buttons to life that would do nothing without this script. */
  function enhance() {
    for (const element of main.querySelectorAll('#copy, [data-scripted]')) element.hidden = false;
    hear(Number(main.dataset.now));
    count();
  }

  function hear(ms) {
    serverMs = ms;
    heardAt = performance.now();
  }

  function nowMs() {
    return serverMs + (performance.now() - heardAt);
  }

  function pressed(event) {
    const button = event.target.closest('#copy, #print');
    if (!button) return;
    if (button.id === 'print') window.print();
    else copy(button);
  }

  function copy(button) {
    const text = button.dataset.copy;
    const confirmCopy = function () {
      const label = button.querySelector('span');
      const before = label.textContent;
      if (before === button.dataset.done) return;
      label.textContent = button.dataset.done;
      announcement.textContent = button.dataset.done;
      setTimeout(function () {
        label.textContent = before;
      }, 2500);
    };
    const byHand = function () {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById('code'));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      if (document.execCommand('copy')) confirmCopy();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(confirmCopy, byHand);
    else byHand();
  }

  function count() {
    const countdown = document.getElementById('countdown');
    if (!countdown) return;
    const left = Number(countdown.dataset.deadline) - nowMs();
    countdown.textContent = remaining(Math.max(0, left));
    if (left > 0 || askedAtDeadline === countdown.dataset.deadline) return;
    askedAtDeadline = countdown.dataset.deadline;
    ask();
  }

  function remaining(ms) {
    const seconds = Math.floor(ms / 1000);
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor(seconds / 3600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    if (days > 0) return days + ' d ' + hours + ' h';
    if (hours > 0) return hours + ' h ' + minutes + ' min';
    return minutes + ' min ' + (seconds % 60) + ' s';
  }

  /** Milliseconds until the next look; 0 for never. */
  function pause() {
    const first = Number(main.dataset.poll);
    if (failures > 0) return Math.min(LONGEST_PAUSE_MS, (first || 4000) * Math.pow(2, failures));
    return Math.min(LONGEST_PAUSE_MS, first * Math.min(SLOWEST, Math.pow(SLOWER, looks)));
  }

  function later(ms) {
    clearTimeout(timer);
    if (ms > 0) timer = setTimeout(ask, ms);
  }

  /** Somebody looks again, perhaps from the app of a bank: ask at once and then often. */
  function seen() {
    clearTimeout(timer);
    if (document.hidden || !Number(main.dataset.poll)) return;
    looks = 0;
    failures = 0;
    ask();
  }

  function ask() {
    clearTimeout(timer);
    if (document.hidden || asking) return;
    asking = true;
    load(main.dataset.status)
      .then(function (answer) {
        return answer.json();
      })
      .then(function (status) {
        hear(Date.parse(status.now));
        looks += 1;
        return status.version === main.dataset.version ? null : show();
      })
      .then(
        function () {
          failures = 0;
          asking = false;
          later(pause());
        },
        function (error) {
          failures += 1;
          asking = false;
          later(Math.max(pause(), error.waitMs || 0));
        },
      );
  }

  function load(url) {
    return fetch(url, { cache: 'no-store', credentials: 'omit' }).then(function (answer) {
      if (answer.ok) return answer;
      const error = new Error('HTTP ' + answer.status);
      error.waitMs = Number(answer.headers.get('retry-after')) * 1000;
      throw error;
    });
  }

  function scriptOf(page) {
    return page.querySelector('script[src]').getAttribute('src');
  }

  /** Puts the fresh page's content in the place of the old one: what was open stays open, and so does the focus. */
  function show() {
    return load(location.href)
      .then(function (answer) {
        return answer.text();
      })
      .then(function (html) {
        const page = new DOMParser().parseFromString(html, 'text/html');
        const fresh = page.querySelector('main');
        if (!fresh || !fresh.dataset.version) throw new Error('not the page');
        // After an update of the shop's system the fresh page wants fresh files.
        if (scriptOf(page) !== scriptOf(document)) location.reload();
        const focused = main.contains(document.activeElement) ? document.activeElement : null;
        const open = Array.from(main.querySelectorAll('details[open]'), function (details) {
          return details.id;
        });
        main.replaceWith(document.adoptNode(fresh));
        main = fresh;
        looks = 0;
        document.title = page.title;
        for (const id of open) {
          const details = document.getElementById(id);
          if (details) details.open = true;
        }
        enhance();
        const title = document.getElementById('title');
        announcement.textContent = title.textContent;
        if (focused) (document.getElementById(focused.id) || title).focus({ preventScroll: focused.id !== '' });
      });
  }
})();
