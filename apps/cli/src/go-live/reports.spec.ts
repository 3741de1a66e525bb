import { describe, expect, it } from 'vitest';
import type { GoLiveReport } from './go-live-report.js';
import { toHtml } from './report-html.js';
import { toMarkdown } from './report-markdown.js';

const NASTY = `<img src=x onerror="alert('x')"> | [link](https://evil.test) *bold* & \`code\``;

const report: GoLiveReport = {
  startedAt: '2026-11-25T12:00:00-05:00',
  endedAt: '2026-11-25T12:05:00-05:00',
  run: 'GOLIVE-1',
  shop: 'shop_default',
  account: null,
  scenarios: [
    {
      id: 'success',
      title: 'Paid and notified',
      expected: 'It is paid.',
      verdict: 'failed',
      startedAt: '2026-11-25T12:00:00-05:00',
      endedAt: '2026-11-25T12:00:09-05:00',
      steps: [{ at: '2026-11-25T12:00:01-05:00', what: NASTY }],
      evidence: [{ name: 'CIP', value: NASTY }],
      problem: `${NASTY}\n# heading`,
    },
  ],
  checklist: [
    { title: 'Doctor', verdict: 'attention', what: NASTY, mend: NASTY },
    { title: 'Backup', verdict: 'person', what: 'It was restored once.', mend: null },
  ],
  passed: false,
};

describe('a go-live report', () => {
  it('shows as text, in HTML, whatever a gateway said', () => {
    const html = toHtml(report);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;');
    expect(html).toContain('Something failed.');
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('@media print');
  });

  it('shows as text, in Markdown, whatever a gateway said', () => {
    const markdown = toMarkdown(report);
    expect(markdown).not.toContain('<img');
    expect(markdown).not.toMatch(/[^\\]\[link]|[^\\]\*bold/);
    expect(markdown).not.toMatch(/^# heading/m);
    const row = markdown.split('\n').find((line) => line.startsWith('| Doctor'));
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(5);
  });

  it('leaves room for the name of whoever confirms', () => {
    expect(toMarkdown(report)).toContain('- [ ] Backup: It was restored once. Name, date: ____');
    expect(toHtml(report)).toContain('<li>Backup: It was restored once.<br>Name, date: <span class="line">');
  });
});
