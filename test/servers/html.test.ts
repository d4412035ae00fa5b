import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Report } from '../../src/model/report.ts';
import { html } from '../../src/reporters/html.ts';
import { hostileReport } from '../fixtures/hostile-report.ts';
import { HOSTILE_STRINGS } from '../fixtures/hostile-strings.ts';
import { contosoReport } from '../fixtures/report.ts';
import { renderOptions } from '../reporters/options.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace('html');
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser.close();
  await workspace.remove();
});

interface Opened {
  readonly page: Page;
  /** What the console, the page and the policy complained about. */
  readonly complaints: readonly string[];
  /** Everything that was asked for besides the file itself. */
  readonly requests: readonly string[];
}

async function open(report: Report, settings: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const path = workspace.path('report.html');
  await writeFile(path, html.render(report, renderOptions()));
  const page = await browser.newPage(settings);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  const own = pathToFileURL(path).href;
  page.on('request', (request) => {
    if (request.url() !== own) requests.push(request.url());
  });
  await page.goto(own);
  return { page, complaints, requests };
}

const rowsShown = (page: Page): Promise<number> => page.locator('tr[data-row]:visible').count();

describe('the page in Chromium', () => {
  test('loads nothing, and complains about nothing', async () => {
    const { page, complaints, requests } = await open(contosoReport());
    expect(await page.title()).toBe('TLS report of 2026-03-01T08:00:00.000Z');
    expect(await page.locator('#shown').textContent()).toMatch(/^(\d+) of \1 rows shown$/);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    await page.close();
  });

  test('finds rows by words, severity, kind and host, and comes back', async () => {
    const { page } = await open(contosoReport());
    const all = await rowsShown(page);
    await page.keyboard.press('/');
    await page.keyboard.type('3des');
    expect(await page.locator('tr[data-outcome]:visible').allTextContents()).toHaveLength(1);
    await page.locator('#clear').click();
    expect(await rowsShown(page)).toBe(all);
    await page.locator('#severity').selectOption('high');
    const severities = page.locator('tr[data-severity]:visible');
    expect(
      new Set(await severities.evaluateAll((rows) => rows.map((row) => row.dataset['severity']))),
    ).toEqual(new Set(['critical', 'high']));
    await page.locator('#severity').selectOption('');
    await page.locator('#outcome').selectOption('unknown');
    expect(await page.locator('tr[data-outcome]:visible').count()).toBe(2);
    await page.locator('#outcome').selectOption('');
    await page.locator('#host').selectOption('edge.contoso.com');
    const hosts = await page
      .locator('tr[data-row]:visible')
      .evaluateAll((rows) => rows.map((row) => row.dataset['hosts'] ?? ''));
    expect(hosts.length).toBeGreaterThan(0);
    expect(hosts.filter((host) => !host.split(' ').includes('edge.contoso.com'))).toEqual([]);
    await page.close();
  });

  test('hides what is empty once rows are chosen, and shows it again', async () => {
    const { page } = await open(contosoReport());
    const tables = (): Promise<number> => page.locator('.scroll:has(tr[data-row]):visible').count();
    const all = await tables();
    await page.locator('#host').selectOption('edge.contoso.com');
    expect(await page.locator('h3:visible').allTextContents()).toEqual(['edge.contoso.com']);
    await page.locator('#search').fill('no row has these words');
    expect(await tables()).toBe(0);
    await page.locator('#clear').click();
    expect(await tables()).toBe(all);
    await page.close();
  });

  test.each([320, 400, 1280])('fits a window %i wide, and leaves it for reading', async (width) => {
    const { page } = await open(contosoReport(), { viewport: { width, height: 800 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const tools = await page.locator('#tools').boundingBox();
    expect(Math.max(0, (tools?.y ?? 0) + (tools?.height ?? 0))).toBeLessThan(160);
    await page.close();
  });

  test('leads from a finding to its evidence', async () => {
    const { page } = await open(contosoReport());
    const row = page.locator('tr[data-outcome=fail]').first();
    await row.locator('summary', { hasText: 'Evidence' }).click();
    await row.locator('a').first().click();
    const target = page.locator('#o-1');
    await target.waitFor({ state: 'visible' });
    expect(await target.textContent()).toContain('o2');
    await page.close();
  });

  test('can be read without its script', async () => {
    const { page } = await open(contosoReport(), { javaScriptEnabled: false });
    expect(await page.locator('#tools').isVisible()).toBe(false);
    expect(await page.locator('tr[data-row]:visible').count()).toBeGreaterThan(10);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('has no fault of accessibility in the %s', async (colorScheme) => {
    const { page } = await open(contosoReport(), { colorScheme, bypassCSP: true });
    await page.locator('#unfold').click();
    await page.addScriptTag({ content: AXE });
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
      const { violations } = await axe.run();
      return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    await page.close();
  });

  test('prints what mends findings, and no tools', async () => {
    const { page } = await open(contosoReport());
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#tools').isVisible()).toBe(false);
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });

  test('takes whatever servers say for text', async () => {
    for (const said of [...HOSTILE_STRINGS, '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>"]) {
      const { page, complaints, requests } = await open(hostileReport(said));
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
      expect(await page.locator('script, img, iframe, object, embed, form').count()).toBe(1);
      expect(
        await page.locator('body [style], body [onload], body [onerror], a[href]:not([href^="#"])').count(),
      ).toBe(0);
      await page.close();
    }
  });
});
