import type { Html } from './html.js';
import { trusted } from './html.js';
import type { PayPageState } from './pay-page.state.js';

/** Drawn on 24 by 24, in the colour of the text beside it; said by that text, so hidden from screen readers. */
function icon(shapes: string): Html {
  return trusted(
    `<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shapes}</svg>`,
  );
}

export const clockIcon = icon('<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>');
export const alertIcon = icon('<path d="M12 4v10M12 19.5v.01"/>');
export const copyIcon = icon(
  '<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M5 15H4V5a1 1 0 0 1 1-1h10v1"/>',
);
export const calendarIcon = icon('<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M8 3v4M16 3v4M4 10h16"/>');
export const printIcon = icon(
  '<path d="M7 8V3h10v5M7 17H5a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2"/><path d="M7 14h10v7H7z"/>',
);
export const shareIcon = icon(
  '<path d="M4 20l1.2-4A8 8 0 1 1 8 18.8z"/><path d="M9 9.5c0 3 2.5 5.5 5.5 5.5l1-1.6-2-1-.8.8a4 4 0 0 1-1.9-1.9l.8-.8-1-2z"/>',
);
export const outIcon = icon('<path d="M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5"/>');
export const arrowIcon = icon('<path d="m9 6 6 6-6 6"/>');
export const walletIcon = icon('<rect x="7" y="2.5" width="10" height="19" rx="2.5"/><path d="M11 18.5h2"/>');
export const bankIcon = icon('<path d="M3 9.5 12 4l9 5.5zM5.5 10v7M10 10v7M14 10v7M18.5 10v7M3.5 20h17"/>');
export const agentIcon = icon(
  '<path d="M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-5h4v5"/>',
);
export const speechIcon = icon('<path d="M4 5h16v11H10l-5 4v-4H4z"/>');

const checkIcon = icon('<path class="stroke" d="m5 12.5 4.5 4.5L19 7.5"/>');
const crossIcon = icon('<path d="m6 6 12 12M18 6 6 18"/>');
const backIcon = icon('<path d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3"/>');

/** What stands in the seal above the title; a voucher needs none. */
export const STATE_ICONS: Record<Exclude<PayPageState, 'waiting'>, Html> = {
  preparing: clockIcon,
  codeless: alertIcon,
  closing: clockIcon,
  received: checkIcon,
  review: clockIcon,
  expired: clockIcon,
  cancelled: crossIcon,
  failed: crossIcon,
  reversed: backIcon,
  refunded: backIcon,
};
