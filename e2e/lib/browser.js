// One Chromium for a test file, one fresh context for a test, and a watch on what pages do.

import { chromium } from 'playwright-core';

const launched = {
  executablePath: process.env.VIGIE_E2E_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
};

/** Starts Chromium; close it in an `after` hook. */
export function startBrowser() {
  return chromium.launch(launched);
}

/**
 * A page of its own cookies, `width` pixels wide, at `address`. `javascript: false` is a reader
 * without scripts; `elsewhere` lists the origins where the journey goes beside the site. `page.watch` lists what no page may do: errors in the console, exceptions,
 * requests to anybody else. `page.source` is the HTML as it was sent, for the validators.
 * `page.finish()` closes it and throws when the list is not empty.
 */
export async function openPage(browser, address, options = {}) {
  const { width = 1280, height = 900, javascript = true, locale = 'fr-FR', elsewhere = [], ...rest } = options;
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    javaScriptEnabled: javascript,
    locale,
    timezoneId: 'Europe/Paris',
    ...rest,
  });
  const page = await context.newPage();
  const own = new URL(address).origin;
  page.watch = [];
  page.scripts = javascript;
  // Chromium writes each 4xx answer to the console: a refusal that a test asks for is no error.
  const expected = /Failed to load resource: the server responded with a status of 4\d\d/;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) {
      page.watch.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => page.watch.push(`exception: ${error.message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && ![own, ...elsewhere].includes(url.origin)) {
      page.watch.push(`third-party request: ${request.url()}`);
    }
  });
  // The validators read what was sent: a browser repairs what it shows.
  page.on('response', (response) => {
    const redirected = response.status() >= 300 && response.status() < 400;
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame() && !redirected) {
      page.source = response.text().catch((error) => `unreadable: ${error.message}`);
    }
  });
  page.finish = async () => {
    const seen = page.watch.splice(0);
    await context.close();
    if (seen.length > 0) throw new Error(`the page misbehaved:\n${seen.join('\n')}`);
  };
  return page;
}

/**
 * Presses Tab, or the key given, until `locator` has the focus, as somebody without a mouse does, and makes sure
 * that the focus can be seen. Fails after `limit` presses: a field that Tab does not reach.
 */
export async function tabTo(page, locator, limit = 60, key = 'Tab') {
  const wanted = await locator.elementHandle();
  for (let presses = 0; presses <= limit; presses += 1) {
    const [reached, shown] = await wanted.evaluate((element) => {
      if (document.activeElement !== element) return [false, false];
      const ring = (style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
        || style.boxShadow !== 'none';
      // A radio hidden under a drawn one shows its focus on the label.
      const around = [element, element.nextElementSibling, element.closest('label')];
      return [true, around.some((other) => other && ring(getComputedStyle(other)))];
    });
    if (reached && shown) return;
    if (reached) throw new Error(`the focus on ${locator} cannot be seen`);
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${locator} in ${limit} presses`);
}

/** Clicks what leads to another page, or to this one anew: what is read next is of the page that came. */
export async function clicked(page, locator) {
  await Promise.all([page.waitForNavigation(), locator.click()]);
}

/** Fills a field by keyboard alone. */
export async function typeInto(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.type(text);
}
