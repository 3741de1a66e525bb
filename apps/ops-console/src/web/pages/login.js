import { post } from '../api.js';
import { h, replace } from '../dom.js';
import { t } from '../language.js';

export function showLogin({ onSignedIn }) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const button = h('button', { class: 'primary' }, t('signIn.button'));

  async function submit(event) {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.currentTarget));
    button.disabled = true;
    replace(problem);
    try {
      await post('/api/login', given);
      // The cookie is there now, unless the browser would not keep it: over plain http it does so on this machine only.
      await onSignedIn().catch((error) => {
        throw error.status === 401 ? new Error(t('signIn.noCookie')) : error;
      });
    } catch (error) {
      replace(problem, error.code === 'wrong_credentials' ? t('signIn.wrong') : error.message);
    } finally {
      button.disabled = false;
    }
  }

  return h(
    'section',
    { class: 'sign-in card' },
    h('h1', {}, t('signIn.title')),
    h(
      'form',
      { onsubmit: submit },
      h(
        'label',
        { class: 'field' },
        h('span', {}, t('signIn.email')),
        h('input', { name: 'email', type: 'email', autocomplete: 'username', required: true, maxlength: 254 }),
      ),
      h(
        'label',
        { class: 'field' },
        h('span', {}, t('signIn.password')),
        h('input', {
          name: 'password',
          type: 'password',
          autocomplete: 'current-password',
          required: true,
          maxlength: 200,
        }),
      ),
      problem,
      button,
    ),
  );
}
