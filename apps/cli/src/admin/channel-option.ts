import type { ChannelSetting } from '#payments';
import { UsageError } from '../command.js';
import { amountOrNone } from './options.js';

/** `--channel yape=max:500.00 --channel bcp-agente=off`, by channel id; null takes a setting back. */
export function channelsOf(given: readonly string[] | undefined): Record<string, ChannelSetting | null> | undefined {
  return given && Object.fromEntries(given.map(channelOf));
}

function channelOf(text: string): [string, ChannelSetting | null] {
  const [, id = '', setting = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (setting === 'off') return [id, { offered: false }];
  if (setting === 'on') return [id, { offered: true }];
  if (setting === 'default') return [id, null];
  if (setting.startsWith('max:')) {
    return [id, { maxAmountMinor: amountOrNone(`--channel ${id}=max:`, setting.slice('max:'.length)) }];
  }
  throw new UsageError(
    `--channel is <id>=off, <id>=on, <id>=max:250.00, <id>=max:none or <id>=default, not ${JSON.stringify(text)}.`,
  );
}
