import { get, post } from './api.js';
import { h, replace } from './dom.js';
import { chooseLanguage, currentLanguage, LANGUAGES, loadLanguage, t, term } from './language.js';
import { showAlerts, showBanner } from './pages/alerts.js';
import { showCase } from './pages/case.js';
import { showCases } from './pages/cases.js';
import { showClosing } from './pages/closing.js';
import { showDeliveries } from './pages/deliveries.js';
import { showDoctor } from './pages/doctor.js';
import { showGateway } from './pages/gateway.js';
import { showLogin } from './pages/login.js';
import { showNotifications } from './pages/notifications.js';
import { showOrder } from './pages/order.js';
import { showOrders } from './pages/orders.js';
import { showRefunds } from './pages/refunds.js';
import { showSettlement } from './pages/settlement.js';
import { showSecrets } from './pages/secrets.js';

const PAGES = [
  { path: 'orders', title: 'nav.orders', show: showOrders, showOne: showOrder },
  { path: 'cases', title: 'nav.cases', show: showCases, showOne: showCase },
  { path: 'refunds', title: 'nav.refunds', show: showRefunds },
  { path: 'notifications', title: 'nav.notifications', show: showNotifications },
  { path: 'deliveries', title: 'nav.deliveries', show: showDeliveries },
  { path: 'gateway', title: 'nav.gateway', show: showGateway },
  { path: 'closing', title: 'nav.closing', show: showClosing },
  { path: 'settlement', title: 'nav.settlement', show: showSettlement },
  { path: 'secrets', title: 'nav.secrets', show: showSecrets },
  { path: 'alerts', title: 'nav.alerts', show: showAlerts },
  { path: 'doctor', title: 'nav.doctor', show: showDoctor },
];

const header = document.getElementById('header');
const banner = document.getElementById('banner');
const main = document.getElementById('main');
const footer = document.getElementById('footer');
const notice = document.getElementById('notice');

/** What every page is given besides its place in the address. */
const context = {
  operator: null,
  get mayChange() {
    return this.operator !== null && this.operator.role !== 'viewer';
  },
  /** Says something for some seconds; what went wrong stays longer. */
  say(text, tone = 'good') {
    replace(notice, h('p', { class: tone }, text));
    clearTimeout(context.timer);
    context.timer = setTimeout(() => replace(notice), tone === 'bad' ? 12_000 : 5000);
  },
  /** Runs what may be refused; a refusal is said, and an ended session leads back to signing in. */
  async attempt(work) {
    try {
      return await work();
    } catch (error) {
      if (error.status === 401) await signedOut();
      else context.say(error.message, 'bad');
      return undefined;
    }
  },
  /** Puts a query into the address and shows the page anew, so that a link leads to the same list. */
  go(path, query = {}) {
    const given = Object.entries(query).filter(([, value]) => value);
    const hash = `#/${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`;
    if (location.hash === hash) void route();
    else location.hash = hash;
  },
};

/** Counts the pages that were asked for: one that comes after a later one was asked for is nobody's any more. */
let asked = 0;

async function route() {
  if (context.operator === null) return;
  asked += 1;
  const mine = asked;
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/').map(decodeURIComponent);
  const page = PAGES.find((candidate) => candidate.path === name) ?? PAGES[0];
  showHeader(page.path);
  document.title = `${id ?? t(page.title)} · Chasqui`;
  const given = Object.fromEntries(new URLSearchParams(query));
  await context.attempt(async () => {
    const content = id && page.showOne ? await page.showOne(context, id) : await page.show(context, given);
    if (mine !== asked) return;
    replace(main, content);
    await showBanner(banner);
  });
}

function showHeader(active) {
  replace(
    header,
    h(
      'a',
      { class: 'brand', href: '#/orders' },
      h('img', { src: '/icon.svg', alt: '', width: 24, height: 24 }),
      'Chasqui',
    ),
    context.operator === null
      ? null
      : h(
          'nav',
          {},
          PAGES.map(({ path, title }) =>
            h('a', { href: `#/${path}`, 'aria-current': path === active ? 'page' : false }, t(title)),
          ),
          h('a', { href: '/queues/' }, t('nav.queues')),
        ),
    h(
      'div',
      { class: 'who' },
      h(
        'select',
        {
          'aria-label': t('language'),
          onchange: (event) => {
            chooseLanguage(event.target.value);
            void (context.operator === null ? signedOut() : route());
          },
        },
        LANGUAGES.map(([code, name]) => h('option', { value: code, selected: code === currentLanguage() }, name)),
      ),
      context.operator === null
        ? null
        : [
            h('span', { class: 'operator', title: term('role', context.operator.role) }, context.operator.email),
            h('button', { type: 'button', class: 'plain', onclick: signOut }, t('signOut')),
          ],
    ),
  );
  replace(footer, context.operator === null ? null : t('footer.limaTime'));
}

async function signedIn() {
  const { operator } = await get('/api/me');
  context.operator = operator;
  await route();
}

async function signedOut() {
  context.operator = null;
  document.title = t('signIn.title');
  showHeader(null);
  replace(banner);
  replace(main, showLogin({ onSignedIn: signedIn }));
  main.querySelector('input')?.focus();
}

async function signOut() {
  await context.attempt(() => post('/api/logout'));
  await signedOut();
}

await loadLanguage();
window.addEventListener('hashchange', () => {
  replace(notice);
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
  void route();
});
try {
  await signedIn();
} catch {
  await signedOut();
}
