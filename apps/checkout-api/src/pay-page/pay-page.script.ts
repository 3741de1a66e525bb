import { trusted } from './html.js';

/**
 * Copies the code and asks for the state every few seconds: another state is a reload. Waits while nobody looks, and
 * asks at once when somebody looks again. Old browsers without any of it still have a page that can be read.
 */
export const PAY_PAGE_SCRIPT = trusted(`
(function () {
  var main = document.querySelector('main');
  var copy = document.getElementById('copy');
  var code = document.getElementById('code');
  if (copy && code) {
    copy.hidden = false;
    copy.addEventListener('click', function () {
      var done = function () {
        copy.textContent = copy.dataset.done;
        setTimeout(function () { copy.textContent = copy.dataset.label; }, 2000);
      };
      var select = function () {
        var range = document.createRange();
        range.selectNodeContents(code);
        var selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        if (document.execCommand('copy')) done();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(code.textContent).then(done, select);
      else select();
    });
  }
  var pause = Number(main.dataset.poll);
  var timer;
  if (!pause) return;
  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  }
  function ask() {
    if (document.hidden) return;
    fetch(main.dataset.status, { cache: 'no-store', credentials: 'omit' })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (now) {
        if (now && now.state !== main.dataset.state) location.reload();
        else later();
      })
      .catch(later);
  }
  document.addEventListener('visibilitychange', function () {
    clearTimeout(timer);
    if (!document.hidden) ask();
  });
  later();
})();
`);
